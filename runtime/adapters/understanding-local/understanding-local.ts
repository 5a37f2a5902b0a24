// Understanding without network or native code: linear models over words, letters and bundled word vectors, a service lexicon for moods, patterns for facts.
import { Worker } from 'node:worker_threads';
import { FlowError } from '#nodes/kit/errors.ts';
import type { Understood } from '#nodes/kit/effects.ts';
import type { Embedder } from '#runtime/ports/embedder.ts';
import type {
  Examination,
  Moment,
  MoodSense,
  TrainedModel,
  TrainingSet,
  Understander,
  Understanding,
} from '#runtime/ports/understanding.ts';
import { bundledMeaning } from './embeddings/bundled-tables.ts';
import { rememberVectors, type RememberedVectors } from './embeddings/remembered-vectors.ts';
import { detectEmotion } from './emotion/detect-emotion.ts';
import { moodModels } from './emotion/mood-models.ts';
import { verdictOfLessons, type LessonModel } from './emotion/mood-lessons.ts';
import { factKindsIn, factKindsOf } from './entities/fact-kinds.ts';
import { findEntities } from './entities/find-entities.ts';
import { termFinderOf } from './entities/terms.ts';
import { rawFeaturesOf } from './features/raw-features.ts';
import { predictIntents, type IntentVerdict } from './intents/intent-model.ts';
import { LESSON_READING, runLessons } from './lessons-task.ts';
import { workerFile } from './local-files.ts';
import { parseLessons } from './model/lesson-codec.ts';
import { parseModels, type ModelPair } from './model/model-pair.ts';
import { runInSlices } from './model/slices.ts';
import { languageOf } from './text/language.ts';
import { normalise } from './text/normalise.ts';
import { runExamination, runTrainingTask, textsOf, type FetchedVectors, type TrainingTask } from './training-task.ts';
import type { ThreadTask } from './understanding-worker.ts';

/** The engine and its format. A model of another one must be trained again. */
export const LOCAL_ENGINE = 'local-3';

/** The engine of lessons about moods and their format. */
const LESSONS_ENGINE = 'mood-lessons-1';

/** Engines whose models this one still reads: `local-1` knew words and letters only, `local-2` did not correct its classes. */
const READABLE: readonly string[] = [LOCAL_ENGINE, 'local-2', 'local-1'];

/** Sets up to this many sentences train faster here, in slices, than a thread takes to start. */
const SMALL_SET = 60;
/** A training waits so long for an embedder's vectors, then does without. */
const TRAINING_PATIENCE_MS = 10 * 60_000;
/** A customer waits at most so much longer for a better understanding. */
const TURN_PATIENCE_MS = 700;
const FETCHED_AT_ONCE = 256;

/** How the engine is made. */
export interface LocalOptions {
  /** The file of the training thread; undefined trains in this process, in slices. By default the one beside the bundle, if there is one. */
  readonly worker?: URL | undefined;
  /** Whether sentences are also read through the bundled word vectors; they are unless this says `none`. */
  readonly dense?: 'none' | 'bundled';
  /** Makes understanding better while it answers; without it, or when it is slow, down or wrong, the engine goes on as if there were none. */
  readonly embedder?: Embedder | undefined;
}

/** The offline engine. */
export function createLocalUnderstanding(options: LocalOptions = {}): Understanding {
  const worker = 'worker' in options ? options.worker : workerFile();
  const dense = options.dense ?? 'bundled';
  const vectors = options.embedder === undefined ? undefined : rememberVectors(options.embedder);
  return {
    async train(set, signal) {
      signal?.throwIfAborted();
      const fetched = vectors === undefined ? undefined : await fetchFor(set, vectors, signal);
      signal?.throwIfAborted();
      const task: TrainingTask = { set, dense, ...(fetched === undefined ? {} : { fetched }) };
      const bytes =
        worker === undefined || isSmall(set)
          ? await runInSlices(runTrainingTask(task), signal)
          : await runInThread<Uint8Array>(worker, { deed: 'train', task }, signal);
      return { engine: LOCAL_ENGINE, bytes };
    },
    async examine(set, signal) {
      signal?.throwIfAborted();
      const task: TrainingTask = { set, dense };
      return worker === undefined || isSmall(set)
        ? await runInSlices(runExamination(task), signal)
        : await runInThread<Examination>(worker, { deed: 'examine', task }, signal);
    },
    async learnMoods(lessons, signal) {
      signal?.throwIfAborted();
      const bytes =
        worker === undefined || lessons.length <= SMALL_SET
          ? await runInSlices(runLessons(lessons), signal)
          : await runInThread<Uint8Array>(worker, { deed: 'lessons', lessons }, signal);
      return { engine: LESSONS_ENGINE, bytes };
    },
    loadMoods: ({ engine, bytes }) => {
      if (engine !== LESSONS_ENGINE) throw unknownEngine(engine);
      return createLessons(parseLessons(bytes));
    },
    meaningOf: (text) => bundledMeaning(normalise(text)),
    load(model) {
      return createUnderstander(parseTrained(model), vectors);
    },
  };
}

