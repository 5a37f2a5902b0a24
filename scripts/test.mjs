// npm test: installs what is missing (also the browser, as root with apt), runs every suite, and closes with one counting line.
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureBuilt } from './build.mjs';
import { ensureInstalled } from './install.mjs';
import { step } from './progress.mjs';
import { ROOT, run, runTool } from './run.mjs';

const BROWSERS = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/opt/google/chrome/chrome',
];
const APT_PACKAGES = ['chromium', 'fonts-noto-cjk'];

await ensureInstalled();
await ensureBuilt();
const reports = mkdtempSync(join(tmpdir(), 'tandem-test-'));
const totals = { passed: 0, failed: 0, skipped: 0 };

step('Unit and server tests …');
const unitReport = join(reports, 'unit.json');
const unit = await runTool(
  'vitest/vitest.mjs',
  ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${unitReport}`],
  { inherit: true },
);
countVitest(unitReport, unit.code);

const browser = await findBrowser();
if (browser === undefined) {
  step('Browser journeys: SKIPPED, there is no Chromium. Install chromium and fonts-noto-cjk, or set CHROMIUM_PATH.');
  totals.skipped += 1;
} else {
  step('Browser journeys …');
  const journeyReport = join(reports, 'journeys.json');
  const journeys = await runTool('@playwright/test/cli.js', ['test', '-c', 'designer/e2e/playwright.config.ts'], {
    inherit: true,
    env: { CHROMIUM_PATH: browser, PLAYWRIGHT_JSON_OUTPUT_NAME: journeyReport },
  });
  countPlaywright(journeyReport, journeys.code);
}

rmSync(reports, { recursive: true, force: true });
console.log(`${totals.passed} passed, ${totals.failed} failed, ${totals.skipped} skipped`);
process.exit(totals.failed > 0 ? 1 : 0);

function countVitest(file, code) {
  const report = read(file);
  totals.passed += report?.numPassedTests ?? 0;
  totals.failed += report?.numFailedTests ?? 0;
  totals.skipped += (report?.numPendingTests ?? 0) + (report?.numTodoTests ?? 0);
  // A suite that could not even be loaded counts as a failure.
  if (code !== 0 && (report?.numFailedTests ?? 0) === 0) totals.failed += 1;
}

function countPlaywright(file, code) {
  const { stats } = read(file) ?? {};
  totals.passed += (stats?.expected ?? 0) + (stats?.flaky ?? 0);
  totals.failed += stats?.unexpected ?? 0;
  totals.skipped += stats?.skipped ?? 0;
  if (code !== 0 && (stats?.unexpected ?? 0) === 0) totals.failed += 1;
}

function read(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
}

async function findBrowser() {
  const known = [process.env.CHROMIUM_PATH, ...BROWSERS].find((path) => path !== undefined && existsSync(path));
  if (known !== undefined) return known;
  const isRoot = process.platform === 'linux' && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');
  if (!isRoot) return undefined;
  step(`Installing ${APT_PACKAGES.join(', ')} …`);
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  await run('apt-get', ['update', '-qq'], { env });
  await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...APT_PACKAGES], { env, cwd: ROOT });
  return BROWSERS.find((path) => existsSync(path));
}
