// One script in one fresh QuickJS runtime: strings in, strings out, time and memory counted.
import { readFile } from 'node:fs/promises';
import quickJs from '@jitl/quickjs-wasmfile-release-sync';
import {
  newQuickJSWASMModuleFromVariant,
  newVariant,
  type QuickJSContext,
  type QuickJSHandle,
  type QuickJSWASMModule,
} from 'quickjs-emscripten-core';
import { FETCH_CALLS, JSON_CHARS, LOG_CHARS, LOG_LINES, MEMORY_BYTES, STACK_BYTES } from './limits.ts';
import type { ScriptProblem } from './script-messages.ts';

/** What a run needs. `fetch` posts a call; its answer comes through `Running.answer`. */
export interface SandboxRun {
  /** A JavaScript function expression. */
  readonly program: string;
  readonly input: string;
  readonly cpuMs: number;
  readonly fetch: ((call: number, url: string, options: string) => void) | undefined;
  readonly finish: (
    result: { readonly result: string } | { readonly problem: ScriptProblem },
    logs: readonly string[],
    /** The instance holds what a run that was cut short left behind: no other run may use it. */
    isSpoiled: boolean,
  ) => void;
}

/** A run that may wait for answers. */
export interface Running {
  answer(call: number, ok: boolean, text: string): void;
}

/** Keeps the functions it needs out of the script's reach and turns everything into strings before it leaves. */
const HARNESS = `((log, call, program) => {
  'use strict';
  const { parse, stringify } = JSON;
  const text = String;
  const fetchJson = call && (async (url, options) => parse(await call(text(url), stringify(options === undefined ? {} : options))));
  const say = (...parts) => log(parts.map((part) => (typeof part === 'string' ? part : text(stringify(part)))).join(' '));
  return async (input) => {
    const output = {};
    const returned = await program(parse(input), output, say, fetchJson);
    return stringify({ exit: typeof returned === 'string' ? returned : '', output });
  };
})`;

/** The part of it that is used; TypeScript declares it for browsers only. */
declare const WebAssembly: { compile(bytes: Uint8Array): Promise<object> };

let compiled: Promise<object> | undefined;

/** A QuickJS with a memory of its own. The runs of one share its code and nothing else; only the first of a thread compiles it. */
export async function createSandbox(): Promise<QuickJSWASMModule> {
  compiled ??= readFile(new URL(import.meta.resolve('@jitl/quickjs-wasmfile-release-sync/wasm'))).then((bytes) =>
    WebAssembly.compile(bytes),
  );
  return newQuickJSWASMModuleFromVariant(newVariant(quickJs, { wasmModule: await compiled }));
}

