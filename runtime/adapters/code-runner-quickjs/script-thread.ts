// One thread that runs one script after the other, and is ended when a script does not let go of it.
import { Worker } from 'node:worker_threads';
import { FlowError } from '#nodes/kit/errors.ts';
import { isJsonObject, type Json, type JsonObject } from '#nodes/kit/json.ts';
import type { ScriptOutcome, ScriptRun } from '#runtime/ports/code-runner.ts';
import { CPU_MS, JSON_CHARS } from './limits.ts';
import type { ScriptOrder, ScriptProblem, ScriptReport } from './script-messages.ts';

/** Beyond the script's own time, until the thread is ended. */
const GRACE_MS = 500;
/** For loading the sandbox or stripping types. */
const PREPARE_MS = 10_000;

/** A thread. After `isSpent` it takes nothing more. */
export interface ScriptThread {
  readonly isSpent: boolean;
  run(script: ScriptRun, signal: AbortSignal | undefined): Promise<ScriptOutcome>;
  end(): void;
}

/** Starts a thread that stands back by `niceness` (0 to 19, Linux only). It does not keep the process alive. */
export function startThread(niceness: number): ScriptThread {
  const worker = new Worker(workerUrl(), {
    workerData: niceness,
    env: {},
    execArgv: [],
    argv: [],
    resourceLimits: { maxOldGenerationSizeMb: 96, maxYoungGenerationSizeMb: 16, stackSizeMb: 4 },
  });
  worker.unref();
  let spent = false;
  let isReady = false;
  let hear: (report: ScriptReport | 'gone') => void = () => undefined;
  worker.on('message', (report: ScriptReport) => {
    if (report.type === 'ready') isReady = true;
    hear(report);
  });
  worker.on('error', () => undefined);
  worker.on('exit', () => {
    spent = true;
    hear('gone');
  });

  function end(): void {
    spent = true;
    void worker.terminate();
  }

  function post(order: ScriptOrder): void {
    worker.postMessage(order);
  }

  return {
    get isSpent() {
      return spent;
    },
    end,
    async run(script, signal) {
      const order: ScriptOrder = {
        type: 'run',
        language: script.language,
        code: script.code,
        input: inputOf(script.input),
        cpuMs: Math.min(CPU_MS, script.timeoutMs),
        mayFetch: script.fetchJson !== undefined,
      };
      return new Promise((resolve, reject) => {
        const stopped = new AbortController();
        let timer = setTimeout(giveUp, PREPARE_MS);

        function close(): void {
          clearTimeout(timer);
          signal?.removeEventListener('abort', abandon);
          hear = () => undefined;
          stopped.abort();
        }
        function fail(error: FlowError, isOver: boolean): void {
          close();
          if (isOver) end();
          reject(error);
        }
        function giveUp(): void {
          fail(
            new FlowError('SCRIPT_LIMIT', `The script took longer than ${script.timeoutMs} ms and was stopped.`),
            true,
          );
        }
        function abandon(): void {
          fail(new FlowError('SCRIPT_LIMIT', 'The script was stopped.'), true);
        }
        function begin(): void {
          post(order);
        }

        hear = (report) => {
          if (report === 'gone') {
            fail(new FlowError('SCRIPT_LIMIT', 'The script broke its sandbox and was stopped.'), false);
            return;
          }
          switch (report.type) {
            case 'ready':
              return begin();
            case 'running':
              clearTimeout(timer);
              timer = setTimeout(giveUp, script.timeoutMs + GRACE_MS);
              return;
            case 'fetch':
              void answerCall(script, report, stopped.signal).then((answer) => {
                if (!stopped.signal.aborted) post(answer);
              });
              return;
            case 'done':
              try {
                const outcome = outcomeFrom(report);
                close();
                resolve(outcome);
              } catch {
                fail(new FlowError('SCRIPT_FAILED', 'The script changed how its result is written.'), true);
              }
              return;
            case 'problem':
              return fail(errorFrom(report.problem, report.logs), false);
          }
        };
        signal?.addEventListener('abort', abandon, { once: true });
        if (spent) fail(new FlowError('SERVER_BUSY', 'The script sandbox is being replaced. Try again.'), false);
        else if (signal?.aborted === true) abandon();
        else if (isReady) begin();
      });
    },
  };
}

function inputOf(input: JsonObject): string {
  const json = JSON.stringify(input);
  if (json.length > JSON_CHARS)
    throw new FlowError('SCRIPT_LIMIT', `The input of the script is larger than ${JSON_CHARS / 1024} KB of JSON.`);
  return json;
}

async function answerCall(
  script: ScriptRun,
  { call, url, options }: Extract<ScriptReport, { type: 'fetch' }>,
  signal: AbortSignal,
): Promise<ScriptOrder> {
  try {
    const choices = JSON.parse(options, withoutPrototypes) as Json;
    const answer = await script.fetchJson?.(url, isJsonObject(choices) ? choices : {}, signal);
    return { type: 'answer', call, ok: true, text: JSON.stringify(answer ?? null) };
  } catch (error) {
    const text = error instanceof FlowError ? `${error.code}: ${error.message}` : 'The call failed.';
    return { type: 'answer', call, ok: false, text };
  }
}

function outcomeFrom({ result, logs, ms }: Extract<ScriptReport, { type: 'done' }>): ScriptOutcome {
  const read = JSON.parse(result, withoutPrototypes) as Json;
  const { exit = '', output = {} } = isJsonObject(read) ? read : {};
  return { exit: typeof exit === 'string' ? exit : '', output: isJsonObject(output) ? output : {}, logs, ms };
}

/** A member called `__proto__` is dropped: nobody who copies the result may be surprised by it. */
function withoutPrototypes(key: string, value: unknown): unknown {
  return key === '__proto__' ? undefined : value;
}

function errorFrom({ kind, message }: ScriptProblem, logs: readonly string[]): FlowError {
  return new FlowError(kind === 'limit' ? 'SCRIPT_LIMIT' : 'SCRIPT_FAILED', message, { logs: [...logs] });
}

/** The program to start: beside the bundle in a built tree, beside this file in the sources. */
function workerUrl(): URL {
  // Two whole literals: bundlers then leave them alone.
  return import.meta.url.endsWith('.ts')
    ? new URL('./script-worker-source.mjs', import.meta.url)
    : new URL('./script-worker.js', import.meta.url);
}
