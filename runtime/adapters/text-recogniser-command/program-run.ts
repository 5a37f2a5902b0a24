// One run of a foreign program: no shell, a given environment, limits, and nothing of it left behind.
import { spawn, type ChildProcess } from 'node:child_process';

/** What is run, and what it reads. */
export interface Program {
  readonly file: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** It works here. */
  readonly folder: string;
  readonly input: Uint8Array;
}

/** What a run may cost. */
export interface RunLimits {
  readonly timeMs: number;
  readonly outputBytes: number;
}

/** How it ended. `code` is -1 when a signal of somebody else ended it; `complaint` is the end of what it wrote to its standard error. */
export type ProgramRun =
  | { readonly kind: 'ended'; readonly code: number; readonly output: Uint8Array; readonly complaint: string }
  | { readonly kind: 'unstartable'; readonly reason: string }
  | { readonly kind: 'tooSlow' | 'tooMuch' | 'stopped' };

const COMPLAINT_BYTES = 4000;

/** Runs it to its end or to a limit. Rejects when the system refuses even to try. At a limit, and when it ends, its whole process group is killed. */
export function runProgram(program: Program, limits: RunLimits, signal: AbortSignal): Promise<ProgramRun> {
  return new Promise((resolve) => {
    const child = spawn(program.file, program.args, {
      cwd: program.folder,
      env: { ...program.env },
      stdio: 'pipe',
      // A process group of its own, which can be killed with everything it started.
      detached: true,
    });
    const parts: Buffer[] = [];
    let outputBytes = 0;
    let complaint = Buffer.alloc(0);
    let cut: ProgramRun | undefined;
    const cutOff = (run: ProgramRun): void => {
      cut ??= run;
      killGroup(child);
      // Whoever left the group may hold these open.
      child.stdout.destroy();
      child.stderr.destroy();
    };
    const onAbort = (): void => cutOff({ kind: 'stopped' });
    const timer = setTimeout(() => cutOff({ kind: 'tooSlow' }), limits.timeMs);
    signal.addEventListener('abort', onAbort, { once: true });
    const settle = (run: ProgramRun): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
      resolve(cut ?? run);
    };
    child.stdout.on('data', (part: Buffer) => {
      outputBytes += part.byteLength;
      if (outputBytes > limits.outputBytes) cutOff({ kind: 'tooMuch' });
      else parts.push(part);
    });
    child.stderr.on('data', (part: Buffer) => {
      complaint = Buffer.concat([complaint, part]).subarray(-COMPLAINT_BYTES);
    });
    child.once('error', (error) => settle({ kind: 'unstartable', reason: reasonOf(error) }));
    child.once('exit', () => killGroup(child));
    child.once('close', (code) =>
      settle({ kind: 'ended', code: code ?? -1, output: Buffer.concat(parts), complaint: complaint.toString('utf8') }),
    );
    // A program that has seen enough need not read to the end.
    child.stdin.on('error', () => undefined);
    child.stdin.end(program.input);
  });
}

function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    // Nobody is left, or this system knows no groups.
    child.kill('SIGKILL');
  }
}

/** The system's short name of what went wrong, such as ENOENT. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}
