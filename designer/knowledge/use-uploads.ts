// Files on their way to a base: two at a time, each with its own progress, outcome and cancel.
import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { uploadSource } from '../api/knowledge.ts';
import { currentLocale } from '../i18n/i18n.ts';
import { problemText } from '../ui/problem-text.ts';

/** One file on its way. `error` says why it was not taken. */
export interface Upload {
  readonly id: number;
  readonly name: string;
  readonly share: number;
  readonly error: string | undefined;
}

const AT_ONCE = 2;

/** The queue of uploads of one base. */
export function useUploads(baseId: string) {
  const { t } = useTranslation('problems');
  const cache = useQueryClient();
  const [list, setList] = useState<readonly Upload[]>([]);
  const queue = useRef<{ readonly id: number; readonly file: File }[]>([]);
  const running = useRef(new Map<number, AbortController>());
  const lastId = useRef(0);

  function change(id: number, part: Partial<Upload>): void {
    setList((before) => before.map((one) => (one.id === id ? { ...one, ...part } : one)));
  }

  function dismiss(id: number): void {
    setList((before) => before.filter((one) => one.id !== id));
  }

  async function send(id: number, file: File): Promise<void> {
    const abort = new AbortController();
    running.current.set(id, abort);
    try {
      const answer = await uploadSource(baseId, file, (share) => change(id, { share }), abort.signal);
      const error = answer.files[0]?.error;
      if (error === null || error === undefined) dismiss(id);
      else change(id, { error: error.message[currentLocale()] });
      await cache.invalidateQueries({ queryKey: ['knowledge'] });
    } catch (error) {
      if (abort.signal.aborted) dismiss(id);
      else change(id, { error: problemText(error, t) });
    } finally {
      running.current.delete(id);
      next();
    }
  }

  function next(): void {
    while (running.current.size < AT_ONCE) {
      const first = queue.current.shift();
      if (first === undefined) return;
      void send(first.id, first.file);
    }
  }

  return {
    list,
    dismiss,
    add(files: readonly File[]): void {
      const added = files.map((file) => ({ id: ++lastId.current, file }));
      queue.current.push(...added);
      setList((before) => [
        ...before,
        ...added.map(({ id, file }) => ({ id, name: file.name, share: 0, error: undefined })),
      ]);
      next();
    },
    cancel(id: number): void {
      queue.current = queue.current.filter((one) => one.id !== id);
      running.current.get(id)?.abort();
      dismiss(id);
    },
  };
}
