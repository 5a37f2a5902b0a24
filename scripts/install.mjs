// Installs what is missing, once for each state of the lock file, and makes sure the native module loads.
import { createHash } from 'node:crypto';
import { existsSync, lstatSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fail, step } from './progress.mjs';
import { ROOT, run } from './run.mjs';

const LOCK = join(ROOT, '.tandem-install.lock');
const STAMP = join(ROOT, 'node_modules/.tandem-stamp');
const STALE_LOCK_MS = 20 * 60_000;

/** Brings node_modules into the state of package-lock.json. */
export async function ensureInstalled() {
  checkNode();
  const wanted = createHash('sha256')
    .update(readFileSync(join(ROOT, 'package-lock.json')))
    .update(process.versions.modules)
    .digest('hex');
  const isCurrent = () => existsSync(STAMP) && readFileSync(STAMP, 'utf8') === wanted;
  if (isCurrent()) return;
  await withLock(async () => {
    if (isCurrent()) return;
    if (lstatSync(join(ROOT, 'node_modules'), { throwIfNoEntry: false })?.isSymbolicLink() === true)
      fail(
        'node_modules is a link, and its packages are not those of package-lock.json. Run npm ci where it leads to, or remove the link.',
      );
    step('Installing packages (the first time takes a few minutes) …');
    const installed = await npm(['ci', '--no-audit', '--no-fund', '--loglevel=error']);
    if (installed.code !== 0) {
      const tools = (await missingTools()).join(', ');
      fail(
        `npm ci failed.${tools === '' ? '' : ` Missing build tools: ${tools}. Install them and start again.`}\n${installed.output.slice(-3000)}`,
      );
    }
    if (!loadsSqlite()) {
      step('Compiling the database module …');
      const rebuilt = await npm(['rebuild', 'better-sqlite3']);
      if (rebuilt.code !== 0 || !loadsSqlite())
        fail(`better-sqlite3 cannot be compiled. It needs python3, make and g++.\n${rebuilt.output.slice(-3000)}`);
    }
    writeFileSync(STAMP, wanted);
  });
}

function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19))
    fail(`Node 20.19 or newer is needed; this is ${process.versions.node}.`);
}

function npm(args) {
  // Node's own headers, where they lie beside it: the native module then compiles without internet.
  const prefix = dirname(dirname(process.execPath));
  const hasHeaders = existsSync(join(prefix, 'include/node/node.h'));
  const nodedir = hasHeaders && process.env.npm_config_nodedir === undefined ? { npm_config_nodedir: prefix } : {};
  return run(process.platform === 'win32' ? 'npm.cmd' : 'npm', args, { env: { JOBS: '2', ...nodedir } });
}

function loadsSqlite() {
  try {
    const Database = createRequire(join(ROOT, 'package.json'))('better-sqlite3');
    new Database(':memory:').close();
    return true;
  } catch {
    return false;
  }
}

async function missingTools() {
  const tools = ['python3', 'make', 'g++'];
  const found = await Promise.all(tools.map((tool) => run(tool, ['--version'])));
  return tools.filter((_tool, index) => found[index].code === 127);
}

async function withLock(work) {
  for (;;) {
    try {
      mkdirSync(LOCK);
      break;
    } catch {
      const age = existsSync(LOCK) ? Date.now() - statSync(LOCK).mtimeMs : 0;
      if (age > STALE_LOCK_MS) rmSync(LOCK, { recursive: true, force: true });
      else {
        step('Another start is installing; waiting for it …');
        await sleep(3000);
      }
    }
  }
  const release = () => rmSync(LOCK, { recursive: true, force: true });
  process.once('exit', release);
  try {
    await work();
  } finally {
    release();
    process.removeListener('exit', release);
  }
}
