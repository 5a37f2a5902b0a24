// Runs a server in this process: configuration, start-up messages, the set-up link, and an orderly end.
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { FlowError } from '#nodes/kit/errors.ts';
import { composeServer, type Server } from './compose.ts';
import { addressOf } from './address-of.ts';
import { readConfig, type Config } from './config.ts';
import { lineOfNotice } from './packs/packs.ts';

/** Longest wait for running requests when the server is asked to stop. */
const DRAIN_LIMIT_MS = 20_000;

/** A server that listens. */
export interface RunningServer {
  /** Where it can be reached, without a slash at the end. */
  readonly url: string;
  close(): Promise<void>;
}

/** Starts the server and keeps it until SIGTERM or SIGINT. Answers with the exit code when it could not start. */
export async function serve(env: Readonly<Record<string, string | undefined>>): Promise<number | undefined> {
  try {
    const config = readConfig(env);
    const running = await listen(config, say);
    stopOnSignal(running);
    return undefined;
  } catch (error) {
    process.stderr.write(`${startProblem(error)}\n`);
    return 1;
  }
}

/** Builds the server, makes it listen, and says where it is and how to begin. */
export async function listen(config: Config, tell: (line: string) => void): Promise<RunningServer> {
  const rootDir = findRoot(import.meta.dirname);
  const server = await composeServer(config, { version: versionOf(rootDir), rootDir, onProblem });
  try {
    await addFirstAdmin(server, config);
    await server.app.listen({ port: config.port, host: config.host });
  } catch (error) {
    await server.close();
    throw listenProblem(error, config);
  }
  await server.startWork();
  const address = server.app.server.address();
  const url = addressOf(config, address);
  tell(`Tandem is ready at ${url}`);
  for (const line of [...unusedOf(config), ...linesOfPacks(server.nodePacks)]) tell(line);
  if (await server.access.setUp.needed()) {
    tell('');
    tell('Open this one-time link to make the first admin:');
    tell(`  ${url}/setup?token=${server.access.setUp.token()}`);
  }
  return { url, close: () => server.close() };
}

/** What is set and does nothing in this version, so that nobody waits for it. */
function unusedOf(config: Config): readonly string[] {
  return [
    ...(config.embedder === undefined
      ? []
      : ['Note: TANDEM_EMBED_* serves intents; passages are found by their words.']),
  ];
}

/** Which packs are in use, and what keeps others from it. */
function linesOfPacks({ packs, notices }: Server['nodePacks']): readonly string[] {
  const types = packs.map(({ definition: { type, version } }) => `${type} v${version}`);
  return [
    ...(types.length === 0 ? [] : [`Node packs: ${types.join(', ')}`]),
    ...notices.map((notice) => `Node pack not loaded: ${lineOfNotice(notice, 'en')}`),
  ];
}

async function addFirstAdmin(server: Server, config: Config): Promise<void> {
  if (config.firstAdmin === undefined) return;
  const { email, password } = config.firstAdmin;
  await server.access.setUp.addUnattended({ name: email.split('@')[0] ?? email, email, password });
}

function stopOnSignal(running: RunningServer): void {
  let stopping = false;
  const stop = (): void => {
    if (stopping) return;
    stopping = true;
    const late = setTimeout(() => process.exit(1), DRAIN_LIMIT_MS);
    late.unref();
    running.close().then(
      () => process.exit(0),
      (error: unknown) => {
        onProblem('stop', error);
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

function onProblem(what: string, error: unknown): void {
  const code = error instanceof FlowError ? `${error.code}: ` : '';
  const text =
    error instanceof Error ? (error instanceof FlowError ? error.message : (error.stack ?? error.message)) : 'unknown';
  process.stderr.write(`${JSON.stringify({ at: new Date().toISOString(), what, problem: `${code}${text}` })}\n`);
}

function listenProblem(error: unknown, config: Config): unknown {
  const code: unknown = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'EADDRINUSE') {
    return new FlowError(
      'CONFIG_INVALID',
      `Port ${config.port} is in use by another program. Stop it, or set PORT to another number.`,
    );
  }
  if (code === 'EACCES')
    return new FlowError('CONFIG_INVALID', `Port ${config.port} needs more rights. Set PORT to 1024 or above.`);
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
    return new FlowError(
      'CONFIG_INVALID',
      `HOST ${config.host} is not an address of this machine. Use 127.0.0.1 or 0.0.0.0.`,
    );
  }
  return error;
}

function startProblem(error: unknown): string {
  if (error instanceof FlowError) return `Tandem cannot start. ${error.message}`;
  return `Tandem cannot start. ${error instanceof Error ? (error.stack ?? error.message) : 'Unknown reason.'}`;
}

/** The folder of the installation, above this file whether it runs from source or from a build. */
function findRoot(from: string): string {
  for (let dir = from; ; dir = dirname(dir)) {
    if (existsSync(join(dir, 'package.json'))) return dir;
    if (dirname(dir) === dir)
      throw new FlowError('CONFIG_INVALID', 'The installation is not complete: package.json is missing.');
  }
}

function versionOf(rootDir: string): string {
  const manifest: unknown = JSON.parse(readFileSync(join(rootDir, 'package.json'), 'utf8'));
  const version = typeof manifest === 'object' && manifest !== null && 'version' in manifest ? manifest.version : '';
  return typeof version === 'string' ? version : '';
}
