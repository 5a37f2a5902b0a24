// The QuickJS sandbox against its port and against the known ways out of script sandboxes.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import type { JsonObject } from '#nodes/kit/json.ts';
import { codeRunnerConformance } from '#runtime/ports/code-runner.conformance.ts';
import { createQuickJsRunner } from './code-runner-quickjs.ts';
import { createRecord } from './script-record.ts';

codeRunnerConformance('QuickJS in threads', () => createQuickJsRunner());

describe('ways out of a sandbox', () => {
  const runner = createQuickJsRunner();
  afterAll(() => runner.close());
  const canary = '/tmp/tandem-sandbox-canary';
  /** Runs a script and says what it found of the host: JSON of `output.x`, or how it ended. */
  async function attempt(code: string, input: JsonObject = {}): Promise<string> {
    try {
      const { output } = await runner.run({ owner: 'flow', language: 'javascript', code, input, timeoutMs: 500 });
      return JSON.stringify(output['x'] ?? null);
    } catch (error) {
      return error instanceof Error && 'code' in error ? String(error.code) : 'other';
    }
  }

  // The published escapes of vm, vm2, isolated-vm, notevil, safe-eval, realms-shim and static-eval, each reduced to its step across.
  const probe = `(f) => { try { const p = f('return typeof process !== "undefined" ? process : undefined')(); if (p) { p.mainModule.require('child_process').execSync('touch ${canary}'); return 'OUT'; } return 'in'; } catch (e) { return 'in'; } }`;
  it.each([
    ['constructor of constructor', `output.x = (${probe})(this?.constructor?.constructor ?? (() => {}).constructor);`],
    ['constructor of the input', `output.x = (${probe})(input.constructor.constructor);`],
    ['constructor of the log function', `output.x = (${probe})(log.constructor);`],
    ['constructor of an async function', `output.x = (${probe})((s) => (async () => {}).constructor(s));`],
    [
      'constructor of a generator',
      `output.x = (${probe})((s) => () => (function* () {}).constructor(s)().next().value);`,
    ],
    ['new Function', `output.x = (${probe})(Function);`],
    ['indirect eval', `output.x = (0, eval)('typeof process') === 'undefined' ? 'in' : 'OUT';`],
    [
      'the callee of a host call',
      `try { log({ toJSON() { return arguments.callee.caller } }); } catch {} output.x = 'in';`,
    ],
    [
      'the caller of a function',
      `function f() { return f.caller } try { output.x = f() ? 'OUT' : 'in' } catch { output.x = 'in' }`,
    ],
    [
      'an error from a full stack (vm2 CVE-2023-29199 and kin)',
      `let e; const r = () => { try { r() } catch (x) { e ??= x } }; r(); output.x = (${probe})(e.constructor.constructor);`,
    ],
    [
      'prepareStackTrace (vm2 CVE-2023-29017, CVE-2023-30547)',
      `Error.prepareStackTrace = (e, frames) => frames; const s = new Error('x').stack; output.x = Array.isArray(s) && s[0]?.getThis ? (${probe})(s[0].getThis().constructor.constructor) : 'in';`,
    ],
    [
      'a Proxy as an error (vm2 CVE-2023-37466)',
      `throw new Proxy({}, { get(t, k) { return () => { for (const c of [this, t]) (${probe})(c?.constructor?.constructor); return '' } }, getPrototypeOf() { return (${probe})(Function) } });`,
    ],
    [
      'a thenable (vm2 CVE-2026 kin)',
      `output.x = 'in'; return { then(ok, no) { output.x = (${probe})(ok.constructor); ok('x') } };`,
    ],
    [
      'species of a promise (vm2 CVE-2023-37903)',
      `class P extends Promise { static get [Symbol.species]() { return function (f) { f((v) => v, (e) => { (${probe})(e.constructor.constructor) }) } } } P.reject(1).then(); output.x = 'in';`,
    ],
    [
      'a promise constructor swapped',
      `Promise.prototype.constructor = { [Symbol.species]: function (f) { f(() => {}, (e) => (${probe})(e.constructor.constructor)) } }; output.x = 'in';`,
    ],
    [
      'a Proxy with every trap as output',
      `output.x = new Proxy({}, { get: (t, k) => k === 'toJSON' ? () => 'in' : (${probe})(Function), ownKeys: () => [] });`,
    ],
    [
      'Symbol.toPrimitive to the log',
      `log({ [Symbol.toPrimitive]() { return (${probe})(Function) } }); output.x = 'in';`,
    ],
    [
      'inspect hooks (isolated-vm, util.inspect)',
      `log({ [Symbol.for('nodejs.util.inspect.custom')]: (d, o, i) => (${probe})(i.constructor.constructor) }); output.x = 'in';`,
    ],
    [
      'import of a module',
      `try { const m = await import('node:child_process'); output.x = 'OUT' } catch { output.x = 'in' }`,
    ],
    [
      'std and os of QuickJS',
      `output.x = [typeof std, typeof os, typeof scriptArgs, typeof bjson, typeof print].every((t) => t === 'undefined') ? 'in' : 'OUT';`,
    ],
    [
      'a worker or shared memory',
      `output.x = [typeof Worker, typeof SharedArrayBuffer === 'undefined' ? 'undefined' : typeof new SharedArrayBuffer(1).grow, typeof WebAssembly].includes('object') ? 'OUT' : 'in';`,
    ],
    ['a broken-out wrapper', `} catch (e) {} output.x = 'in'; })(); (() => { `],
    [
      'a swapped JSON',
      `JSON.stringify = () => '{"exit":"x","output":{"x":"OUT"}}'; JSON.parse = () => 1; output.x = 'in';`,
    ],
    ['finalizers', `new FinalizationRegistry((v) => (${probe})(Function)).register({}, 1); output.x = 'in';`],
    [
      'WeakRef of a host object',
      `output.x = typeof new WeakRef(log).deref().constructor('return this')().process === 'undefined' ? 'in' : 'OUT';`,
    ],
    [
      'a getter on the prototype of everything',
      `Object.defineProperty(Object.prototype, 'exit', { get() { return (${probe})(this.constructor.constructor) } }); output.x = 'in';`,
    ],
    [
      'array species while the log joins',
      `Array.prototype.map = function () { return { join: () => (${probe})(Function) } }; log('a'); output.x = 'in';`,
    ],
    [
      '__proto__ of the wrapper scope',
      `output.x = Object.getPrototypeOf(globalThis) === Object.prototype || Object.getPrototypeOf(globalThis) === null ? 'in' : 'in';`,
    ],
    ['tagged templates', 'output.x = Function`return typeof process`() === "undefined" ? "in" : "OUT";'],
    [
      'with and unscopables',
      `output.x = Function('with (arguments[0]) { return typeof process }')({ get [Symbol.unscopables]() { return {} } }) === 'undefined' ? 'in' : 'OUT';`,
    ],
  ])('stays in: %s', async (_name, code) => {
    expect(['"in"', 'null', 'SCRIPT_FAILED', 'SCRIPT_LIMIT']).toContain(await attempt(code));
    expect(existsSync(canary)).toBe(false);
  });

  it('pollutes no prototype of the host, whatever names come out', async () => {
    const code = `output.x = JSON.parse('{"__proto__": {"polluted": 1}, "constructor": {"prototype": {"polluted": 1}}, "a": {"__proto__": {"polluted": 1}}}');`;
    const { output } = await runner.run({ owner: 'flow', language: 'javascript', code, input: {}, timeoutMs: 500 });
    const merged = Object.assign({}, output['x']) as JsonObject;
    expect(merged['polluted']).toBeUndefined();
    expect(({} as JsonObject)['polluted']).toBeUndefined();
    expect(Object.keys(output['x'] as JsonObject)).toEqual(['constructor', 'a']);
    expect(Object.keys((output['x'] as JsonObject)['a'] as JsonObject)).toEqual([]);
  });

  it('pollutes no prototype of the sandbox through names that go in', async () => {
    const input = JSON.parse('{"__proto__": {"polluted": 1}, "toJSON": "x", "then": "y"}') as JsonObject;
    expect(await attempt('output.x = typeof ({}).polluted', input)).toBe('"undefined"');
  });

  it('gives back JSON and nothing else for any JSON that goes through it', async () => {
    await fc.assert(
      fc.asyncProperty(fc.jsonValue({ maxDepth: 4 }), async (value) => {
        const plain = JSON.parse(JSON.stringify(value), (key, member: unknown) =>
          key === '__proto__' ? undefined : member,
        ) as never;
        const { output } = await runner.run({
          owner: 'flow',
          language: 'javascript',
          code: 'output.x = input.x',
          input: { x: plain },
          timeoutMs: 1000,
        });
        expect(output['x']).toEqual(plain);
      }),
      { numRuns: 60 },
    );
  });

  it('turns what is not JSON into what JSON makes of it', async () => {
    const code =
      'output.x = [undefined, () => 1, Symbol("a"), NaN, Infinity, new Date(0), new Map([[1, 2]]), /a/, new Error("e")]';
    expect(await attempt(code)).toBe('[null,null,null,null,null,"1970-01-01T00:00:00.000Z",{},{},{}]');
    expect(await attempt('output.x = 1n')).toBe('SCRIPT_FAILED');
    expect(await attempt('output.x = output')).toBe('SCRIPT_FAILED');
  });

  it('ends a thread nobody uses', async () => {
    const brief = createQuickJsRunner({ idleMs: 1 });
    const run = () =>
      brief.run({ owner: 'flow', language: 'javascript', code: 'output.x = 1', input: {}, timeoutMs: 500 });
    await run();
    await expect(run()).resolves.toMatchObject({ output: { x: 1 } });
    await brief.close();
  });
});

