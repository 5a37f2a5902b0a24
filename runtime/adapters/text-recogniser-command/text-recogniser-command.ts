// TextRecogniser by a program on this machine that speaks like tesseract: image in, text out.
import type { Read } from '#runtime/ports/document-reader.ts';
import type { TextRecogniser } from '#runtime/ports/text-recogniser.ts';
import { recognitionFailed } from './problems.ts';
import { reasonOf, type ProgramRun, type RunLimits } from './program-run.ts';
import { textOfOutput } from './recognised-text.ts';
import { runRecognition, type RecogniserCommand } from './recognition-run.ts';

/** 60 s, and 1 MB of text. */
const DEFAULT_LIMITS: RunLimits = { timeMs: 60_000, outputBytes: 1_000_000 };

/** One run of the program an image, one after the other. */
export function createCommandTextRecogniser(
  program: RecogniserCommand,
  options: { readonly limits?: Partial<RunLimits> } = {},
): TextRecogniser {
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const closing = new AbortController();
  let last: Promise<unknown> = Promise.resolve();

  return {
    recognise(image, signal) {
      const until = signal === undefined ? closing.signal : AbortSignal.any([signal, closing.signal]);
      const result = last
        .then(() => runRecognition(program, image, limits, until))
        .then(readFromRun, (error: unknown) => recognitionFailed({ kind: 'unstartable', reason: reasonOf(error) }));
      last = result;
      return result;
    },
    async close() {
      closing.abort();
      await last;
    },
  };
}

function readFromRun(run: ProgramRun): Read<string> {
  if (run.kind !== 'ended') return recognitionFailed(run);
  return run.code === 0 ? { ok: true, value: textOfOutput(run.output) } : recognitionFailed(run);
}
