// Why an image's text could not be had, said to the person who brought the image, who cannot mend the server.
import type { DocumentProblem, Read } from '#runtime/ports/document-reader.ts';
import type { ProgramRun } from './program-run.ts';

const COMPLAINT_CHARS = 200;

/** A run that gave no text, as the answer of a recognition. */
export function recognitionFailed(run: ProgramRun): Read<never> {
  return { ok: false, problem: problemOf(run) };
}

function problemOf(run: ProgramRun): DocumentProblem {
  switch (run.kind) {
    case 'unstartable':
      return problem(
        'FILE_UNREADABLE',
        `文字识别程序无法启动（${run.reason}）。请联系 IT 检查 TANDEM_OCR_COMMAND，然后重试。`,
        `The text recognition program could not be started (${run.reason}). Ask IT to check TANDEM_OCR_COMMAND, then try again.`,
      );
    case 'tooSlow':
      return problem(
        'INGEST_LIMIT',
        '识别图片文字超时，已停止。请缩小或裁剪图片后再试。',
        'Reading the text of the image took too long and was stopped. Make the image smaller or cut it, and try again.',
      );
    case 'tooMuch':
      return problem(
        'INGEST_LIMIT',
        '从图片中识别出的文字过多，已停止。请把图片裁成几张后再试。',
        'Far too much text came out of the image, so reading was stopped. Cut the image into several and try again.',
      );
    case 'stopped':
      return problem('FILE_UNREADABLE', '读取被中断。请重试。', 'Reading was interrupted. Try again.');
    case 'ended':
      return gaveUp(run.code, lastLine(run.complaint));
  }
}

function gaveUp(code: number, line: string): DocumentProblem {
  return problem(
    'FILE_UNREADABLE',
    `文字识别程序没有读成功（退出码 ${code}）${line === '' ? '' : `：${line}`}。请检查图片能否打开；如果其他图片也这样，请联系 IT 运行 tandem doctor。`,
    `The text recognition program could not read the image (exit code ${code})${line === '' ? '' : `: ${line}`}. Check that the image opens; if others fail too, ask IT to run tandem doctor.`,
  );
}

/** The last line that says something: cut, and without characters that mislead a reader or a terminal. */
export function lastLine(complaint: string): string {
  const lines = complaint.split(/[\r\n]+/).map((line) => line.replace(/[\p{Cc}\p{Cf}\ufffd]/gu, '').trim());
  const line = lines.findLast((one) => one !== '') ?? '';
  return Array.from(line)
    .slice(0, COMPLAINT_CHARS)
    .join('')
    .replace(/[.。]$/, '');
}

function problem(code: DocumentProblem['code'], zh: string, en: string): DocumentProblem {
  return { code, message: { 'zh-CN': zh, en } };
}