/** Starts a run; `finish` is called once. */
export function startRun(quickjs: QuickJSWASMModule, run: SandboxRun): Running {
  const runtime = quickjs.newRuntime({ memoryLimitBytes: MEMORY_BYTES, maxStackSizeBytes: STACK_BYTES });
  const vm = runtime.newContext();
  const logs: string[] = [];
  const calls = new Map<number, ReturnType<QuickJSContext['newPromise']>>();
  let leftMs = run.cpuMs;
  let sliceStart = performance.now();
  let count = 0;
  let finished = false;
  let promise: QuickJSHandle | undefined;
  const isLate = (): boolean => performance.now() - sliceStart > leftMs;
  runtime.setInterruptHandler(isLate);

  function finish(result: Parameters<SandboxRun['finish']>[0]): void {
    if (finished) return;
    finished = true;
    run.finish(result, logs, !takenApart('problem' in result && result.problem.kind === 'limit'));
  }

  /** False when a run was cut short, for QuickJS aborts over what such a run still holds, or refuses. The whole instance is then let go of. */
  function takenApart(isCutShort: boolean): boolean {
    if (isCutShort) return false;
    try {
      for (const deferred of calls.values()) deferred.dispose();
      promise?.dispose();
      vm.dispose();
      runtime.dispose();
      return true;
    } catch {
      return false;
    }
  }

  /** Lets the script run as far as it goes without an answer from outside. */
  function slice(work: () => void): void {
    if (finished) return;
    sliceStart = performance.now();
    try {
      work();
      while (runtime.hasPendingJob()) {
        if (isLate()) return finish({ problem: tooLong(run.cpuMs) });
        const jobs = runtime.executePendingJobs(1000);
        if (jobs.error !== undefined) {
          const problem = problemFrom(vm, jobs.error, isLate(), run.cpuMs);
          jobs.error.dispose();
          return finish({ problem });
        }
      }
      settle();
    } catch (error) {
      finish({ problem: { kind: 'failed', message: error instanceof Error ? error.message : 'The script broke.' } });
    } finally {
      leftMs -= performance.now() - sliceStart;
    }
  }

  function settle(): void {
    if (promise === undefined || finished) return;
    const state = vm.getPromiseState(promise);
    if (state.type === 'fulfilled') {
      const result = boundedString(vm, state.value);
      state.value.dispose();
      finish(result === undefined ? { problem: tooLarge() } : { result });
    } else if (state.type === 'rejected') {
      const problem = problemFrom(vm, state.error, isLate(), run.cpuMs);
      state.error.dispose();
      finish({ problem });
    } else if (calls.size === 0) {
      finish({ problem: { kind: 'failed', message: 'The script waits for something that never comes.' } });
    }
  }

  slice(() => {
    const harness = vm.unwrapResult(vm.evalCode(HARNESS, 'tandem.js'));
    const program = vm.evalCode(run.program, 'script');
    if (program.error !== undefined) {
      const problem = problemFrom(vm, program.error, isLate(), run.cpuMs);
      program.error.dispose();
      harness.dispose();
      return finish({ problem });
    }
    const log = vm.newFunction('log', (line) => {
      if (logs.length < LOG_LINES) logs.push((boundedString(vm, line, 20_000) ?? '…').slice(0, LOG_CHARS));
    });
    const call =
      run.fetch === undefined ? vm.undefined : vm.newFunction('call', (url, options) => openCall(url, options));
    const input = vm.newString(run.input);
    const entry = vm.unwrapResult(vm.callFunction(harness, vm.undefined, log, call, program.value));
    const started = vm.callFunction(entry, vm.undefined, input);
    for (const handle of [harness, program.value, log, input, entry]) handle.dispose();
    if (run.fetch !== undefined) call.dispose();
    if (started.error !== undefined) {
      const problem = problemFrom(vm, started.error, isLate(), run.cpuMs);
      started.error.dispose();
      return finish({ problem });
    }
    promise = started.value;
  });

  function openCall(url: QuickJSHandle, options: QuickJSHandle): QuickJSHandle {
    count += 1;
    const [address, choices] = [boundedString(vm, url, 8000), boundedString(vm, options)];
    const deferred = vm.newPromise();
    if (count > FETCH_CALLS || address === undefined || choices === undefined) {
      const reason = vm.newError(
        count > FETCH_CALLS ? `More than ${FETCH_CALLS} calls in one run.` : 'The call is too large.',
      );
      deferred.reject(reason);
      reason.dispose();
    } else {
      calls.set(count, deferred);
      run.fetch?.(count, address, choices);
    }
    return deferred.handle.dup();
  }

  return {
    answer(id, ok, text) {
      const deferred = calls.get(id);
      if (deferred === undefined || finished) return;
      calls.delete(id);
      slice(() => {
        const value = ok ? vm.newString(text) : vm.newError(text);
        if (ok) deferred.resolve(value);
        else deferred.reject(value);
        value.dispose();
        deferred.dispose();
      });
    },
  };
}

/** The text of a string handle unless it is no string or too long; nothing is copied before its length is known. */
function boundedString(vm: QuickJSContext, handle: QuickJSHandle, limit = JSON_CHARS): string | undefined {
  if (vm.typeof(handle) !== 'string') return undefined;
  const length = vm.getProp(handle, 'length');
  const chars = vm.getNumber(length);
  length.dispose();
  return chars > limit ? undefined : vm.getString(handle);
}

/** The words of an error, read as data properties through the sandbox itself. */
function problemFrom(vm: QuickJSContext, error: QuickJSHandle, isLate: boolean, cpuMs: number): ScriptProblem {
  if (isLate) return tooLong(cpuMs);
  const read = (key: string): string => {
    if (vm.typeof(error) !== 'object') return '';
    const found = vm.getProp(error, key);
    const text = boundedString(vm, found, 4000) ?? '';
    found.dispose();
    return text;
  };
  const [name, message, stack] = [read('name'), read('message'), read('stack')];
  if (name === 'InternalError' && message === 'out of memory')
    return { kind: 'limit', message: `The script needs more than ${MEMORY_BYTES / 1_048_576} MB of memory.` };
  if ((name === 'InternalError' || name === 'RangeError') && /stack (overflow|size)/u.test(message))
    return { kind: 'limit', message: 'The script calls itself too deeply.' };
  const line = /script:(\d+)/u.exec(stack)?.[1];
  const where = line === undefined ? '' : ` (line ${Math.max(1, Number(line) - 1)})`;
  const words =
    message === '' ? (boundedString(vm, error, 4000) ?? 'The script threw something without a message.') : message;
  return { kind: 'failed', message: `${name === '' ? '' : `${name}: `}${words}`.slice(0, 500) + where };
}

function tooLong(cpuMs: number): ScriptProblem {
  return { kind: 'limit', message: `The script computed for longer than ${Math.round(cpuMs)} ms.` };
}

function tooLarge(): ScriptProblem {
  return { kind: 'limit', message: `The output is larger than ${JSON_CHARS / 1024} KB of JSON.` };
}
