// The room's door: an engine that remembers what it was taught, so that publishing what did not change costs nothing, and moods as a workspace was taught.
import { createHash } from 'node:crypto';
import type {
  MoodSense,
  TrainedModel,
  TrainingSet,
  Understander,
  Understanding,
} from '#runtime/ports/understanding.ts';

/** How many trainings are remembered; the oldest goes first. */
const REMEMBERED = 16;

/** What each workspace was taught of moods. */
export interface WorkspaceMoods {
  /** As learnt now; undefined: nothing. */
  now(workspaceId: string): MoodSense | undefined;
  /** Resolves when what is stored is learnt. Never rejects. */
  ready(workspaceId: string): Promise<void>;
}

/** An understander that judges moods as the workspace was taught, at every moment anew. */
export function withMoods(understander: Understander, workspaceId: string, moods: WorkspaceMoods): Understander {
  return {
    ...understander,
    understand: (text, moment) => understander.understand(text, moment, moods.now(workspaceId)),
  };
}

/** Wraps an engine: a set that was trained before gives the remembered model. Trainings that failed or were stopped are not remembered. */
export function rememberTrainings(understanding: Understanding): Understanding {
  const models = new Map<string, TrainedModel>();
  return {
    async train(set, signal) {
      signal?.throwIfAborted();
      const key = trainingHashOf(set);
      const known = models.get(key);
      const model = known ?? (await understanding.train(set, signal));
      models.delete(key);
      models.set(key, model);
      const [oldest] = models.keys();
      if (models.size > REMEMBERED && oldest !== undefined) models.delete(oldest);
      return model;
    },
    examine: (set, signal) => understanding.examine(set, signal),
    learnMoods: (lessons, signal) => understanding.learnMoods(lessons, signal),
    loadMoods: (model) => understanding.loadMoods(model),
    meaningOf: (text) => understanding.meaningOf(text),
    load: (model) => understanding.load(model),
  };
}

/** Equal sets have equal hashes: SHA-256, hex. */
export function trainingHashOf({ task, seed, intents, outOfScope, dictionaries }: TrainingSet): string {
  const taught = intents.map(({ id, name, description, examples }) => [id, name, description ?? null, examples]);
  return createHash('sha256')
    .update(JSON.stringify([task ?? 'intents', seed, taught, outOfScope ?? [], dictionaries ?? []]))
    .digest('hex');
}
