// The writer thread: takes batches, commits each in one transaction, answers after the data is on disk.
import { parentPort, workerData } from 'node:worker_threads';
import { createBatchPlayer } from './batch.ts';
import { openConnection } from './connection.ts';
import type { Job } from './jobs.ts';

const connection = openConnection(parseFile(workerData), { cacheKiB: 16_000 });
const playBatch = createBatchPlayer(connection);

parentPort?.on('message', (jobs: readonly Job[] | null) => {
  if (jobs === null) {
    connection.close();
    parentPort?.close();
    return;
  }
  try {
    parentPort?.postMessage(playBatch(jobs));
  } catch (cause) {
    parentPort?.postMessage(cause instanceof Error ? cause.message : String(cause));
  }
});

function parseFile(data: unknown): string {
  return (data as { file: string }).file;
}
