// Reads a list beside the page, so that a huge file never freezes it.
import { readListFile, readListText, type ListProblem } from './read-list.ts';
import type { TaughtList } from './taught-list.ts';

/** A file, or a text that was pasted. */
export type ListSource = { readonly name: string; readonly bytes: Uint8Array<ArrayBuffer> } | { readonly text: string };

self.addEventListener('message', ({ data }: MessageEvent<ListSource>) => {
  const read: Promise<TaughtList | ListProblem> =
    'text' in data ? Promise.resolve(readListText(data.text)) : readListFile(data.name, data.bytes);
  void read.then((answer) => self.postMessage(answer));
});
