// A server of its own for a journey: started from the build on an empty data folder, killed and started again on demand.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../../dist/server/main.js', import.meta.url));

/** The admin of servers that are set up unattended. */
export const ADMIN = { email: 'admin@example.com', password: 'correct-horse-1' };

/** A running server and what it said. */
export class TestServer {
  readonly dataDir = mkdtempSync(join(tmpdir(), 'tandem-e2e-'));
  readonly port: number;
  private readonly env: Record<string, string>;
  private child: ChildProcess | undefined;
  private output = '';

  private constructor(port: number, env: Record<string, string>) {
    this.port = port;
    this.env = env;
  }

  /** Starts on a free port. `admin`: make the first admin without the set-up link. `nodesDir`: where own node types are. `ocr`: a program that reads images. */
  static async start(options: {
    readonly admin: boolean;
    readonly nodesDir?: string;
    readonly ocr?: string;
  }): Promise<TestServer> {
    const env: Record<string, string> = {
      ...(options.admin ? { TANDEM_ADMIN_EMAIL: ADMIN.email, TANDEM_ADMIN_PASSWORD: ADMIN.password } : {}),
      ...(options.nodesDir === undefined ? {} : { TANDEM_NODES_DIR: options.nodesDir }),
      ...(options.ocr === undefined ? {} : { TANDEM_OCR_COMMAND: options.ocr }),
    };
    const server = new TestServer(await freePort(), env);
    await server.run();
    return server;
  }

  get url(): string {
    return `http://127.0.0.1:${String(this.port)}`;
  }

  /** The one-time link as the server printed it. */
  get setupLink(): string {
    const link = /http\S+\/setup\?token=\S+/u.exec(this.output)?.[0];
    if (link === undefined) throw new Error(`No set-up link in: ${this.output}`);
    return link;
  }

  /** kill -9, then start again on the same data. */
  async killAndRestart(): Promise<void> {
    await this.end('SIGKILL');
    await this.run();
  }

  /** Ends it and removes its data. */
  async stop(): Promise<void> {
    await this.end('SIGTERM');
    rmSync(this.dataDir, { recursive: true, force: true });
  }

  private async run(): Promise<void> {
    this.output = '';
    const child = spawn(process.execPath, [MAIN], {
      env: {
        PATH: process.env['PATH'] ?? '',
        NODE_ENV: 'production',
        PORT: String(this.port),
        TANDEM_DATA_DIR: this.dataDir,
        ...this.env,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.child = child;
    const ready = new Promise<void>((resolve, reject) => {
      const hear = (data: Buffer): void => {
        this.output += data.toString();
        if (this.output.includes('Tandem is ready')) resolve();
      };
      child.stdout.on('data', hear);
      child.stderr.on('data', hear);
      child.once('exit', (code) => reject(new Error(`The server ended with ${String(code)}: ${this.output}`)));
    });
    await ready;
  }

  private async end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    const { child } = this;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill(signal);
    await ended;
  }
}

async function freePort(): Promise<number> {
  const probe = createServer();
  probe.listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  if (address === null || typeof address === 'string') throw new Error('No free port.');
  return address.port;
}
