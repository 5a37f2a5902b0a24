// The thread that trains or examines: takes a task, answers with the model's bytes or the examination.
import { parentPort, workerData } from 'node:worker_threads';
import { runToEnd } from './model/slices.ts';
import { runExamination, runTrainingTask, type TrainingTask } from './training-task.ts';

// Only `understanding-local.ts` starts this thread, and gives it a task.
const { task, deed } = workerData as { readonly task: TrainingTask; readonly deed: 'train' | 'examine' };
if (deed === 'examine') parentPort?.postMessage(runToEnd(runExamination(task)));
else {
  const bytes = runToEnd(runTrainingTask(task));
  parentPort?.postMessage(bytes, [bytes.buffer as ArrayBuffer]);
}
