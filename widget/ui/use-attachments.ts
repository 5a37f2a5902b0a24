// The files beside the input: uploaded as soon as they are chosen, sent when the customer sends.
import { useRef, useState } from 'preact/hooks';
import { sizeInWords, type FileRules } from '#nodes/kit/file-types.ts';
import type { SentFile } from '#nodes/kit/messages.ts';
import { ApiError } from '../api.ts';
import type { Words } from '../words.ts';

/** One file beside the input. `file` once it is up; `refusal` when it will not be. */
export interface Attachment {
  readonly key: number;
  readonly name: string;
  readonly percent: number;
  readonly file?: SentFile;
  readonly refusal?: string;
}

/** Uploads a file; `onProgress` hears 0 to 100. */
export type Upload = (file: File, onProgress: (percent: number) => void, signal: AbortSignal) => Promise<SentFile>;

/** What the screen does with them. */
export interface Attachments {
  readonly list: readonly Attachment[];
  readonly ready: readonly SentFile[];
  readonly busy: boolean;
  add(files: Iterable<File>): void;
  remove(key: number): void;
  clear(): void;
}

/** The attachments of one conversation. */
export function useAttachments(upload: Upload, rules: FileRules | null, words: Words): Attachments {
  const [list, setList] = useState<readonly Attachment[]>([]);
  const running = useRef(new Map<number, AbortController>());
  const next = useRef(1);

  function change(key: number, part: Partial<Attachment>): void {
    setList((before) => before.map((one) => (one.key === key ? { ...one, ...part } : one)));
  }

  function begin(file: File, { types, maxBytes, count }: FileRules, place: number): Attachment {
    const key = next.current++;
    const one = { key, name: file.name, percent: 0 };
    if (place >= count) return { ...one, refusal: words.tooMany(count) };
    if (file.size > maxBytes) return { ...one, refusal: words.tooLarge(sizeInWords(maxBytes)) };
    const abort = new AbortController();
    running.current.set(key, abort);
    upload(file, (percent) => change(key, { percent }), abort.signal)
      .then((sent) => change(key, { file: sent, name: sent.name, percent: 100 }))
      .catch((error: unknown) => {
        const code = error instanceof ApiError ? error.code : '';
        const refusal =
          code === 'FILE_TOO_LARGE'
            ? words.tooLarge(sizeInWords(maxBytes))
            : code === 'FILE_REFUSED'
              ? words.wrongKind(types.map((kind) => words.kinds[kind]))
              : code === 'STATE_CONFLICT'
                ? words.notAsked
                : words.notUploaded;
        change(key, { refusal });
      })
      .finally(() => running.current.delete(key));
    return one;
  }

  return {
    list,
    ready: list.flatMap(({ file }) => (file === undefined ? [] : [file])),
    busy: list.some(({ file, refusal }) => file === undefined && refusal === undefined),
    add(files) {
      if (rules === null) return;
      // A new try takes the place of what was refused.
      const kept = list.filter(({ refusal }) => refusal === undefined);
      setList([...kept, ...Array.from(files, (file, index) => begin(file, rules, kept.length + index))]);
    },
    remove(key) {
      running.current.get(key)?.abort();
      setList((before) => before.filter((one) => one.key !== key));
    },
    clear() {
      for (const abort of running.current.values()) abort.abort();
      setList([]);
    },
  };
}
