// Reads files as an answer: of the asked sorts, not too large, not too many.
import type { AnswerSpec, ParsedAnswer } from '#nodes/kit/answers.ts';
import { sizeInWords } from '#nodes/kit/file-types.ts';
import type { Json } from '#nodes/kit/json.ts';
import type { SentFile } from '#nodes/kit/messages.ts';
import { accepted, refused } from './reading.ts';

/** The file, or the list of files where more than one may come. */
export function parseFilesAnswer(
  { types, maxBytes, count }: Extract<AnswerSpec, { kind: 'files' }>,
  files: readonly SentFile[],
  locale: string,
): ParsedAnswer {
  const [first] = files;
  if (first === undefined) return refused(locale, '请发送文件。', 'Please send a file.');
  if (files.length > count) {
    const most = String(count);
    return refused(locale, `最多可以发送 ${most} 个文件。`, `At most ${most} files, please.`);
  }
  if (files.some(({ kind }) => !types.includes(kind)))
    return refused(locale, '不支持这种文件。', 'This kind of file is not accepted.');
  if (files.some(({ sizeBytes }) => sizeBytes > maxBytes)) {
    const most = sizeInWords(maxBytes);
    return refused(locale, `文件不能超过 ${most}。`, `A file may have ${most} at most.`);
  }
  return accepted(count === 1 ? told(first) : files.map(told));
}

function told({ id, name, contentType, kind, sizeBytes }: SentFile): Json {
  return { id, name, contentType, kind, sizeBytes };
}
