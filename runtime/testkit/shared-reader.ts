// One reader process for all rooms of a test file: to start one takes longer than most tests, and what it reads it forgets.
import { createLlamaIndexDocumentReader } from '#runtime/adapters/document-reader-llamaindex/document-reader-llamaindex.ts';
import type { DocumentReader } from '#runtime/ports/document-reader.ts';

let shared: DocumentReader | undefined;

/** A reader as a server has its own: closed, it stops what it reads and reads nothing more. The process behind it lives on for the next room. */
export function openSharedReader(): DocumentReader {
  shared ??= createLlamaIndexDocumentReader();
  const reader = shared;
  const closing = new AbortController();
  const until = (signal: AbortSignal | undefined): AbortSignal =>
    signal === undefined ? closing.signal : AbortSignal.any([signal, closing.signal]);
  return {
    inspect: reader.inspect,
    read: (file, signal) => reader.read(file, until(signal)),
    look: (page, signal) => reader.look(page, until(signal)),
    questions: (file, signal) => reader.questions(file, until(signal)),
    rows: (file, signal) => reader.rows(file, until(signal)),
    close() {
      closing.abort();
      return Promise.resolve();
    },
  };
}
