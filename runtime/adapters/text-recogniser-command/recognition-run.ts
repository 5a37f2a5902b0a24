// The program as it is called: its arguments, its environment, and a folder of its own that is removed afterwards.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runProgram, type ProgramRun, type RunLimits } from './program-run.ts';

/** The program. */
export interface RecogniserCommand {
  /** Whole path. It is called as `PROGRAM stdin stdout -l LANGUAGES`, without a shell. */
  readonly command: string;
  /** Names of languages joined by `+`, such as `chi_sim+eng`. */
  readonly languages: string;
  /** All it gets of the environment. */
  readonly env: Readonly<Record<string, string>>;
}

/** One run, on an image or to be told its version. Rejects when the system refuses even to try. */
export async function runRecognition(
  { command, languages, env }: RecogniserCommand,
  work: Uint8Array | 'version',
  limits: RunLimits,
  signal: AbortSignal,
): Promise<ProgramRun> {
  if (signal.aborted) return { kind: 'stopped' };
  const [args, input] =
    work === 'version' ? [['--version'], new Uint8Array()] : [['stdin', 'stdout', '-l', languages], work];
  const folder = await mkdtemp(join(tmpdir(), 'tandem-ocr-'));
  try {
    // One thread: the others belong to conversations.
    const given = { ...env, OMP_THREAD_LIMIT: '1' };
    return await runProgram({ file: command, args, env: given, folder, input }, limits, signal);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
