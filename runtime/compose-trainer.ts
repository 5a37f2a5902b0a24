// Opens the trainer, and what staff teaches of moods, on the database, the engine and what there is to learn from.
import type { Kysely } from 'kysely';
import { FlowError } from '#nodes/kit/errors.ts';
import type { Database } from './adapters/store-sql/database.ts';
import { createSqlInboxStore } from './adapters/store-sql/inbox-store.ts';
import { createSqlMoodCorrectionStore } from './adapters/store-sql/mood-correction-store.ts';
import type { Desk } from './desk/desk.ts';
import type { Templates } from './flows/templates.ts';
import type { FlowStore } from './ports/flow-store.ts';
import { createMoodLessons, type MoodLessons, type MoodLessonsDeps } from './understanding/mood-lessons.ts';
import { createTrainer, type Trainer, type TrainerDeps } from './understanding/trainer.ts';

/** What the composition root has at hand. */
interface TrainerParts extends Pick<TrainerDeps, 'understanding' | 'clock' | 'model'> {
  readonly kysely: Kysely<Database>;
  readonly flows: Pick<FlowStore, 'get'>;
  readonly templates: Pick<Templates, 'sentences'>;
}

/** The trainer of this server. */
export function composeTrainer({ kysely, flows, templates, ...parts }: TrainerParts): Trainer {
  return createTrainer({
    ...parts,
    inbox: createSqlInboxStore(kysely),
    templateSentences: () => templates.sentences(),
    async draftOf(workspaceId, flowId) {
      const found = await flows.get(workspaceId, flowId);
      if (found === undefined) throw new FlowError('RESOURCE_NOT_FOUND', 'There is no such flow here.');
      return found.document;
    },
  });
}

/** What staff corrected in moods. */
export function composeMoods({
  kysely,
  desk,
  onProblem,
  ...parts
}: Omit<MoodLessonsDeps, 'store' | 'onCorrected' | 'onProblem'> & {
  readonly kysely: Kysely<Database>;
  /** Called long after both are made. */
  readonly desk: () => Pick<Desk, 'moodCorrected'>;
  readonly onProblem: (what: string, error: unknown) => void;
}): MoodLessons {
  return createMoodLessons({
    ...parts,
    store: createSqlMoodCorrectionStore(kysely),
    onCorrected: (...place) => void desk().moodCorrected(...place),
    onProblem: (error) => onProblem('moods', error),
  });
}
