// Builds what is stale: the server (bundled, packages left outside), the designer and the widget.
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { fail, step } from './progress.mjs';
import { ROOT, runTool } from './run.mjs';

const SERVER_ENTRIES = {
  main: 'runtime/main.ts',
  cli: 'runtime/cli/cli.ts',
  'writer-worker': 'runtime/adapters/store-sql/writer-worker.ts',
  'understanding-worker': 'runtime/adapters/understanding-local/understanding-worker.ts',
  'reader-process': 'runtime/adapters/document-reader-llamaindex/reader-process.ts',
};

const PARTS = [
  { name: 'server', folders: ['nodes', 'runtime', 'migrations'], build: buildServer },
  { name: 'designer', folders: ['nodes', 'designer'], build: () => vite('designer') },
  { name: 'widget', folders: ['nodes', 'widget'], build: buildWidget },
];

/** Builds each part whose sources changed since its last build. */
export async function ensureBuilt() {
  for (const part of PARTS) {
    const stamp = join(ROOT, `dist/.${part.name}.stamp`);
    const wanted = hashOf(part.folders);
    if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) continue;
    step(`Building the ${part.name} …`);
    rmSync(stamp, { force: true });
    await part.build();
    mkdirSync(join(ROOT, 'dist'), { recursive: true });
    writeFileSync(stamp, wanted);
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
      packages: 'external',
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

/** One hash over the sources of a part; tests and notes do not count. */
function hashOf(folders) {
  const hash = createHash('sha256');
  for (const file of ['package-lock.json', 'scripts/build.mjs']) hash.update(readFileSync(join(ROOT, file)));
  const walk = (folder) => {
    for (const entry of readdirSync(join(ROOT, folder), { withFileTypes: true }).sort((a, b) =>
      a.name < b.name ? -1 : 1,
    )) {
      const path = `${folder}/${entry.name}`;
      if (entry.isDirectory()) {
        if (entry.name !== 'e2e' && entry.name !== 'testkit') walk(path);
      } else if (!/\.(test|conformance)\.tsx?$|README\.md$|DECISIONS\.md$/.test(entry.name)) {
        hash.update(path);
        hash.update(readFileSync(join(ROOT, path)));
      }
    }
  };
  for (const folder of folders) walk(folder);
  return hash.digest('hex');
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await ensureBuilt();
