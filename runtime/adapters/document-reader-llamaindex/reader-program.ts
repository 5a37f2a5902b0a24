// Where the reader process's program lies and how Node must start it.
import { existsSync, realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** A program and the flags to start it with. */
export interface ReaderProgram {
  readonly file: string;
  readonly flags: readonly string[];
}

/** Memory of the reader's JavaScript heap. */
const HEAP_MB = 320;

/** From the sources the TypeScript file through tsx; in a built tree `reader-process.js` beside the bundle, which may only read itself and its packages. */
export function readerProgram(): ReaderProgram {
  const fromSources = import.meta.url.endsWith('.ts');
  const file = fileURLToPath(new URL(fromSources ? './reader-process.ts' : './reader-process.js', import.meta.url));
  return fromSources ? { file, flags: [...limits(), '--import', tsxUrl()] } : sealedProgram(file);
}

/** Flags under which a built program can open no file but its own and its packages', and start nothing. */
export function sealedProgram(file: string): ReaderProgram {
  const permission = process.allowedNodeEnvironmentFlags.has('--permission')
    ? '--permission'
    : '--experimental-permission';
  const readable = [join(dirname(file), '*'), ...packageFolders(dirname(file))];
  return {
    file,
    flags: [
      ...limits(),
      '--disable-warning=ExperimentalWarning',
      permission,
      ...readable.map((path) => `--allow-fs-read=${path}`),
    ],
  };
}

/** Whole, because a bare name would be looked for from the current folder. */
function tsxUrl(): string {
  return pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
}

function limits(): readonly string[] {
  return [`--max-old-space-size=${HEAP_MB}`];
}

/** Each `node_modules` (and the package.json beside it) from the program upwards. */
function packageFolders(from: string): readonly string[] {
  const found = [join(from, 'node_modules'), join(from, 'package.json')].filter(existsSync);
  // Packages may be linked from elsewhere; what is opened is where they really are.
  const real = found.flatMap((path) => [...new Set([path, realpathSync(path)])]);
  const readable = real.map((path) => (path.endsWith('node_modules') ? join(path, '*') : path));
  return dirname(from) === from ? readable : [...readable, ...packageFolders(dirname(from))];
}
