// The room's door: models trained for flows, and loaded ones kept ready for the turns that need them.
import { createHash } from 'node:crypto';
import type { FlowDocument } from '#nodes/flow/document.ts';
import type { PublishedRef } from '#runtime/ports/published-flows.ts';
import type { TrainedModel, TrainingSet, Understander, Understanding } from '#runtime/ports/understanding.ts';
import { createLru } from './lru.ts';

/** Trains and keeps models. */
export interface UnderstandingRoom {
  /** The model of a document's intents. Documents with equal intents share one training. `signal` stops waiting callers and the training alike. */
  train(document: FlowDocument, signal?: AbortSignal): Promise<TrainedModel>;
  /** The understander of a published version; without a model (no intents) it still knows moods, facts and the language. */
  understanderOf(
    ref: Pick<PublishedRef, 'workspaceId' | 'flowId' | 'version'>,
    model: TrainedModel | null,
  ): Promise<Understander>;
}

/** How many loaded models stay in memory, and how many fresh trainings are remembered. */
const LOADED_MODELS = 32;
const REMEMBERED_TRAININGS = 8;
const SEED = 20_261_122;

/** The room over an engine. */
export function createUnderstandingRoom(understanding: Understanding): UnderstandingRoom {
  const loaded = createLru<Understander>(LOADED_MODELS);
  const trainings = createLru<Promise<TrainedModel>>(REMEMBERED_TRAININGS);

  function train(set: TrainingSet, signal?: AbortSignal): Promise<TrainedModel> {
    const key = trainingHashOf(set);
    const known = trainings.get(key);
    if (known !== undefined) return known;
    const training = understanding.train(set, signal);
    trainings.set(key, training);
    // A training that failed or was stopped must not answer the next publish.
    training.catch(() => trainings.drop(key));
    return training;
  }

  return {
    train: (document, signal) => train(trainingSetFrom(document), signal),
    async understanderOf({ workspaceId, flowId, version }, model) {
      const key = model === null ? 'none' : JSON.stringify([workspaceId, flowId, version]);
      const known = loaded.get(key);
      if (known !== undefined) return known;
      const understander = understanding.load(model ?? (await train({ intents: [], seed: SEED })));
      loaded.set(key, understander);
      return understander;
    },
  };
}

/** What a flow's intents teach. */
export function trainingSetFrom({ intents }: Pick<FlowDocument, 'intents'>): TrainingSet {
  return {
    intents: intents.map(({ id, name, description, examples }) => ({
      id,
      name,
      examples: examples.filter((example) => example.trim() !== ''),
      ...(description === undefined || description.trim() === '' ? {} : { description }),
    })),
    seed: SEED,
  };
}

/** Equal sets have equal hashes: SHA-256, hex. */
export function trainingHashOf(set: TrainingSet): string {
  return createHash('sha256')
    .update(JSON.stringify([set.task, set.seed, set.intents, set.outOfScope]))
    .digest('hex');
}
