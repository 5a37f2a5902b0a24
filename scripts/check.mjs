// npm run check: lint beside format, types, rooms and dead code, then the unit tests of what changed since the last commit; every failure is named.
import { ensureInstalled } from './install.mjs';
import { step } from './progress.mjs';
import { run, runTool } from './run.mjs';

await ensureInstalled();

const checks = [
  ['format', () => runTool('prettier/bin/prettier.cjs', ['--check', '--log-level=warn', '.'])],
  ['registry', () => run(process.execPath, ['scripts/registry.mjs', '--check'])],
  ['types', () => runTool('typescript/bin/tsc', ['-b'])],
  ['lint', () => runTool('eslint/bin/eslint.js', ['.', '--cache', '--cache-location', 'node_modules/.cache/eslint/'])],
  [
    'rooms',
    () =>
      runTool('dependency-cruiser/bin/dependency-cruise.mjs', [
        'nodes',
        'runtime',
        'designer',
        'widget',
        'migrations',
        '--config',
        '.dependency-cruiser.mjs',
      ]),
  ],
  ['dead code', () => runTool('knip/bin/knip.js', [])],
  ['unit tests', () => runTool('vitest/vitest.mjs', ['run', '--changed', '--passWithNoTests', '--reporter=dot'])],
];

const only = process.argv.slice(2);
const failed = [];
const wanted = checks.filter(([name]) => only.length === 0 || only.includes(name));
// Lint takes as long as all the others: it has a core of its own.
const isAlone = ([name]) => name === 'lint';
await Promise.all([runAll(wanted.filter(isAlone)), runAll(wanted.filter((check) => !isAlone(check)))]);
if (failed.length > 0) {
  process.stderr.write(`Failed: ${failed.join(', ')}\n`);
  process.exit(1);
}

async function runAll(list) {
  for (const [name, check] of list) await runOne(name, check);
}

async function runOne(name, check) {
  const started = Date.now();
  const { code, output } = await check();
  step(`${name}: ${code === 0 ? 'ok' : 'FAILED'} (${((Date.now() - started) / 1000).toFixed(1)} s)`);
  if (code !== 0) {
    failed.push(name);
    process.stdout.write(`${output.slice(-6000)}\n`);
  }
}
