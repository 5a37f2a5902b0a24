// The thread that trains: takes a training task, answers with the model's bytes or the reason why not.
import { parentPort, workerData } from 'node:worker_threads';
import { runToEnd } from './model/slices.ts';
import { runTrainingTask, type TrainingTask } from './training-task.ts';

// Only `understanding-local.ts` starts this thread, and gives it a task.
const bytes = runToEnd(runTrainingTask(workerData as TrainingTask));
parentPort?.postMessage(bytes, [bytes.buffer as ArrayBuffer]);
