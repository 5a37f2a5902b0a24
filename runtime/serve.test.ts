// Start and stop of the real process: the printed link, restarts, the unattended admin, a busy port, SIGTERM under load.
import { build } from 'esbuild';
import { spawn, type ChildProcess } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '..');
/** Inside the checkout, so that packages and the installation's folder are found. */
const BUILT = join(ROOT, 'node_modules/.cache', `serve-test-${process.pid}`);

interface Process {
  readonly child: ChildProcess;
  output(): string;
  /** Waits until the output matches. */
  until(pattern: RegExp): Promise<RegExpExecArray>;
  readonly ended: Promise<number | null>;
}

describe('The server process', () => {
  let dir: string;
  const running: Process[] = [];
  beforeAll(async () => {
    await build({
      absWorkingDir: ROOT,
      entryPoints: {
        main: 'runtime/main.ts',
        'writer-worker': 'runtime/adapters/store-sql/writer-worker.ts',
        'understanding-worker': 'runtime/adapters/understanding-local/understanding-worker.ts',
      },
      outdir: BUILT,
      bundle: true,
      splitting: true,
      format: 'esm',
      platform: 'node',
      target: 'node20',
      packages: 'external',
    });
    const assets = 'runtime/adapters/understanding-local/assets';
    cpSync(join(ROOT, assets), join(BUILT, 'understanding-assets'), { recursive: true });
  });
  afterAll(() => rmSync(BUILT, { recursive: true, force: true }));
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'tandem-serve-'));
  });
  afterEach(async () => {
    for (const { child, ended } of running.splice(0)) {
      child.kill('SIGKILL');
      await ended;
    }
    rmSync(dir, { recursive: true, force: true });
  });

  function start(env: Record<string, string> = {}): Process {
    const child = spawn(process.execPath, [join(BUILT, 'main.js')], {
      cwd: ROOT,
      env: { PATH: process.env['PATH'], PORT: '0', TANDEM_DATA_DIR: join(dir, 'data'), ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let text = '';
    const listeners = new Set<() => void>();
    const hear = (part: Buffer): void => {
      text += part.toString();
      for (const listener of listeners) listener();
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    const ended = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));
    const found: Process = {
      child,
      ended,
      output: () => text,
      until: (pattern) =>
        new Promise((resolve, reject) => {
          const look = (): void => {
            const match = pattern.exec(text);
            if (match === null) return;
            listeners.delete(look);
            resolve(match);
          };
          listeners.add(look);
          void ended.then(() => reject(new Error(`The process ended: ${text}`)));
          look();
        }),
    };
    running.push(found);
    return found;
  }
  const LINK = /(http:\/\/127\.0\.0\.1:\d+)\/setup\?token=([\w-]+)/;

  it(
    'prints a link that makes the first admin, the same over restarts, and none afterwards',
    { timeout: 60_000 },
    async () => {
      const first = start();
      const [, , token] = await first.until(LINK);
      first.child.kill('SIGKILL');
      await first.ended;
      const second = start();
      const [, base, again] = await second.until(LINK);
      expect(again).toBe(token);
      expect(readFileSync(join(dir, 'data', 'tandem.db'))).not.toContain(token);
      const body = {
        token,
        name: 'Ann',
        email: 'ann@example.test',
        password: 'long enough 1',
        locale: 'en',
        demo: false,
      };
      const made = await fetch(`${base!}/api/v1/setup`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
      expect(made.status).toBe(201);
      second.child.kill('SIGTERM');
      expect(await second.ended).toBe(0);
      const third = start();
      await third.until(/ready at/);
      expect(third.output()).not.toContain('setup?token');
    },
  );

  it('makes the admin of the environment without a link', { timeout: 60_000 }, async () => {
    const server = start({ TANDEM_ADMIN_EMAIL: 'it@example.test', TANDEM_ADMIN_PASSWORD: 'long enough 1' });
    const [, base] = await server.until(/ready at (http:\S+)/);
    expect(server.output()).not.toContain('token');
    const answer = await fetch(`${base!}/api/v1/auth/sign-in`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email: 'it@example.test', password: 'long enough 1' }),
    });
    expect(await answer.json()).toMatchObject({
      user: { role: 'admin', email: 'it@example.test' },
      // Nobody chose a language: the browser decides.
      locale: null,
      workspace: { locale: null },
    });
  });

  it(
    'says in one sentence that the port is taken, and lists what is wrong with the environment',
    { timeout: 60_000 },
    async () => {
      const other = createServer();
      await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
      const { port } = other.address() as AddressInfo;
      const busy = start({ PORT: String(port) });
      expect(await busy.ended).toBe(1);
      expect(busy.output()).toContain(`Port ${port} is in use`);
      expect(busy.output()).not.toContain('    at ');
      other.close();
      const wrong = start({ TANDEM_NOPE: '1', PORT: 'x' });
      expect(await wrong.ended).toBe(1);
      expect(wrong.output()).toMatch(/2 problem[\s\S]*TANDEM_NOPE[\s\S]*PORT/);
    },
  );

  it('stops in order with a stream open and requests running', { timeout: 60_000 }, async () => {
    const server = start({ TANDEM_ADMIN_EMAIL: 'it@example.test', TANDEM_ADMIN_PASSWORD: 'long enough 1' });
    const [, base] = await server.until(/ready at (http:\S+)/);
    const signedIn = await fetch(`${base!}/api/v1/auth/sign-in`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email: 'it@example.test', password: 'long enough 1' }),
    });
    const cookie = signedIn.headers.getSetCookie()[0]!.split(';')[0]!;
    await signedIn.arrayBuffer();
    const stream = await fetch(`${base!}/api/v1/desk/stream`, { headers: { cookie } });
    expect(stream.status).toBe(200);
    const requests = Array.from({ length: 20 }, () => fetch(`${base!}/api/v1/auth/me`, { headers: { cookie } }));
    const answers = await Promise.all(requests);
    server.child.kill('SIGTERM');
    expect(answers.every(({ status }) => status === 200)).toBe(true);
    await stream.text();
    expect(await server.ended).toBe(0);
  });
});
