// The uploads of a base, on every page that shows them: they go on while another page is looked at, and the browser asks before it cuts them off.
import { useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useEffect, useSyncExternalStore } from 'react';
import { BASES, uploadSource } from '../api/knowledge.ts';
import { createUploadQueue, type Upload, type UploadQueue } from './upload-queue.ts';

const queues = new Map<string, UploadQueue>();

/** The queue of one base, and what is in it now. */
export function useUploads(baseId: string): { readonly list: readonly Upload[]; readonly queue: UploadQueue } {
  const queue = queueOf(baseId, useQueryClient());
  const list = useSyncExternalStore(queue.subscribe, queue.list);
  const isBusy = queue.isBusy();
  useEffect(() => {
    if (!isBusy) return undefined;
    const ask = (event: BeforeUnloadEvent): void => event.preventDefault();
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, [isBusy]);
  return { list, queue };
}

function queueOf(baseId: string, cache: QueryClient): UploadQueue {
  const known = queues.get(baseId);
  if (known !== undefined) return known;
  const queue = createUploadQueue({
    send: (file, onProgress, signal) => uploadSource(baseId, file, onProgress, signal),
    onTaken: () => void cache.invalidateQueries({ queryKey: BASES }),
    after: (ms, call) => void window.setTimeout(call, ms),
  });
  queues.set(baseId, queue);
  return queue;
}
