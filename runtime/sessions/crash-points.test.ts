// Every scenario is cut short at every durable step, by a store that fails there and by kill -9, and must end as if nothing had happened.
import { spawn } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Json } from '#nodes/kit/json.ts';
import { openDatabase } from '#runtime/adapters/store-sql/database.ts';
import { createProgress, type Progress } from '#runtime/testkit/crash/progress.ts';
import { report, startServer } from '#runtime/testkit/crash/run-scenario.ts';
import type { Scenario } from '#runtime/testkit/crash/scenario.ts';
import { SCENARIOS } from '#runtime/testkit/crash/scenarios.ts';

const STARTER = 'runtime/testkit/crash/start-cached.mjs';
const START = Date.UTC(2026, 0, 1);
/** Servers that are killed at the same time. */
const SIDE_BY_SIDE = 2;

let folder: string;
let empty: string;
let program: string;
const references = new Map<string, { readonly result: Json; readonly points: number; readonly calls: number }>();

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tandem-crash-'));
  empty = join(folder, 'empty.db');
  await (await openDatabase({ file: empty })).close();
  // The bundle must lie where the one native package is found.
  const out = join(process.cwd(), 'node_modules/.cache/tandem-crash');
  mkdirSync(out, { recursive: true });
  program = join(out, `program-${process.pid}.cjs`);
  await build({
    entryPoints: ['runtime/testkit/crash/program.ts'],
    outfile: program,
    bundle: true,
    format: 'cjs',
    platform: 'node',
    target: 'node20',
    minify: true,
    external: ['better-sqlite3'],
    logLevel: 'error',
  });
  // Hundreds of processes follow; each is spared half of its start by the machine code of this one.
  const file = freshFile();
  await isKilled([SCENARIOS[0]?.name ?? '', file, `${file}.progress`, '0']);
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
  for (const file of [program, `${program}.code`]) rmSync(file, { force: true });
});

function freshFile(): string {
  const file = join(mkdtempSync(join(folder, 'run-')), 'tandem.db');
  copyFileSync(empty, file);
  return file;
}

/** Plays to the end; at the n-th durable step the store fails, the server is given up, and another starts on what is there. */
async function playWithFault(
  scenario: Scenario,
  at: number,
): Promise<{ result: Json; steps: number; progress: Progress }> {
  const file = freshFile();
  const progress = createProgress(START);
  let steps = 0;
  let dead = false;
  let fail: (error: Error) => void = () => undefined;
  const died = new Promise<never>((_resolve, reject) => {
    fail = reject;
  });
  died.catch(() => undefined);
  let server = await startServer(scenario, file, progress, () => {
    steps += 1;
    if (steps === at) {
      dead = true;
      fail(new Error('The store failed.'));
    }
    if (dead) throw new Error('The store failed.');
  });
  try {
    await Promise.race([server.play(), died]);
  } catch (error) {
    if (steps < at || at === 0) throw error;
    await server.close();
    server = await startServer(scenario, file, progress, () => undefined);
    await server.play();
  }
  const result = await report(server, progress);
  await server.close();
  return { result, steps, progress };
}

async function referenceOf(scenario: Scenario) {
  const known = references.get(scenario.name);
  if (known !== undefined) return known;
  const { result, steps, progress } = await playWithFault(scenario, 0);
  const reference = { result, points: steps, calls: progress.calls.length };
  references.set(scenario.name, reference);
  return reference;
}

/** Runs the program; whether it was killed, as it should be, or came to its end. */
function isKilled(args: readonly string[]): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [STARTER, program, ...args], { stdio: ['ignore', 'ignore', 'pipe'] });
    let problems = '';
    child.stderr.on('data', (chunk: Buffer) => (problems += chunk.toString()));
    child.on('error', reject);
    child.on('close', (code, signal) => {
      if (code === 0 || signal === 'SIGKILL') resolve(signal === 'SIGKILL');
      else reject(new Error(problems));
    });
  });
}

/** A server in a process of its own is killed at the n-th durable step; another goes on with what it left on disk. */
async function killAndGoOn(
  scenario: Scenario,
  at: number,
): Promise<{ readonly killed: boolean; readonly result: Json; readonly calls: number }> {
  const file = freshFile();
  const killed = await isKilled([scenario.name, file, `${file}.progress`, String(at)]);
  const progress = createProgress(START, `${file}.progress`);
  const server = await startServer(scenario, file, progress, () => undefined);
  await server.play();
  const result = await report(server, progress);
  await server.close();
  return { killed, result, calls: progress.calls.length };
}

describe('a store that fails once', () => {
  for (const scenario of SCENARIOS) {
    it(`loses nothing and does nothing twice, at any step: ${scenario.name}`, { timeout: 120_000 }, async () => {
      const reference = await referenceOf(scenario);
      expect(reference.points).toBeGreaterThan(10);
      for (let at = 1; at <= reference.points; at += 1) {
        const { result, progress } = await playWithFault(scenario, at);
        expect(result, `step ${at} of ${reference.points}`).toEqual(reference.result);
        expect(progress.calls.length).toBeLessThanOrEqual(reference.calls + 1);
      }
    });
  }
});

describe('kill -9', () => {
  for (const scenario of SCENARIOS) {
    it(`loses nothing and does nothing twice, at any step: ${scenario.name}`, { timeout: 300_000 }, async () => {
      const { result, points, calls } = await referenceOf(scenario);
      let next = 1;
      let kills = 0;
      const worker = async (): Promise<void> => {
        for (let at = next++; at <= points; at = next++) {
          const cut = await killAndGoOn(scenario, at);
          if (cut.killed) kills += 1;
          expect(cut.result, `step ${at} of ${points}`).toEqual(result);
          expect(cut.calls).toBeLessThanOrEqual(calls + 1);
        }
      };
      await Promise.all(Array.from({ length: SIDE_BY_SIDE }, worker));
      expect(kills).toBeGreaterThan(points / 2);
    });
  }
});
