// A server of its own for a measurement: a built one as a child process, on an empty data folder and a free port.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { FlowError } from '#nodes/kit/errors.ts';

/** The child. */
export interface ServerChild {
  readonly url: string;
  readonly pid: number;
  readonly admin: { readonly email: string; readonly password: string };
  /** From the start of the process until it said that it was ready. */
  readonly readyMs: number;
  stop(): Promise<void>;
}

const READY = /Tandem is ready at (\S+)/;

/** Starts it; `nodeArgs` go to Node itself. */
export async function startServer(nodeArgs: readonly string[] = []): Promise<ServerChild> {
  const main = findMain(import.meta.dirname);
  const dataDir = mkdtempSync(join(tmpdir(), 'tandem-bench-'));
  const admin = { email: 'bench@example.test', password: `bench-${Math.random().toString(36).slice(2)}` };
  const started = performance.now();
  const child = spawn(process.execPath, [...nodeArgs, main], {
    cwd: dataDir,
    env: {
      PATH: process.env['PATH'],
      PORT: '0',
      HOST: '127.0.0.1',
      TANDEM_DATA_DIR: dataDir,
      TANDEM_ADMIN_EMAIL: admin.email,
      TANDEM_ADMIN_PASSWORD: admin.password,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const stop = async (): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null) {
      const gone = once(child, 'exit');
      child.kill('SIGTERM');
      await gone;
    }
    rmSync(dataDir, { recursive: true, force: true });
  };
  for await (const line of createInterface({ input: child.stdout })) {
    const url = READY.exec(line)?.[1];
    if (url !== undefined && child.pid !== undefined) {
      child.stdout.resume();
      return { url, pid: child.pid, admin, readyMs: performance.now() - started, stop };
    }
  }
  await stop();
  throw new FlowError('CONFIG_INVALID', 'The server that was to be measured did not start.');
}

/** `dist/server/main.js` of the installation this file belongs to. */
function findMain(from: string): string {
  for (let dir = from; ; dir = dirname(dir)) {
    const main = join(dir, 'dist/server/main.js');
    if (existsSync(main)) return main;
    if (dirname(dir) === dir)
      throw new FlowError('CONFIG_INVALID', 'There is no built server: run npm run build first.');
  }
}