function createUnderstander({ model, embedded }: ModelPair, vectors: RememberedVectors | undefined): Understander {
  const terms = termFinderOf(model.dictionaries);
  const bundled = model.space.dense.length > 0;
  // Vectors of another embedder than the model was trained with mean nothing to it.
  const better = embedded !== undefined && embedded.name === vectors?.name ? embedded.model : undefined;
  const dimension = better?.space.dense.at(-1)?.dimension;
  const meaningsOf = (text: string): Float32Array[] => (bundled ? [bundledMeaning(text)] : []);

  function verdictOn(raw: ReturnType<typeof rawFeaturesOf>): IntentVerdict {
    const fetched = vectors?.get(raw.text);
    if (better === undefined || fetched === undefined || fetched.length !== dimension)
      return predictIntents(model, raw);
    return predictIntents(better, { ...raw, meanings: [...raw.meanings, fetched] });
  }
  return {
    understand(text: string, moment?: Moment, moods?: MoodSense): Understood {
      const language = languageOf(text);
      const entities = findEntities(text, moment, terms);
      const facts = moment === undefined ? factKindsIn(text, terms) : factKindsOf(entities);
      const raw = rawFeaturesOf(text, meaningsOf, facts);
      return {
        language,
        ...verdictOn(raw),
        emotion: detectEmotion(text, language, raw, moodModels(language === 'zh' ? 'zh' : 'en'), lessonOn(raw, moods)),
        entities,
      };
    },
    ...(better === undefined || vectors === undefined
      ? {}
      : {
          prepare: async (texts: readonly string[], patienceMs = TURN_PATIENCE_MS): Promise<void> => {
            await vectors.fetch(texts.map(normalise), patienceMs);
          },
        }),
  };
}

/** Vectors for every text of a set, or undefined when they are not to be had: the set is then learnt without. */
async function fetchFor(
  set: TrainingSet,
  vectors: RememberedVectors,
  signal: AbortSignal | undefined,
): Promise<FetchedVectors | undefined> {
  if (set.task === 'labels' || set.intents.length === 0) return undefined;
  const texts = textsOf(set);
  const found = new Map<string, Float32Array>();
  for (let from = 0; from < texts.length; from += FETCHED_AT_ONCE) {
    const part = texts.slice(from, from + FETCHED_AT_ONCE);
    if (!(await vectors.fetch(part, TRAINING_PATIENCE_MS, signal))) return undefined;
    for (const text of part) {
      const vector = vectors.get(text);
      if (vector !== undefined) found.set(text, vector);
    }
  }
  const [first] = found.values();
  if (first === undefined || [...found.values()].some(({ length }) => length !== first.length)) return undefined;
  return { name: vectors.name, vectors: found };
}

function parseTrained({ engine, bytes }: TrainedModel): ModelPair {
  if (!READABLE.includes(engine)) throw unknownEngine(engine);
  return parseModels(bytes);
}

function unknownEngine(engine: string): FlowError {
  return new FlowError('UNDERSTANDING_FAILED', `This model was trained by "${engine}"; publish the flow again.`, {
    engine,
  });
}

/** Learnt moods of this engine; others are not looked into. */
interface Lessons extends MoodSense {
  readonly model: LessonModel;
}

function createLessons(model: LessonModel): Lessons {
  return { lessons: model.moods.length, model };
}

function lessonOn(raw: ReturnType<typeof rawFeaturesOf>, moods: MoodSense | undefined) {
  if (moods === undefined || moods.lessons === 0 || !('model' in moods)) return undefined;
  return verdictOfLessons((moods as Lessons).model, raw, LESSON_READING);
}

function isSmall({ intents }: TrainingSet): boolean {
  return intents.reduce((sum, { examples }) => sum + examples.length, 0) <= SMALL_SET;
}

/** The thread answers each deed in its own form. */
function runInThread<Answer>(file: URL, task: ThreadTask, signal: AbortSignal | undefined): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const thread = new Worker(file, { workerData: task });
    const stop = (): void => {
      void thread.terminate();
      reject(signal?.reason instanceof Error ? signal.reason : new Error('Training was stopped.'));
    };
    signal?.addEventListener('abort', stop, { once: true });
    thread.once('message', (answer: Answer) => resolve(answer));
    thread.once('error', (cause) => {
      reject(new FlowError('UNDERSTANDING_FAILED', 'Training stopped with an error.', {}, { cause }));
    });
    thread.once('exit', (code) => {
      signal?.removeEventListener('abort', stop);
      // After a message this changes nothing: the promise is settled.
      reject(new FlowError('UNDERSTANDING_FAILED', `Training ended early with code ${code}.`));
    });
  });
}
