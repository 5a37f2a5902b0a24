// The writer thread: takes batches, commits each in one transaction, answers after the data is on disk.
import { parentPort, workerData } from 'node:worker_threads';
import { createBatchPlayer } from './batch.ts';
import { openConnection } from './connection.ts';
import { createUnpacker, type PackedJobs } from './packed-jobs.ts';

const connection = openConnection(parseFile(workerData), { cacheKiB: 16_000 });
const playBatch = createBatchPlayer(connection);
const unpack = createUnpacker();

parentPort?.on('message', (packed: PackedJobs | null) => {
  if (packed === null) {
    connection.close();
    parentPort?.close();
    return;
  }
  try {
    parentPort?.postMessage(playBatch(unpack(packed)));
  } catch (cause) {
    parentPort?.postMessage(cause instanceof Error ? cause.message : String(cause));
  }
});

function parseFile(data: unknown): string {
  return (data as { file: string }).file;
}
