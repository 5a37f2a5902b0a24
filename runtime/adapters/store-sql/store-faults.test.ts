// What the SQLite store does when a step fails, the writer dies, the disk is full or the process is killed.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { newSession, nextTurn, outboxRow, timerRow } from '#runtime/testkit/turns.ts';
import type { TurnWrite } from '#runtime/ports/session-store.ts';
import { checkDatabase } from './backup.ts';
import { createBatchPlayer, type FaultPoint } from './batch.ts';
import { openConnection } from './connection.ts';
import { openDatabase } from './database.ts';
import type { Job } from './jobs.ts';
import { jobFromTurn } from './rows.ts';
import { createSqlSessionStore } from './session-store.ts';
import { createThreadRunner, createWriter } from './writer.ts';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tandem-faults-'));
  file = join(folder, 'tandem.db');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function wideTurn(): TurnWrite {
  const session = newSession();
  return nextTurn(session, {
    says: ['a', 'b'],
    timers: { set: [timerRow(session, 't', 10)], cancel: [] },
    outbox: [outboxRow(session, 'k', 5)],
  });
}

describe('a fault at a durable step', () => {
  const before: readonly FaultPoint[] = ['begin', 'journal', 'session', 'rows', 'commit'];

  for (const point of [...before, 'answer' as const]) {
    it(`at "${point}" leaves ${point === 'answer' ? 'everything' : 'nothing'} stored, and the same event can be played again`, async () => {
      let broken = true;
      const database = await openDatabase({ file });
      const store = createSqlSessionStore({
        database,
        faults: (now) => {
          if (broken && now === point) throw new Error('fault');
        },
      });
      const turn = wideTurn();
      await expect(store.advance(turn)).rejects.toMatchObject({ code: 'STORE_FAILED' });
      expect((await store.load('w1', 's1')) !== undefined).toBe(point === 'answer');
      expect((await store.messages('w1', 's1', 0, 10)).length).toBe(point === 'answer' ? 2 : 0);
      expect(await store.nextDue()).toBe(point === 'answer' ? 5 : undefined);
      broken = false;
      expect((await store.advance(turn)).outcome).toBe(point === 'answer' ? 'duplicate' : 'stored');
      expect((await store.messages('w1', 's1', 0, 10)).length).toBe(2);
      await store.close();
      await database.close();
    });
  }
});

describe('the writer thread', () => {
  it('is replaced when it dies: the batch it had is refused, the next is stored', async () => {
    await (await openDatabase({ file })).close();
    const runner = createThreadRunner(file);
    // To whoever waits for an answer, a thread that is told to close just ends.
    const ended = runner.close();
    const jobs: readonly Job[] = [jobFromTurn(wideTurn(), [])];
    await expect(runner.run(jobs)).rejects.toThrow(/thread/);
    await ended;
    expect(await runner.run(jobs)).toEqual(['stored']);
    expect(await runner.run(jobs)).toMatchObject([{ duplicate: expect.anything() }]);
    await runner.close();
  });

  it('refuses every job while the database cannot be opened, and does not hang', async () => {
    const writer = createWriter(createThreadRunner(join(folder, 'no', 'such', 'folder.db')));
    const job = jobFromTurn(wideTurn(), []);
    await expect(writer.write(job)).rejects.toMatchObject({ code: 'STORE_FAILED' });
    await expect(writer.write(job)).rejects.toMatchObject({ code: 'STORE_FAILED' });
    await writer.close();
  });

  it('finishes what it took before it closes, and takes nothing more', async () => {
    const database = await openDatabase({ file });
    const store = createSqlSessionStore({ database });
    const turns = Array.from({ length: 50 }, (_, i) => store.advance(nextTurn(newSession({ id: `s${i}` }))));
    const closed = store.close();
    await expect(store.advance(wideTurn())).rejects.toMatchObject({ code: 'STORE_FAILED' });
    await closed;
    for (const outcome of await Promise.all(turns)) expect(outcome).toEqual({ outcome: 'stored' });
    await database.close();
  });
});

describe('a full disk', () => {
  it('refuses turns, still reads, stays whole, and goes on when there is room again', async () => {
    const database = await openDatabase({ file });
    const connection = openConnection(file);
    const play = createBatchPlayer(connection);
    const job = (id: string) => jobFromTurn(nextTurn(newSession({ id }), { says: ['x'.repeat(20_000)] }), []);
    const pages = Number(connection.pragma('page_count', { simple: true }));
    connection.pragma(`max_page_count = ${pages + 20}`);
    const answers = Array.from({ length: 20 }, (_, i) => attempt(() => play([job(`s${i}`), job(`t${i}`)])));
    expect(answers[0]).toEqual(['stored', 'stored']);
    expect(answers.at(-1)).toMatch(/full/);
    expect(connection.pragma('integrity_check', { simple: true })).toBe('ok');
    const kept = connection.prepare<[], number>('select count(*) from sessions').pluck().get();
    expect(kept).toBe(answers.flat().filter((answer) => answer === 'stored').length);
    connection.pragma('max_page_count = 1000000');
    expect(play([job('after')])).toEqual(['stored']);
    connection.close();
    await database.close();
  });
});

function attempt(work: () => readonly unknown[]): readonly unknown[] | string {
  try {
    const answers = work();
    const failed = answers.find((answer) => typeof answer === 'object');
    return failed === undefined ? answers : JSON.stringify(failed);
  } catch (cause) {
    return String(cause);
  }
}

describe('kill -9 under load', () => {
  it('loses no turn that was answered, and leaves the database whole', async () => {
    const program = new URL('../../testkit/store-load.ts', import.meta.url).pathname;
    for (const answersBeforeKill of [1, 40, 400]) {
      const child = spawn(process.execPath, ['--import', 'tsx', program, file], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      const answered: string[] = [];
      for await (const line of createInterface({ input: child.stdout })) {
        answered.push(line);
        if (answered.length === answersBeforeKill) child.kill('SIGKILL');
      }
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
      expect(child.signalCode).toBe('SIGKILL');
      const database = await openDatabase({ file });
      const store = createSqlSessionStore({ database });
      const revisions = await Promise.all(
        answered.map(async (line) => {
          const [id = '', revision] = line.split(' ');
          return ((await store.load('w1', id))?.revision ?? 0) >= Number(revision);
        }),
      );
      expect(revisions.filter((stored) => !stored).length).toBe(0);
      await store.close();
      await database.close();
      expect(checkDatabase(file).sessions).toBeGreaterThan(0);
    }
  }, 60_000);
});
