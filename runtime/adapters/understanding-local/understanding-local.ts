// Understanding without network or native code: linear models over words and letters, a service lexicon for moods, patterns for facts.
import { readFileSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import { FlowError } from '#nodes/kit/errors.ts';
import type { Understood } from '#nodes/kit/effects.ts';
import type { Moment, TrainedModel, TrainingSet, Understander, Understanding } from '#runtime/ports/understanding.ts';
import { detectEmotion } from './emotion/detect-emotion.ts';
import { findEntities } from './entities/find-entities.ts';
import { rawFeaturesOf } from './features/raw-features.ts';
import { predictIntents, type IntentModel } from './intents/intent-model.ts';
import { trainIntents } from './intents/train-intents.ts';
import { assetFile, workerFile } from './local-files.ts';
import { bytesFromModel, parseModel } from './model/intent-codec.ts';
import { runInSlices } from './model/slices.ts';
import { languageOf } from './text/language.ts';

/** The engine and its format. A model of another one must be trained again. */
export const LOCAL_ENGINE = 'local-1';

/** Sets up to this many sentences train faster here, in slices, than a thread takes to start. */
const SMALL_SET = 60;

/** The offline engine. `worker` is the file of the training thread; without one it trains in this process, in slices. */
export function createLocalUnderstanding(options: { readonly worker?: URL | undefined } = {}): Understanding {
  const worker = 'worker' in options ? options.worker : workerFile();
  const moods = { zh: lazily(() => loadMoods('emotion-zh.bin')), en: lazily(() => loadMoods('emotion-en.bin')) };
  return {
    async train(set, signal) {
      signal?.throwIfAborted();
      const size = set.intents.reduce((sum, { examples }) => sum + examples.length, 0);
      const bytes =
        worker === undefined || size <= SMALL_SET
          ? bytesFromModel(await runInSlices(trainIntents(set), signal))
          : await trainInThread(worker, set, signal);
      return { engine: LOCAL_ENGINE, bytes };
    },
    load(model) {
      return createUnderstander(parseTrained(model), (language) => (language === 'zh' ? moods.zh() : moods.en()));
    },
  };
}

function createUnderstander(model: IntentModel, moodsOf: (language: string) => IntentModel): Understander {
  return {
    understand(text: string, moment?: Moment): Understood {
      const language = languageOf(text);
      const raw = rawFeaturesOf(text);
      return {
        language,
        ...predictIntents(model, raw),
        emotion: detectEmotion(text, language, raw, moodsOf(language)),
        entities: findEntities(text, moment),
      };
    },
  };
}

function parseTrained({ engine, bytes }: TrainedModel): IntentModel {
  if (engine !== LOCAL_ENGINE) {
    throw new FlowError('UNDERSTANDING_FAILED', `This model was trained by "${engine}"; publish the flow again.`, {
      engine,
    });
  }
  return parseModel(bytes);
}

function loadMoods(name: Parameters<typeof assetFile>[0]): IntentModel {
  return parseModel(readFileSync(assetFile(name)));
}

function lazily<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | undefined;
  return () => (made ??= { value: make() }).value;
}

function trainInThread(file: URL, set: TrainingSet, signal: AbortSignal | undefined): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const thread = new Worker(file, { workerData: set });
    const stop = (): void => {
      void thread.terminate();
      reject(signal?.reason instanceof Error ? signal.reason : new Error('Training was stopped.'));
    };
    signal?.addEventListener('abort', stop, { once: true });
    thread.once('message', (bytes: Uint8Array) => resolve(bytes));
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
