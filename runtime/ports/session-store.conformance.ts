// What every store of running sessions keeps to.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { newSession, nextTurn, outboxRow, timerRow } from '#runtime/testkit/turns.ts';
import type { Advanced, SessionStore, StoredSession, TurnWrite, WorkStore } from './session-store.ts';

/** A store under test and the way to put it away. */
export interface StoreUnderTest {
  readonly store: SessionStore & WorkStore;
  readonly close: () => Promise<void>;
}

export function sessionStoreConformance(name: string, open: () => Promise<StoreUnderTest>): void {
  describe(`${name} as a session store`, () => {
    let store: SessionStore & WorkStore;
    let close: () => Promise<void>;
    beforeEach(async () => {
      ({ store, close } = await open());
    });
    afterEach(() => close());

    /** Stores turns one after the other; each must be taken. */
    async function stored(session: StoredSession, ...parts: Parameters<typeof nextTurn>[1][]): Promise<StoredSession> {
      let current = session;
      for (const part of parts) {
        const turn = nextTurn(current, part);
        expect(await store.advance(turn)).toEqual({ outcome: 'stored' });
        current = turn.session;
      }
      return current;
    }

    it('knows nothing of a session that was never stored', async () => {
      expect(await store.load('w1', 's1')).toBeUndefined();
      expect(await store.find('s1')).toBeUndefined();
      expect(await store.messages('w1', 's1', 0, 10)).toEqual([]);
      expect(await store.journal('w1', 's1')).toEqual([]);
      expect(await store.recorded('w1', 's1', 'e1')).toBeUndefined();
      expect(await store.nextDue()).toBeUndefined();
    });

    it('gives back what a turn wrote, and the newest turn over the older ones', async () => {
      const session = await stored(
        newSession(),
        { says: ['您好'] },
        { says: ['订单号?', '谢谢'], session: { status: 'queue', locale: 'en', version: 2 } },
      );
      expect(await store.load('w1', 's1')).toEqual(session);
      expect(await store.find('s1')).toEqual(session);
      expect((await store.messages('w1', 's1', 0, 10)).map((message) => message.text)).toEqual([
        '您好',
        '订单号?',
        '谢谢',
      ]);
    });

    it('keeps what the conversations of a flow share, and takes nothing from a turn that read it before another wrote', async () => {
      expect(await store.shared('w1', 'f1')).toEqual({ revision: 0, values: {} });
      const write = (id: string, revision: number, count: number): TurnWrite => ({
        ...nextTurn(newSession({ id, flowId: 'f1' }), { says: ['a'] }),
        shared: { revision, values: { count } },
      });
      expect(await store.advance(write('s1', 0, 1))).toEqual({ outcome: 'stored' });
      expect(await store.shared('w1', 'f1')).toEqual({ revision: 1, values: { count: 1 } });
      expect(await store.advance(write('s2', 0, 7))).toEqual({ outcome: 'conflict' });
      expect(await store.load('w1', 's2')).toBeUndefined();
      expect(await store.recorded('w1', 's2', 'e1')).toBeUndefined();
      expect(await store.advance(write('s2', 1, 2))).toEqual({ outcome: 'stored' });
      expect(await store.shared('w1', 'f1')).toEqual({ revision: 2, values: { count: 2 } });
      expect(await store.shared('w2', 'f1')).toEqual({ revision: 0, values: {} });
    });

    it('keeps the history in order, with outputs, path and fault', async () => {
      const first = nextTurn(newSession(), { says: ['a'] });
      const second = nextTurn(first.session, {});
      const faulted: TurnWrite = {
        ...second,
        journal: {
          ...second.journal,
          outputs: [{ type: 'effect.completed', at: 1, node: 'n', visit: 1, index: 0, output: { hits: [] } }],
          fault: { code: 'EXPRESSION_FAILED', message: 'no', node: 'n' },
        },
      };
      await store.advance(first);
      await store.advance(faulted);
      expect(await store.journal('w1', 's1')).toEqual([first.journal, faulted.journal]);
      expect(await store.recorded('w1', 's1', 'e2')).toEqual(faulted.journal);
    });

    it('tells which timers stand for a session, and shows no workspace those of another', async () => {
      const at = timerRow(newSession(), 't1', 1000);
      await stored(newSession(), { timers: { set: [at], cancel: [] } });
      expect(await store.timersOf('w1', 's1')).toEqual([at]);
      expect(await store.timersOf('w2', 's1')).toEqual([]);
      expect(await store.timersOf('w1', 's2')).toEqual([]);
    });

    it('pages messages by sequence number, oldest first', async () => {
      await stored(newSession(), { says: ['1', '2', '3'] }, { says: ['4', '5'] });
      const page = await store.messages('w1', 's1', 1, 3);
      expect(page.map((message) => message.seq)).toEqual([2, 3, 4]);
      expect(await store.messages('w1', 's1', 5, 3)).toEqual([]);
    });

    it('shows no workspace the sessions of another', async () => {
      const session = await stored(newSession(), { says: ['secret'] });
      expect(await store.load('w2', 's1')).toBeUndefined();
      expect(await store.messages('w2', 's1', 0, 10)).toEqual([]);
      expect(await store.journal('w2', 's1')).toEqual([]);
      expect(await store.recorded('w2', 's1', 'e1')).toBeUndefined();
      const foreign = { ...session, workspaceId: 'w2' };
      expect(await store.advance(nextTurn(foreign))).toEqual({ outcome: 'conflict' });
      expect(await store.advance(nextTurn({ ...newSession({ workspaceId: 'w2' }) }))).toEqual({ outcome: 'conflict' });
      expect(await store.advance(nextTurn(foreign, { eventId: 'e1' }))).toEqual({ outcome: 'conflict' });
      expect(await store.load('w1', 's1')).toEqual(session);
    });

    it('answers conflict to a turn on an older or a newer revision, and writes nothing of it', async () => {
      const session = await stored(newSession(), {}, {});
      const late = nextTurn(
        { ...session, revision: 1 },
        { eventId: 'late', says: ['lost'], outbox: [outboxRow(session, 'k', 1)] },
      );
      const early = nextTurn({ ...session, revision: 5 }, { eventId: 'early', says: ['lost'] });
      expect(await store.advance(late)).toEqual({ outcome: 'conflict' });
      expect(await store.advance(early)).toEqual({ outcome: 'conflict' });
      expect(await store.advance(nextTurn(newSession({ revision: 3, id: 'unknown' })))).toEqual({
        outcome: 'conflict',
      });
      expect(await store.load('w1', 's1')).toEqual(session);
      expect(await store.messages('w1', 's1', 0, 10)).toEqual([]);
      expect(await store.recorded('w1', 's1', 'late')).toBeUndefined();
      expect(await store.nextDue()).toBeUndefined();
      await stored(session, { eventId: 'late' });
    });

    it('answers a repeated event id with what was recorded, whatever the revision says', async () => {
      const session = await stored(newSession(), { says: ['once'], eventId: 'first' }, {});
      const entry = await store.recorded('w1', 's1', 'first');
      expect(await store.advance(nextTurn(session, { eventId: 'first', says: ['twice'] }))).toEqual({
        outcome: 'duplicate',
        entry,
      });
      expect(await store.advance(nextTurn(newSession(), { eventId: 'first' }))).toEqual({
        outcome: 'duplicate',
        entry,
      });
      expect((await store.messages('w1', 's1', 0, 10)).length).toBe(1);
    });

    it('keeps event ids of different sessions apart', async () => {
      await stored(newSession(), { eventId: 'same' });
      await stored(newSession({ id: 's2' }), { eventId: 'same' });
    });

    it('stores one of a hundred concurrent turns with the same id, and the others learn of it', async () => {
      const session = await stored(newSession(), {});
      const turn = nextTurn(session, { eventId: 'same', says: ['reply'] });
      const outcomes = await Promise.all(Array.from({ length: 100 }, () => store.advance(turn)));
      expect(outcomes.filter((each) => each.outcome === 'stored').length).toBe(1);
      expect(outcomes.filter((each) => each.outcome === 'duplicate').length).toBe(99);
      for (const each of outcomes) if (each.outcome === 'duplicate') expect(each.entry).toEqual(turn.journal);
      expect((await store.messages('w1', 's1', 0, 10)).length).toBe(1);
    });

    it('stores one of a hundred concurrent turns on one revision, the others conflict', async () => {
      const session = await stored(newSession(), {});
      const turns = Array.from({ length: 100 }, (_, i) => nextTurn(session, { eventId: `x${i}`, says: [String(i)] }));
      const outcomes = await Promise.all(turns.map((turn) => store.advance(turn)));
      expect(outcomes.map((each) => each.outcome).sort()).toEqual([...Array<string>(99).fill('conflict'), 'stored']);
      expect((await store.journal('w1', 's1')).length).toBe(2);
      expect((await store.messages('w1', 's1', 0, 10)).length).toBe(1);
    });

    it('does not let one turn spoil others that are stored with it', async () => {
      const session = await stored(newSession(), { says: ['a'] });
      const broken = nextTurn({ ...session, lastSeq: 0 }, { says: ['the number is taken'], eventId: 'broken' });
      const results = await Promise.allSettled([
        store.advance(nextTurn(newSession({ id: 'n1' }))),
        store.advance(broken),
        store.advance(nextTurn(newSession({ id: 'n2' }))),
        store.advance(nextTurn(newSession({ id: 'n1' }), { eventId: 'other' })),
      ]);
      expect(results.map((each) => each.status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'fulfilled']);
      expect(results[1]).toMatchObject({ reason: { code: 'STORE_FAILED' } });
      expect(results[3]).toMatchObject({ value: { outcome: 'conflict' } });
      expect(await store.load('w1', 's1')).toEqual(session);
      expect(await store.recorded('w1', 's1', 'broken')).toBeUndefined();
      expect((await store.load('w1', 'n2'))?.revision).toBe(1);
    });

    it('is not changed by somebody who goes on writing into what he stored', async () => {
      const source: Record<string, string> = { page: 'a' };
      await stored(newSession({ source }), {});
      source['page'] = 'b';
      expect((await store.load('w1', 's1'))?.source).toEqual({ page: 'a' });
    });

    it('gives back emoji, right-to-left text, zero characters, lone surrogates and long texts as they came', async () => {
      const texts = [
        '👩‍👩‍👧 好',
        'שלום عالم',
        'a\u0000b',
        'half \ud83d of',
        '\udc00',
        'it\'s "quoted" \\ ; -- drop',
        '长'.repeat(20_000),
      ];
      const session = await stored(newSession({ source: { a: '\ud800' } }), { says: texts });
      expect((await store.messages('w1', 's1', 0, 10)).map((message) => message.text)).toEqual(texts);
      expect((await store.load('w1', 's1'))?.source).toEqual(session.source);
    });

    it('keeps event ids apart that differ in a lone surrogate only', async () => {
      const ids = ['\ud800', '\ud801', '\ufffd', '"\\', '\\ud800', 'a\u0000', '😀'];
      let session = newSession();
      for (const eventId of ids) session = await stored(session, { eventId });
      expect((await store.journal('w1', 's1')).map((entry) => entry.eventId)).toEqual(ids);
      for (const eventId of ids) expect((await store.recorded('w1', 's1', eventId))?.eventId).toBe(eventId);
    });

    it('holds ten thousand sessions and finds each', async () => {
      const sessions = Array.from({ length: 10_000 }, (_, i) =>
        newSession({ id: `many${i}`, workspaceId: `w${i % 3}` }),
      );
      const outcomes: Advanced[] = await Promise.all(
        sessions.map((session) => store.advance(nextTurn(session, { says: [session.id] }))),
      );
      expect(outcomes.every((each) => each.outcome === 'stored')).toBe(true);
      for (const session of sessions.filter((_, i) => i % 97 === 0)) {
        expect((await store.load(session.workspaceId, session.id))?.id).toBe(session.id);
        expect((await store.messages(session.workspaceId, session.id, 0, 5)).map((each) => each.text)).toEqual([
          session.id,
        ]);
      }
    });

    it('shows timers when they are due, oldest first, until a turn consumes them', async () => {
      const session = newSession();
      const [late, soon, far] = [
        timerRow(session, 'late', 200),
        timerRow(session, 'soon', 100),
        timerRow(session, 'far', 900),
      ];
      const next = await stored(session, { timers: { set: [late, soon, far], cancel: [] } });
      expect(await store.nextDue()).toBe(100);
      expect(await store.dueTimers(99, 10)).toEqual([]);
      expect(await store.dueTimers(200, 10)).toEqual([soon, late]);
      expect(await store.dueTimers(1000, 1)).toEqual([soon]);
      await stored(next, { consumes: { kind: 'timer', id: 'soon', epoch: 1 } });
      expect(await store.dueTimers(1000, 10)).toEqual([late, far]);
      expect(await store.nextDue()).toBe(200);
    });

    it('tells each timer by its policy that the server was down, once', async () => {
      const session = newSession();
      const policies = ['deadline', 'remaining', 'restart'] as const;
      const timers = policies.map((onRestart) =>
        timerRow(session, onRestart, 1500, 1, { setAt: 500, durationMs: 1000, onRestart }),
      );
      await stored(session, { timers: { set: timers, cancel: [] } });
      const standing = async () =>
        Object.fromEntries((await store.timersOf('w1', 's1')).map(({ id, setAt, dueAt }) => [id, [setAt, dueAt]]));
      await store.resumeTimers(700);
      expect(await standing(), 'nothing is known before the first beat').toEqual({
        deadline: [500, 1500],
        remaining: [500, 1500],
        restart: [500, 1500],
      });
      await store.beat(1000);
      await store.resumeTimers(5000);
      const resumed = { deadline: [500, 1500], remaining: [4500, 5500], restart: [5000, 6000] };
      expect(await standing()).toEqual(resumed);
      await store.resumeTimers(5000);
      expect(await standing(), 'told again at the same moment').toEqual(resumed);
      await store.resumeTimers(4000);
      expect(await standing(), 'a clock that was set back').toEqual(resumed);
    });

    it('counts the time down from when a timer was set after the last beat, and does not begin one anew that was due', async () => {
      const session = newSession();
      const late = timerRow(session, 'late', 1800, 1, { setAt: 1200, durationMs: 600, onRestart: 'remaining' });
      const due = timerRow(session, 'due', 900, 1, { setAt: 400, durationMs: 500, onRestart: 'restart' });
      await store.beat(1000);
      await stored(session, { timers: { set: [late, due], cancel: [] } });
      await store.resumeTimers(3000);
      expect(await store.dueTimers(9000, 10)).toEqual([due, { ...late, setAt: 3000, dueAt: 3600 }]);
    });

    it('replaces a timer set again, forgets one that is cancelled, and sets after it cancels', async () => {
      const session = newSession();
      const one = await stored(session, {
        timers: { set: [timerRow(session, 'a', 100), timerRow(session, 'b', 100)], cancel: [] },
      });
      const again = timerRow(one, 'a', 300);
      await stored(one, { timers: { set: [again], cancel: ['a', 'b', 'unknown'] } });
      expect(await store.dueTimers(1000, 10)).toEqual([again]);
    });

    it('calls a turn stale when its timer was replaced, cancelled or consumed, and writes nothing of it', async () => {
      const session = newSession();
      const one = await stored(session, { timers: { set: [timerRow(session, 'a', 100)], cancel: [] } });
      const two = await stored(one, { timers: { set: [timerRow(one, 'a', 300)], cancel: [] } });
      const stale = nextTurn(two, { says: ['ghost'], eventId: 'fire', consumes: { kind: 'timer', id: 'a', epoch: 1 } });
      expect(await store.advance(stale)).toEqual({ outcome: 'stale' });
      expect(await store.load('w1', 's1')).toEqual(two);
      const three = await stored(two, { eventId: 'fire', consumes: { kind: 'timer', id: 'a', epoch: 2 } });
      expect(
        (await store.advance(nextTurn(three, { eventId: 'fire', consumes: { kind: 'timer', id: 'a', epoch: 2 } })))
          .outcome,
      ).toBe('duplicate');
      expect(await store.advance(nextTurn(three, { consumes: { kind: 'timer', id: 'a', epoch: 2 } }))).toEqual({
        outcome: 'stale',
      });
    });

    it('leases outbox rows that are due, oldest first, to one claimant at a time', async () => {
      const session = newSession();
      const rows = [outboxRow(session, 'k2', 200), outboxRow(session, 'k1', 100), outboxRow(session, 'k9', 900)];
      await stored(session, { outbox: rows });
      expect(await store.nextDue()).toBe(100);
      const claims = await Promise.all([store.claimOutbox(500, 1000, 10), store.claimOutbox(500, 1000, 10)]);
      expect(claims.flat()).toEqual([
        { ...rows[1], attempts: 1, leaseUntil: 1500 },
        { ...rows[0], attempts: 1, leaseUntil: 1500 },
      ]);
      expect(await store.claimOutbox(500, 1000, 10)).toEqual([]);
      expect(await store.nextDue()).toBe(900);
    });

    it('claims no more rows than asked', async () => {
      const session = newSession();
      await stored(session, { outbox: Array.from({ length: 5 }, (_, i) => outboxRow(session, `k${i}`, i)) });
      expect((await store.claimOutbox(100, 50, 2)).map((row) => row.key)).toEqual(['k0', 'k1']);
      expect((await store.claimOutbox(100, 50, 9)).map((row) => row.key)).toEqual(['k2', 'k3', 'k4']);
    });

    it('lets a row be claimed again when its lease ran out, and counts the tries', async () => {
      const session = newSession();
      await stored(session, { outbox: [outboxRow(session, 'k', 0)] });
      await store.claimOutbox(100, 50, 10);
      expect(await store.claimOutbox(149, 50, 10)).toEqual([]);
      expect((await store.claimOutbox(150, 50, 10)).map((row) => row.attempts)).toEqual([2]);
    });

    it('ends every lease when asked, and keeps the count of tries', async () => {
      const session = newSession();
      await stored(session, { outbox: [outboxRow(session, 'k', 0), outboxRow(session, 'later', 900)] });
      await store.claimOutbox(100, 10_000, 10);
      await store.releaseOutbox();
      expect((await store.claimOutbox(101, 50, 10)).map((row) => [row.key, row.attempts])).toEqual([['k', 2]]);
    });

    it('puts a row back for a later try with the reason', async () => {
      const session = newSession();
      await stored(session, { outbox: [outboxRow(session, 'k', 0)] });
      await store.claimOutbox(100, 1000, 10);
      await store.retryOutbox('k', 400, 'HTTP 503');
      await store.retryOutbox('unknown', 400, 'HTTP 503');
      expect(await store.nextDue()).toBe(400);
      expect(await store.claimOutbox(399, 10, 10)).toEqual([]);
      expect(await store.claimOutbox(400, 10, 10)).toMatchObject([{ attempts: 2, lastError: 'HTTP 503', dueAt: 400 }]);
    });

    it('removes an outbox row with the turn that brings its result, once', async () => {
      const session = newSession();
      const one = await stored(session, { outbox: [outboxRow(session, 'k', 0)] });
      await store.claimOutbox(100, 50, 10);
      const two = await stored(one, { eventId: 'result', consumes: { kind: 'outbox', key: 'k' } });
      expect(await store.nextDue()).toBeUndefined();
      expect(await store.claimOutbox(10_000, 50, 10)).toEqual([]);
      expect(
        (await store.advance(nextTurn(two, { eventId: 'result', consumes: { kind: 'outbox', key: 'k' } }))).outcome,
      ).toBe('duplicate');
      const again = nextTurn(two, { eventId: 'second', says: ['ghost'], consumes: { kind: 'outbox', key: 'k' } });
      expect(await store.advance(again)).toEqual({ outcome: 'stale' });
      expect(await store.load('w1', 's1')).toEqual(two);
    });

    it('does not let a session consume the outbox row of another', async () => {
      const session = newSession();
      await stored(session, { outbox: [outboxRow(session, 'k', 0)] });
      const other = await stored(newSession({ id: 's2' }), {});
      expect(await store.advance(nextTurn(other, { consumes: { kind: 'outbox', key: 'k' } }))).toEqual({
        outcome: 'stale',
      });
      expect((await store.claimOutbox(1, 1, 1)).length).toBe(1);
    });

    it('keeps the consumed row when the turn conflicts, so that it can be played again', async () => {
      const session = newSession();
      const one = await stored(session, { outbox: [outboxRow(session, 'k', 5)] });
      const two = await stored(one, {});
      expect(await store.advance(nextTurn(one, { eventId: 'result', consumes: { kind: 'outbox', key: 'k' } }))).toEqual(
        { outcome: 'conflict' },
      );
      expect(await store.nextDue()).toBe(5);
      await stored(two, { eventId: 'result', consumes: { kind: 'outbox', key: 'k' } });
    });
  });
}
