// How fast the session store is by itself: turns per second and CPU per turn, an answer only after the data is on disk.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '#runtime/adapters/store-sql/database.ts';
import { createSqlSessionStore } from '#runtime/adapters/store-sql/session-store.ts';
import { newSession, nextTurn } from '#runtime/testkit/turns.ts';
import type { SessionStore, StoredSession } from '#runtime/ports/session-store.ts';

/** Turns of one conversation; each reads the session, writes a journal entry and two messages. */
const TURNS = 6;
const seconds = Number(process.argv[2] ?? 3);

interface Row {
  readonly concurrency: number;
  readonly turnsPerSecond: number;
  readonly cpuMsPerTurn: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

const rows: Row[] = [];
for (const concurrency of [1, 32, 256]) rows.push(await measure(concurrency));
console.log('concurrency  turns/s  CPU ms/turn  p50 ms  p99 ms');
for (const row of rows) {
  const cells = [
    row.turnsPerSecond.toFixed(0),
    row.cpuMsPerTurn.toFixed(4),
    row.p50Ms.toFixed(2),
    row.p99Ms.toFixed(2),
  ];
  const widths = [9, 13, 8, 8];
  console.log(String(row.concurrency).padStart(11) + cells.map((cell, i) => cell.padStart(widths[i] ?? 0)).join(''));
}

async function measure(concurrency: number): Promise<Row> {
  const folder = mkdtempSync(join(tmpdir(), 'tandem-bench-'));
  const database = await openDatabase({ file: join(folder, 'tandem.db') });
  const store = createSqlSessionStore({ database });
  let next = 0;
  const run = (until: number, latencies: number[]) =>
    Promise.all(
      Array.from({ length: concurrency }, async () => {
        while (performance.now() < until) {
          next += 1;
          await talk(store, newSession({ id: `session-${String(next).padStart(20, '0')}` }), latencies);
        }
      }),
    );
  await run(performance.now() + 1000, []);
  const latencies: number[] = [];
  const cpu = process.cpuUsage();
  const start = performance.now();
  await run(start + seconds * 1000, latencies);
  const elapsed = (performance.now() - start) / 1000;
  const used = process.cpuUsage(cpu);
  await store.close();
  await database.close();
  rmSync(folder, { recursive: true, force: true });
  latencies.sort((a, b) => a - b);
  return {
    concurrency,
    turnsPerSecond: latencies.length / elapsed,
    cpuMsPerTurn: (used.user + used.system) / 1000 / latencies.length,
    p50Ms: latencies[Math.floor(latencies.length * 0.5)] ?? 0,
    p99Ms: latencies[Math.floor(latencies.length * 0.99)] ?? 0,
  };
}

async function talk(store: SessionStore, first: StoredSession, latencies: number[]): Promise<void> {
  let session = first;
  for (let i = 0; i < TURNS; i += 1) {
    const start = performance.now();
    if (i > 0) await store.load(session.workspaceId, session.id);
    const turn = nextTurn(session, { says: ['订单状态', '好的,请告诉我订单号。'] });
    const { outcome } = await store.advance(turn);
    if (outcome !== 'stored') throw new Error(`A turn was not stored: ${outcome}`);
    session = turn.session;
    latencies.push(performance.now() - start);
  }
}
