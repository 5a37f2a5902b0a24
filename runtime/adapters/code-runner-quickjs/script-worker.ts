// The thread that runs scripts: one at a time, each in a runtime of its own, with no network, files or environment of ours in reach.
import { setPriority } from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import { createSandbox, startRun, type Running } from './sandbox.ts';
import type { ScriptOrder, ScriptReport } from './script-messages.ts';
import { stripTypes } from './strip-types.ts';

const port = parentPort;
if (port === null) throw new Error('The script worker is started by the server only.');
const say = (report: ScriptReport): void => port.postMessage(report);

// On Linux this is of the calling thread; elsewhere it would be of the whole server.
if (process.platform === 'linux' && typeof workerData === 'number') setPriority(0, workerData);
let quickjs = createSandbox();
await quickjs;
let running: Running | undefined;

port.on('message', (message) => {
  const order = parseOrder(message);
  if (order.type === 'answer') running?.answer(order.call, order.ok, order.text);
  else void begin(order);
});
say({ type: 'ready' });

async function begin(order: Extract<ScriptOrder, { type: 'run' }>): Promise<void> {
  const source = `(async function (input, output, log, fetchJson) { 'use strict';\n${order.code}\n})`;
  let program: string;
  try {
    program = order.language === 'typescript' ? await stripTypes(source) : source;
  } catch (error) {
    say({
      type: 'problem',
      problem: { kind: 'failed', message: unreadable(error) },
      logs: [],
      ms: 0,
    });
    return;
  }
  const sandbox = await quickjs;
  const began = performance.now();
  say({ type: 'running' });
  const state = { over: false };
  const started = startRun(sandbox, {
    program,
    input: order.input,
    cpuMs: order.cpuMs,
    fetch: order.mayFetch ? (call, url, options) => say({ type: 'fetch', call, url, options }) : undefined,
    finish: (result, logs, isSpoiled) => {
      state.over = true;
      running = undefined;
      if (isSpoiled) quickjs = createSandbox();
      const ms = Math.round((performance.now() - began) * 100) / 100;
      const rest = { logs, ms };
      say(
        'result' in result ? { type: 'done', result: result.result, ...rest } : { type: 'problem', ...result, ...rest },
      );
    },
  });
  // A short script is over before it was named.
  if (!state.over) running = started;
}

/** The stripper counts lines from one, with ours before the first. */
function unreadable(error: unknown): string {
  const message = error instanceof Error ? error.message : '';
  const place = /\((\d+):(\d+)\)/u.exec(message);
  const words = message.replace(/^Error transforming [^:]*: /u, '').replace(/\s*\(\d+:\d+\)$/u, '');
  return place === null ? `SyntaxError: ${words}` : `SyntaxError: ${words} (line ${Math.max(1, Number(place[1]) - 1)})`;
}

function parseOrder(message: unknown): ScriptOrder {
  // Only our own parent writes to this port.
  return message as ScriptOrder;
}