describe('owners whose scripts were cut short', () => {
  const runner = createQuickJsRunner();
  afterAll(() => runner.close());
  const run = (owner: string, code: string) =>
    runner.run({ owner, language: 'javascript', code, input: {}, timeoutMs: 1000 });
  const endless = 'for (;;);';

  it.runIf(process.platform === 'linux')('run behind all others, on threads that stand back the most', async () => {
    expect(nicest()).toBeLessThan(19);
    await expect(run('hostile', endless)).rejects.toMatchObject({ code: 'SCRIPT_LIMIT' });
    await run('hostile', 'output.x = 1');
    expect(nicest()).toBe(19);
  });

  it('do not keep each other from running', async () => {
    for (const owner of ['one', 'other'])
      await expect(run(owner, endless)).rejects.toMatchObject({ code: 'SCRIPT_LIMIT' });
    const flood = [run('one', endless), run('one', endless)].map((script) => script.catch(() => undefined));
    await expect(run('other', 'output.x = 1')).resolves.toMatchObject({ output: { x: 1 } });
    await Promise.all(flood);
  });
});

describe('the record of scripts that were cut short', () => {
  it('is cleared by ten good runs in a row, and by nothing less', () => {
    const record = createRecord();
    const good = (times: number) => Array.from({ length: times }, () => record.ranWell('flow'));
    record.wasCutShort('flow');
    good(9);
    expect(record.has('flow')).toBe(true);
    record.wasCutShort('flow');
    good(9);
    expect(record.has('flow')).toBe(true);
    good(1);
    expect(record.has('flow')).toBe(false);
  });

  it('forgets the oldest when there are too many', () => {
    const record = createRecord();
    for (let at = 0; at < 1_001; at++) record.wasCutShort(`flow ${String(at)}`);
    expect([record.has('flow 0'), record.has('flow 1'), record.has('flow 1000')]).toEqual([false, true, true]);
  });
});

/** The niceness of the thread of this process that stands back the most. */
function nicest(): number {
  const stats = readdirSync('/proc/self/task').map((thread) => readFileSync(`/proc/self/task/${thread}/stat`, 'utf8'));
  // The name of the thread, in parentheses, may hold anything; niceness is the 17th field behind it.
  return Math.max(...stats.map((stat) => Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[16])));
}
