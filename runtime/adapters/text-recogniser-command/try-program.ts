// Tries the program as it will be used, for the doctor: what it calls itself, and whether it takes an image and the languages.
import { lastLine } from './problems.ts';
import { reasonOf, type ProgramRun } from './program-run.ts';
import { runRecognition, type RecogniserCommand } from './recognition-run.ts';

/** Whether it works; `detail` is its version or what is wrong, in the program's or the system's own words. */
export interface ProgramTried {
  readonly ok: boolean;
  readonly detail: string;
}

const LIMITS = { timeMs: 10_000, outputBytes: 100_000 };

/** One language missing beside others is complained of, and the rest is used: customers would miss half. */
const TROUBLE = /\b(?:fail|error|missing|cannot|could ?n[o']t)/i;

/** A white PNG of 64 by 64 pixels. */
const BLANK = 'iVBORw0KGgoAAAANSUhEUgAAAEAAAABAAQAAAACCEkxzAAAAEklEQVR42mP4DwUMo4xRBukMAOPT/hAC2mzjAAAAAElFTkSuQmCC';

/** Starts it twice: with `--version`, and with a blank image. Never rejects. A program that does not tell its version may still be good. */
export async function tryProgram(program: RecogniserCommand): Promise<ProgramTried> {
  try {
    const { signal } = new AbortController();
    const run = await runRecognition(program, Buffer.from(BLANK, 'base64'), LIMITS, signal);
    if (run.kind !== 'ended' || run.code !== 0) return { ok: false, detail: wrongIn(run) };
    const complaint = run.complaint.split('\n').find((line) => TROUBLE.test(line));
    if (complaint !== undefined) return { ok: false, detail: lastLine(complaint) };
    return { ok: true, detail: versionIn(await runRecognition(program, 'version', LIMITS, signal)) };
  } catch (error) {
    return { ok: false, detail: reasonOf(error) };
  }
}

function wrongIn(run: ProgramRun): string {
  switch (run.kind) {
    case 'unstartable':
      return run.reason;
    case 'ended':
      return [`exit code ${run.code}`, lastLine(run.complaint)].filter((part) => part !== '').join(': ');
    case 'tooSlow':
      return `no answer within ${LIMITS.timeMs / 1000} s`;
    case 'tooMuch':
      return 'far too much text for a blank image';
    case 'stopped':
      return 'stopped';
  }
}

/** Some write it to their standard error. */
function versionIn(run: ProgramRun): string {
  if (run.kind !== 'ended' || run.code !== 0) return 'works, does not tell its version';
  const said = `${new TextDecoder().decode(run.output)}\n${run.complaint}`
    .split('\n')
    .find((line) => line.trim() !== '');
  return lastLine(said ?? '');
}
