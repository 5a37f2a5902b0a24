// Builds what is stale: the server (bundled with its packages, native and heavy ones left outside), the designer and the widget.
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { fail, step } from './progress.mjs';
import { ROOT, runTool } from './run.mjs';

const SERVER_ENTRIES = {
  main: 'runtime/main.ts',
  cli: 'runtime/cli/cli.ts',
  'writer-worker': 'runtime/adapters/store-sql/writer-worker.ts',
  'understanding-worker': 'runtime/adapters/understanding-local/understanding-worker.ts',
  'script-worker': 'runtime/adapters/code-runner-quickjs/script-worker.ts',
  'reader-process': 'runtime/adapters/document-reader-llamaindex/reader-process.ts',
};

/** Native code, data files beside the code, or too large to be read at every start. */
const LEFT_OUTSIDE = ['better-sqlite3', 'llamaindex', '@llamaindex/*', '@jitl/*', 'quickjs-emscripten-core', 'sucrase'];

const PARTS = [
  { name: 'server', folders: ['nodes', 'runtime', 'migrations'], build: buildServer },
  { name: 'designer', folders: ['nodes', 'designer'], build: () => vite('designer') },
  { name: 'widget', folders: ['nodes', 'widget'], build: buildWidget },
];

/** Builds each part whose sources changed since its last build. */
export async function ensureBuilt() {
  for (const part of PARTS) {
    const stamp = join(ROOT, `dist/.${part.name}.stamp`);
    const known = read(stamp);
    const files = sourcesOf(part.folders);
    const look = lookOf(files);
    if (known.look === look) continue;
    const hash = hashOf(files);
    if (known.hash !== hash) {
      step(`Building the ${part.name} …`);
      rmSync(stamp, { force: true });
      await part.build();
      mkdirSync(join(ROOT, 'dist'), { recursive: true });
    }
    writeFileSync(stamp, JSON.stringify({ hash, look }));
  }
}

async function buildServer() {
  const { build } = await import('esbuild');
  rmSync(join(ROOT, 'dist/server'), { recursive: true, force: true });
  try {
    await build({
      absWorkingDir: ROOT,
      entryPoints: Object.entries(SERVER_ENTRIES).map(([out, entry]) => ({ in: entry, out })),
      outdir: 'dist/server',
      bundle: true,
      splitting: true,
      format: 'esm',
      platform: 'node',
      target: 'node20',
      external: LEFT_OUTSIDE,
      // Bundled CommonJS packages ask for Node's own modules by `require`.
      banner: {
        js: "import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);",
      },
      chunkNames: 'chunk-[hash]',
      sourcemap: 'linked',
      minify: false,
      logLevel: 'error',
    });
  } catch (error) {
    fail(`The server does not build: ${error.message}`);
  }
  const assets = join(ROOT, 'runtime/adapters/understanding-local/assets');
  if (existsSync(assets)) cpSync(assets, join(ROOT, 'dist/server/understanding-assets'), { recursive: true });
  cpSync(join(ROOT, 'runtime/understanding/sets'), join(ROOT, 'dist/server/labelled-sets'), { recursive: true });
}

async function buildWidget() {
  await vite('widget');
  const { build } = await import('esbuild');
  // One classic script that leaves nothing on the host page.
  await build({
    absWorkingDir: ROOT,
    entryPoints: { widget: 'widget/embed.ts' },
    outdir: 'dist/widget',
    bundle: true,
    minify: true,
    format: 'iife',
    target: 'es2020',
    logLevel: 'error',
  });
}

async function vite(room) {
  const { code, output } = await runTool(
    'vite/bin/vite.js',
    ['build', '-c', `${room}/vite.config.ts`, '--logLevel', 'error'],
    { env: { NODE_ENV: 'production' } },
  );
  if (code !== 0) fail(`The ${room} does not build:\n${output.slice(-3000)}`);
}

/** A stamp that cannot be read is no stamp. */
function read(stamp) {
  try {
    return JSON.parse(readFileSync(stamp, 'utf8'));
  } catch {
    return {};
  }
}

/** The sources of a part, in order; tests and notes do not count. */
function sourcesOf(folders) {
  const files = ['package-lock.json', 'scripts/build.mjs'];
  const walk = (folder) => {
    for (const entry of readdirSync(join(ROOT, folder), { withFileTypes: true }).sort((a, b) =>
      a.name < b.name ? -1 : 1,
    )) {
      const path = `${folder}/${entry.name}`;
      if (entry.isDirectory()) {
        if (entry.name !== 'e2e' && entry.name !== 'testkit') walk(path);
      } else if (!/\.(test|conformance)\.tsx?$|README\.md$|DECISIONS\.md$/.test(entry.name)) files.push(path);
    }
  };
  for (const folder of folders) walk(folder);
  return files;
}

/** How the files look from outside: cheap, so that a start which changed nothing reads none of them. */
function lookOf(files) {
  const hash = createHash('sha256');
  for (const file of files) {
    const { mtimeMs, size } = statSync(join(ROOT, file));
    hash.update(`${file} ${mtimeMs} ${size}\n`);
  }
  return hash.digest('hex');
}

/** One hash over what the files say. */
function hashOf(files) {
  const hash = createHash('sha256');
  for (const file of files) {
    hash.update(file);
    hash.update(readFileSync(join(ROOT, file)));
  }
  return hash.digest('hex');
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await ensureBuilt();
