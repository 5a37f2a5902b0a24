// The thread that trains, examines or learns moods: takes a task, answers with the model's bytes or the examination.
import { parentPort, workerData } from 'node:worker_threads';
import type { MoodLesson } from '#runtime/ports/understanding.ts';
import { runLessons } from './lessons-task.ts';
import { runToEnd } from './model/slices.ts';
import { runExamination, runTrainingTask, type TrainingTask } from './training-task.ts';

/** What the thread is to do. */
export type ThreadTask =
  | { readonly deed: 'train'; readonly task: TrainingTask }
  | { readonly deed: 'examine'; readonly task: TrainingTask }
  | { readonly deed: 'lessons'; readonly lessons: readonly MoodLesson[] };

// Only `understanding-local.ts` starts this thread, and gives it a task.
const given = workerData as ThreadTask;
if (given.deed === 'examine') parentPort?.postMessage(runToEnd(runExamination(given.task)));
else {
  const bytes = runToEnd(given.deed === 'train' ? runTrainingTask(given.task) : runLessons(given.lessons));
  parentPort?.postMessage(bytes, [bytes.buffer as ArrayBuffer]);
}
