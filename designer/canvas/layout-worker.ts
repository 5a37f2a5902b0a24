// Asks the worker for a layout; the worker and its library load on first use and go away afterwards.
import type { LayoutAnswer, LayoutRequest } from '../document/layout.ts';

/** Positions for the nodes of a request. Rejects when the worker fails. */
export function layOutInWorker(request: LayoutRequest): Promise<LayoutAnswer> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('../document/layout.worker.ts', import.meta.url), { type: 'module' });
    worker.onmessage = (event: MessageEvent<LayoutAnswer>) => {
      worker.terminate();
      resolve(event.data);
    };
    worker.onerror = (event) => {
      worker.terminate();
      reject(new Error(event.message));
    };
    worker.postMessage(request);
  });
}
