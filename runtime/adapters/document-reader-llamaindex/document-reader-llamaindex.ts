// DocumentReader in a process of its own: LlamaIndex costs 110 MB and hostile files cost more, so neither comes near the server.
import { fork, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import type { DocumentReader, Read, ReadPassage } from '#runtime/ports/document-reader.ts';
import type { TextRecogniser } from '#runtime/ports/text-recogniser.ts';
import { inspectDocument } from './inspect.ts';
import { failed, type ProblemName } from './problems.ts';
import type { ReadOrder, ReadReport, TextKind } from './reader-messages.ts';
import { readerProgram, type ReaderProgram } from './reader-program.ts';

/** What a reading may cost. */
export interface ReaderLimits {
  readonly timeMs: number;
  readonly memoryMb: number;
  /** An idle process is ended after this time. */
  readonly idleMs: number;
}

const DEFAULT_LIMITS: ReaderLimits = { timeMs: 60_000, memoryMb: 512, idleMs: 10_000 };
const WATCH_MS = 200;
const PAGE_BYTES = 4096;

/** One reading at a time in one process, started when needed and killed at a limit. Images are read where there is a recogniser, which is closed with it. */
export function createLlamaIndexDocumentReader(
  options: {
    readonly limits?: Partial<ReaderLimits>;
    readonly program?: ReaderProgram;
    readonly recogniser?: TextRecogniser | undefined;
  } = {},
): DocumentReader {
  const { recogniser } = options;
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  let child: ChildProcess | undefined;
  let idle: NodeJS.Timeout | undefined;
  let last: Promise<unknown> = Promise.resolve();
  let closed = false;

  function processForReading(): ChildProcess {
    clearTimeout(idle);
    if (child?.connected === true) return child;
    const program = options.program ?? readerProgram();
    const started = fork(program.file, [], {
      execArgv: [...program.flags],
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      // Nothing of the server's environment: it holds secrets.
      env: {},
    });
    child = started;
    return started;
  }

  function end(): void {
    clearTimeout(idle);
    child?.kill('SIGKILL');
    child = undefined;
  }

  async function readNow(order: ReadOrder, signal: AbortSignal | undefined): Promise<ReadReport> {
    if (closed || signal?.aborted === true) return { problem: 'stopped' };
    const outcome = await report(processForReading(), order, limits, signal);
    if (typeof outcome === 'string') {
      end();
      return { problem: outcome };
    }
    idle = setTimeout(end, limits.idleMs).unref();
    return outcome;
  }

  function inTurn(order: ReadOrder, signal: AbortSignal | undefined): Promise<ReadReport> {
    const result = last.then(() => readNow(order, signal));
    last = result.catch(() => undefined);
    return result;
  }

  async function readText(
    kind: TextKind,
    bytes: Uint8Array,
    signal: AbortSignal | undefined,
  ): Promise<Read<readonly ReadPassage[]>> {
    const outcome = await inTurn({ kind, bytes }, signal);
    if ('passages' in outcome) return { ok: true, value: outcome.passages };
    const problem = 'problem' in outcome ? outcome.problem : 'stopped';
    return failed(problem === 'scannedPdf' && recogniser !== undefined ? 'scanBesideImages' : problem);
  }

  return {
    inspect: (file) => inspectDocument(file, recogniser !== undefined),
    async read({ kind, bytes }, signal) {
      if (kind !== 'image') return readText(kind, bytes, signal);
      if (recogniser === undefined) return failed('imagesOff');
      const recognised = await recogniser.recognise(bytes, signal);
      if (!recognised.ok) return recognised;
      if (recognised.value === '') return failed('textlessImage');
      return readText('txt', new TextEncoder().encode(recognised.value), signal);
    },
    async look(page, signal) {
      const outcome = await inTurn(page, signal);
      if ('look' in outcome) return { ok: true, value: outcome.look };
      return failed('problem' in outcome ? outcome.problem : 'stopped');
    },
    async questions({ kind, bytes }, signal) {
      const outcome = await inTurn({ form: 'questions', kind, bytes }, signal);
      if ('questions' in outcome) return { ok: true, value: outcome.questions };
      return failed('problem' in outcome ? outcome.problem : 'stopped');
    },
    async rows(file, signal) {
      const outcome = await inTurn({ form: 'rows', ...file }, signal);
      if ('table' in outcome) return { ok: true, value: outcome.table };
      return failed('problem' in outcome ? outcome.problem : 'stopped');
    },
    async close() {
      closed = true;
      end();
      await recogniser?.close();
    },
  };
}

/** The child's report, or the limit it ran into. */
function report(
  child: ChildProcess,
  order: ReadOrder,
  limits: ReaderLimits,
  signal: AbortSignal | undefined,
): Promise<ReadReport | ProblemName> {
  return new Promise((resolve) => {
    const settle = (outcome: ReadReport | ProblemName) => {
      clearTimeout(timer);
      clearInterval(watch);
      child.off('message', onMessage);
      child.off('exit', onExit);
      child.off('error', onExit);
      signal?.removeEventListener('abort', onAbort);
      child.unref();
      child.channel?.unref();
      resolve(outcome);
    };
    const onMessage = (message: unknown) => settle(parseReport(message));
    // Node ends itself with SIGABRT (or 134) when its heap is full.
    const onExit = (code: unknown, by: unknown) => settle(by === 'SIGABRT' || code === 134 ? 'tooHungry' : 'stopped');
    const onAbort = () => settle('stopped');
    const timer = setTimeout(() => settle('tooSlow'), limits.timeMs);
    const watch = setInterval(() => {
      if (residentMb(child.pid) > limits.memoryMb) settle('tooHungry');
    }, WATCH_MS);
    child.ref();
    child.channel?.ref();
    child.on('message', onMessage);
    child.on('exit', onExit);
    child.on('error', onExit);
    signal?.addEventListener('abort', onAbort, { once: true });
    child.send(order, (error) => {
      if (error !== null) settle('stopped');
    });
  });
}

/** Memory of a process, where the system tells (Linux); elsewhere the heap limit alone holds. */
function residentMb(pid: number | undefined): number {
  try {
    const pages = readFileSync(`/proc/${String(pid)}/statm`, 'utf8').split(' ')[1];
    return (Number(pages) * PAGE_BYTES) / 1024 / 1024;
  } catch {
    return 0;
  }
}

function parseReport(message: unknown): ReadReport {
  // Only our own reader process writes to this channel.
  return message as ReadReport;
}
