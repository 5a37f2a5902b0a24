// Waits that outlive the server: what becomes of them by their policy when it was down, and that each fires once.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { KeepTime } from '#nodes/kit/machine.ts';
import { drawFlow } from '#nodes/testkit/talk.ts';
import { openDatabase } from '#runtime/adapters/store-sql/database.ts';
import { createSqlSessionStore } from '#runtime/adapters/store-sql/session-store.ts';
import { createFakeClock, type FakeClock } from '#runtime/testkit/fake-clock.ts';
import { createWorld, WORKSPACE, type World } from '#runtime/testkit/world.ts';
import { startHeartbeat } from './heartbeat.ts';

const MINUTE = 60_000;
const LENGTH = 8 * MINUTE;
let folder: string;
let clock: FakeClock;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tandem-time-'));
  clock = createFakeClock();
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function waits(onRestart: KeepTime) {
  return drawFlow({ pause: ['wait', { durationMs: LENGTH, onRestart }], back: ['message', { text: '回来了' }] }, [
    'start.next -> pause',
    'pause.due -> back',
  ]);
}

interface Server {
  readonly world: World;
  said(sessionId: string): Promise<readonly unknown[]>;
  /** Without a last beat, as a killed process leaves it. */
  kill(): Promise<void>;
  stop(): Promise<void>;
}

/** A server on the same file. */
async function start(onRestart: KeepTime): Promise<Server> {
  const database = await openDatabase({ file: join(folder, 'tandem.db') });
  const store = createSqlSessionStore({ database });
  const problems: unknown[] = [];
  const stopHeartbeat = await startHeartbeat({ work: store, clock, onProblem: (error) => problems.push(error) });
  const world = createWorld({ store, clock, flows: { shop: waits(onRestart) } });
  const close = async (): Promise<void> => {
    await store.close();
    await database.close();
    expect(problems).toEqual([]);
  };
  return {
    world,
    said: async (id) => (await store.messages(WORKSPACE, id, 0, 100)).map(({ text }) => text),
    kill: close,
    stop: async () => {
      await stopHeartbeat();
      await close();
    },
  };
}

it.each([
  ['deadline', 0],
  ['remaining', LENGTH / 2],
  ['restart', LENGTH],
] as const)(
  'a wait that is half over when the server goes down for three times its length: %s',
  async (policy, left) => {
    const before = await start(policy);
    const { session } = await before.world.open('shop');
    await before.world.pass(LENGTH / 2);
    await before.stop();
    clock.jump(3 * LENGTH);

    const after = await start(policy);
    if (left > 0) {
      await after.world.pass(left - 1);
      expect(await after.said(session.id)).toEqual([]);
    }
    await after.world.pass(1);
    expect(await after.said(session.id)).toEqual(['回来了']);
    await after.world.pass(2 * LENGTH);
    expect(await after.said(session.id)).toEqual(['回来了']);
    await after.stop();
  },
);

it('a server that is killed, told of its downtime, killed again and started again fires once, no later than it should', async () => {
  const first = await start('remaining');
  const { session } = await first.world.open('shop');
  await first.world.pass(LENGTH / 2);
  await first.stop();
  clock.jump(3 * LENGTH);

  // Killed between the shift and the firing.
  const second = await start('remaining');
  await second.kill();
  clock.jump(MINUTE);

  const third = await start('remaining');
  await third.world.pass(LENGTH / 2 - 1);
  expect(await third.said(session.id)).toEqual([]);
  await third.world.pass(1);
  expect(await third.said(session.id)).toEqual(['回来了']);
  await third.stop();

  const fourth = await start('remaining');
  await fourth.world.pass(2 * LENGTH);
  expect(await fourth.said(session.id)).toEqual(['回来了']);
  await fourth.stop();
});
