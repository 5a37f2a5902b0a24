// Asks the worker to read a list; it is started for the one list and goes away with it.
import type { ListSource } from './list-reader.worker.ts';
import { MOST_BYTES, type ListProblem } from './read-list.ts';
import type { TaughtList } from './taught-list.ts';

const LONGEST_WAIT_MS = 60_000;

/** Reads a file from the disk, then what is in it. `unreadable`: the disk, or the reader, gave up. Never rejects. */
export async function readFileInWorker(file: File, signal: AbortSignal): Promise<TaughtList | ListProblem> {
  try {
    // Looked at before it is taken into memory.
    if (file.size > MOST_BYTES) return 'tooLarge';
    return await readInWorker({ name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) }, signal);
  } catch {
    return 'unreadable';
  }
}

/** Reads a list. `signal` stops it. Never rejects. */
export function readInWorker(source: ListSource, signal: AbortSignal): Promise<TaughtList | ListProblem> {
  return new Promise((resolve) => {
    const worker = new Worker(new URL('./list-reader.worker.ts', import.meta.url), { type: 'module' });
    const end = (answer: TaughtList | ListProblem): void => {
      clearTimeout(timer);
      worker.terminate();
      resolve(answer);
    };
    const timer = setTimeout(() => end('unreadable'), LONGEST_WAIT_MS);
    signal.addEventListener('abort', () => end('unreadable'), { once: true });
    worker.onmessage = ({ data }: MessageEvent<TaughtList | ListProblem>) => end(data);
    worker.onerror = () => end('unreadable');
    worker.postMessage(source, 'bytes' in source ? [source.bytes.buffer] : []);
  });
}
