// The thread that trains: takes a training set, answers with the model's bytes or the reason why not.
import { parentPort, workerData } from 'node:worker_threads';
import type { TrainingSet } from '#runtime/ports/understanding.ts';
import { trainIntents } from './intents/train-intents.ts';
import { bytesFromModel } from './model/intent-codec.ts';
import { runToEnd } from './model/slices.ts';

// Only `understanding-local.ts` starts this thread, and gives it a training set.
const bytes = bytesFromModel(runToEnd(trainIntents(workerData as TrainingSet)));
parentPort?.postMessage(bytes, [bytes.buffer as ArrayBuffer]);
