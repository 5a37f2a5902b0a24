// What every sandbox must do: run what is written, give back plain data, and stop what does not stop.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CodeRunner, ScriptRun } from './code-runner.ts';

/** Runs the suite. */
export function codeRunnerConformance(name: string, create: () => CodeRunner): void {
  describe(name, () => {
    let runner: CodeRunner;
    beforeAll(() => {
      runner = create();
    });
    afterAll(() => runner.close());

    const run = (code: string, more: Partial<ScriptRun> = {}) =>
      runner.run({ owner: 'flow', language: 'javascript', code, input: {}, timeoutMs: 500, ...more });

    it('gives back what the script put into output, and the way it chose', async () => {
      const outcome = await run('output.total = input.amount * 2; return "review";', { input: { amount: 21 } });
      expect(outcome).toMatchObject({ exit: 'review', output: { total: 42 }, logs: [] });
    });

    it('reads TypeScript', async () => {
      const code =
        'interface Row { readonly n: number }\nconst rows = input.rows as Row[];\noutput.sum = rows.reduce((a: number, { n }) => a + n, 0);';
      expect((await run(code, { language: 'typescript', input: { rows: [{ n: 1 }, { n: 2 }] } })).output).toEqual({
        sum: 3,
      });
    });

    it('keeps what it logs, as text', async () => {
      expect((await run('log("a", { b: [1] }, undefined);')).logs).toEqual(['a {"b":[1]} undefined']);
    });

    it('says what a script threw and on which line', async () => {
      await expect(run('const a = 1;\nthrow new TypeError("no such order");')).rejects.toMatchObject({
        code: 'SCRIPT_FAILED',
        message: 'TypeError: no such order (line 2)',
      });
      await expect(run('throw "plain"')).rejects.toMatchObject({ code: 'SCRIPT_FAILED', message: 'plain' });
    });

    it.each([['javascript'], ['typescript']] as const)('says where a %s script cannot be read', async (language) => {
      const broken = run('output.a = 1;\nconst = 2;', { language });
      await expect(broken).rejects.toMatchObject({ code: 'SCRIPT_FAILED' });
      await expect(broken).rejects.toThrow(/SyntaxError.*line 2/u);
    });

    it('starts from nothing each time', async () => {
      await run('globalThis.kept = 1; Object.prototype.kept = 1; Array.prototype.map = null;');
      const outcome = await run('output.kept = typeof globalThis.kept + typeof ({}).kept + typeof [].map;');
      expect(outcome.output).toEqual({ kept: 'undefinedundefinedfunction' });
    });

    it('has no clock to wait on, no network and no modules', async () => {
      const names = [
        'setTimeout',
        'setInterval',
        'fetch',
        'require',
        'process',
        'XMLHttpRequest',
        'WebSocket',
        'Worker',
        'fetchJson',
      ];
      const code = `output.found = ${JSON.stringify(names)}.filter((name) => typeof globalThis[name] !== 'undefined'); output.mine = typeof fetchJson;`;
      expect((await run(code)).output).toEqual({ found: [], mine: 'undefined' });
      await expect(run('await import("node:fs")')).rejects.toMatchObject({ code: 'SCRIPT_FAILED' });
    });

    it('asks the outside only through the function it was given', async () => {
      const asked: unknown[] = [];
      const outcome = await run('output.answer = await fetchJson("https://a.example/x", { method: "POST" });', {
        timeoutMs: 5000,
        fetchJson: (url, options) => {
          asked.push([url, options]);
          return Promise.resolve({ status: 200, body: { n: 1 } });
        },
      });
      expect(asked).toEqual([['https://a.example/x', { method: 'POST' }]]);
      expect(outcome.output).toEqual({ answer: { status: 200, body: { n: 1 } } });
    });

    it('lets a script catch what the outside refuses', async () => {
      const outcome = await run('try { await fetchJson("x") } catch (e) { output.why = e.message }', {
        timeoutMs: 5000,
        fetchJson: () => Promise.reject(new Error('secret particulars')),
      });
      expect(outcome.output).toEqual({ why: 'The call failed.' });
    });

    it('ends a script whose answer does not come in time', async () => {
      const late = run('await fetchJson("x")', { timeoutMs: 100, fetchJson: () => new Promise(() => undefined) });
      await expect(late).rejects.toMatchObject({ code: 'SCRIPT_LIMIT' });
    });

    it('ends a script when its caller gives up', async () => {
      const stop = new AbortController();
      const script: ScriptRun = {
        owner: 'flow',
        language: 'javascript',
        code: 'await fetchJson("x")',
        input: {},
        timeoutMs: 60_000,
        fetchJson: () => (stop.abort(), new Promise(() => undefined)),
      };
      await expect(runner.run(script, stop.signal)).rejects.toMatchObject({ code: 'SCRIPT_LIMIT' });
    });

    it('takes a hundred scripts at once and mixes nothing up', async () => {
      const outcomes = await Promise.all(
        Array.from({ length: 100 }, (_, n) =>
          run('globalThis.n = input.n; await null; output.n = globalThis.n;', { input: { n }, timeoutMs: 1000 }),
        ),
      );
      expect(outcomes.map(({ output }) => output['n'])).toEqual(Array.from({ length: 100 }, (_, n) => n));
    });

    it.each([
      ['an endless loop', 'while (true);'],
      ['a loop that catches its end', 'while (true) { try { while (true); } catch {} finally { while (true); } }'],
      ['an endless regular expression', '/^(a+)+$/.test("a".repeat(40) + "!");'],
      ['a promise that never stops', 'const f = () => Promise.resolve().then(f); await f();'],
      ['a flood of promises', 'for (;;) Promise.resolve().then(() => 0);'],
      ['a getter that never answers', 'Object.defineProperty(output, "x", { enumerable: true, get() { for (;;); } });'],
      ['a text that never ends', 'output.x = { toJSON() { for (;;); } };'],
      ['a gigabyte at once', 'output.x = "x".repeat(1e9); throw new Error("had room");'],
      ['a gigabyte bit by bit', 'const a = []; for (;;) a.push(new Array(10000).fill(1));'],
      ['a gigabyte of bytes', 'new Uint8Array(1e9); for (const a = [];;) a.push(new Uint8Array(1e6));'],
      ['endless depth', 'const f = () => f() + 1; f();'],
      ['endless depth in data', 'let a = []; for (let i = 0; i < 1e6; i++) a = [a]; output.a = a;'],
      ['a huge output', 'output.x = "x".repeat(1e6);'],
      ['a huge sort', 'new Array(2e6).fill(0).sort(() => { for (;;); });'],
    ])('stops %s and goes on with others', async (_what, code) => {
      await expect(run(code, { timeoutMs: 200 })).rejects.toMatchObject({
        code: expect.stringMatching(/^SCRIPT_/u) as string,
      });
      expect((await run('output.ok = 1')).output).toEqual({ ok: 1 });
    });

    it("answers another flow's script while one flow has many that never stop", async () => {
      const stuck = Promise.allSettled(Array.from({ length: 6 }, () => run('for (;;);', { timeoutMs: 1000 })));
      const other = await run('output.ok = 1', { owner: 'another' });
      expect(other.output).toEqual({ ok: 1 });
      expect((await stuck).map(({ status }) => status)).toEqual(Array(6).fill('rejected'));
    }, 30_000);

    it('refuses input beyond its limit', async () => {
      await expect(run('', { input: { x: 'x'.repeat(300_000) } })).rejects.toMatchObject({ code: 'SCRIPT_LIMIT' });
    });

    it('takes no more once closed', async () => {
      const closed = create();
      await closed.close();
      await expect(
        closed.run({ owner: 'flow', language: 'javascript', code: '', input: {}, timeoutMs: 100 }),
      ).rejects.toMatchObject({
        code: 'SERVER_BUSY',
      });
    });
  });
}
