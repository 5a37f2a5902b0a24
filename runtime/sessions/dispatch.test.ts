// Remote effects: side by side, retried, never sent twice behind the author's back, given back at the end.
import { beforeEach, describe, expect, it } from 'vitest';
import { drawFlow } from '#nodes/testkit/talk.ts';
import { createMemorySessionStore } from '#runtime/adapters/store-memory/session-store.ts';
import type { IncomingResponse, OutgoingRequest } from '#runtime/ports/http-fetcher.ts';
import type { SessionStore, WorkStore } from '#runtime/ports/session-store.ts';
import { createFakeClock, type FakeClock } from '#runtime/testkit/fake-clock.ts';
import { createWorld, WORKSPACE, type World } from '#runtime/testkit/world.ts';

function callFlow(config: Record<string, unknown>) {
  return drawFlow(
    {
      call: ['http', { url: 'https://api.test/orders', ...config }],
      ok: ['message', { text: '状态：{{ response.body.state }}' }],
      sorry: ['message', { text: '查不到。' }],
      rest: ['askText', { prompt: '还有吗？' }],
    },
    [
      'start -> call',
      'call.ok -> ok',
      'call.error -> sorry',
      'call.clientError -> sorry',
      'call.serverError -> sorry',
      'ok -> rest',
      'sorry -> rest',
    ],
  );
}

const ok: IncomingResponse = { status: 200, headers: {}, body: '{"state":"在路上"}' };

describe('the dispatcher', () => {
  let clock: FakeClock;
  let store: SessionStore & WorkStore;
  let calls: OutgoingRequest[];
  let respond: (request: OutgoingRequest, signal?: AbortSignal) => Promise<IncomingResponse>;
  const build = (config: Record<string, unknown> = {}, over = store): World =>
    createWorld({
      store: over,
      clock,
      flows: { call: callFlow(config) },
      fetch: (request, signal) => {
        calls.push(request);
        return respond(request, signal);
      },
    });
  const said = async (id: string) => (await store.messages(WORKSPACE, id, 0, 100)).map(({ text }) => text);

  beforeEach(() => {
    clock = createFakeClock();
    store = createMemorySessionStore();
    calls = [];
    respond = () => Promise.resolve(ok);
  });

  it('plays the answer of another system as the next turn', async () => {
    const world = build();
    const { session } = await world.open('call');
    expect(await said(session.id)).toEqual([]);
    expect(world.wakes).toContainEqual({ key: 'outbox', at: undefined });
    await world.work();
    expect(await said(session.id)).toEqual(['状态：在路上', '还有吗？']);
    expect(calls).toHaveLength(1);
  });

  it('tries again with growing pauses and the same idempotency key, then takes the error port', async () => {
    const world = build({ method: 'POST', body: '{"a":1}', retry: { max: 2, backoffMs: 1000 } });
    respond = () => Promise.resolve({ ...ok, status: 503 });
    const { session } = await world.open('call');
    const times: number[] = [];
    const start = clock.now();
    for (let i = 0; i < 5; i += 1) {
      const before = calls.length;
      await world.work();
      if (calls.length > before) times.push(clock.now() - start);
      await clock.advance(1000);
    }
    expect(times).toEqual([0, 1000, 3000]);
    expect(new Set(calls.map(({ headers }) => headers['idempotency-key']))).toEqual(
      new Set([`${session.id}:call:1:0`]),
    );
    expect(await said(session.id)).toEqual(['查不到。', '还有吗？']);
  });

  it('does not try again what may never succeed', async () => {
    const world = build({ retry: { max: 5, backoffMs: 100 } });
    const { FlowError } = await import('#nodes/kit/errors.ts');
    respond = () => Promise.reject(new FlowError('EGRESS_DENIED', 'This address may not be called.'));
    const { session } = await world.open('call');
    await world.work();
    expect(calls).toHaveLength(1);
    expect(await said(session.id)).toEqual(['查不到。', '还有吗？']);
  });

  it('gives up on a system that never answers, and holds up nobody else meanwhile', async () => {
    const world = build({ timeoutMs: 5000, retry: { max: 0, backoffMs: 100 } });
    respond = () => (calls.length === 1 ? new Promise<never>(() => undefined) : Promise.resolve(ok));
    const slow = await world.open('call', 'slow');
    await world.dispatch.start();
    const quick = await world.open('call', 'quick');
    await world.dispatch.start();
    await expect.poll(() => said(quick.session.id)).toEqual(['状态：在路上', '还有吗？']);
    expect(await said(slow.session.id)).toEqual([]);
    await clock.advance(5000);
    await world.dispatch.idle();
    expect(await said(slow.session.id)).toEqual(['查不到。', '还有吗？']);
    const failed = (await store.journal(WORKSPACE, slow.session.id)).at(-1)?.event;
    expect(failed).toMatchObject({ type: 'effect.failed', error: { code: 'EGRESS_TIMEOUT' } });
  });

  it('starts more than it has room for as soon as there is room', async () => {
    const world = build();
    for (let i = 0; i < 150; i += 1) await world.open('call', `v${i}`);
    world.wakes.length = 0;
    await world.dispatch.start();
    await world.dispatch.idle();
    expect(calls).toHaveLength(64);
    expect(world.wakes).toContainEqual({ key: 'outbox', at: undefined });
    await world.work();
    expect(calls).toHaveLength(150);
  });

  it('offers a result again that the store did not take, without calling twice', async () => {
    let broken = true;
    const shaky: SessionStore & WorkStore = {
      ...store,
      advance: (turn) => {
        if (turn.consumes === undefined || !broken) return store.advance(turn);
        broken = false;
        return Promise.reject(new Error('disk full'));
      },
    };
    const world = build({}, shaky);
    const { session } = await world.open('call');
    await world.dispatch.start();
    await expect.poll(() => [world.problems.length, clock.pending()]).toEqual([1, 1]);
    await clock.advance(100);
    await world.dispatch.idle();
    expect(await said(session.id)).toEqual(['状态：在路上', '还有吗？']);
    expect(calls).toHaveLength(1);
  });

  it('calls again after a crash what only reads', async () => {
    const world = build({ retry: { max: 0, backoffMs: 100 } });
    const { session } = await world.open('call');
    await store.claimOutbox(clock.now(), 60_000, 10);
    await store.releaseOutbox();
    await world.work();
    expect(await said(session.id)).toEqual(['状态：在路上', '还有吗？']);
  });

  it('does not send again after a crash what may have been done once, but says that the outcome is unknown', async () => {
    const world = build({ method: 'POST', body: '{}', retry: { max: 0, backoffMs: 100 } });
    const { session } = await world.open('call');
    await store.claimOutbox(clock.now(), 60_000, 10);
    await store.releaseOutbox();
    await world.work();
    expect(calls).toEqual([]);
    expect(await said(session.id)).toEqual(['查不到。', '还有吗？']);
    const failed = (await store.journal(WORKSPACE, session.id)).at(-1)?.event;
    expect(failed).toMatchObject({ error: { message: expect.stringContaining('unknown') } });
  });

  it('gives up on an effect that takes the process down each time', async () => {
    const world = build({ retry: { max: 0, backoffMs: 100 } });
    const { session } = await world.open('call');
    for (let i = 0; i < 4; i += 1) {
      await store.claimOutbox(clock.now(), 60_000, 10);
      await store.releaseOutbox();
    }
    await world.work();
    expect(calls).toEqual([]);
    expect(await said(session.id)).toEqual(['查不到。', '还有吗？']);
  });

  it('gives back what is under way when it is stopped', async () => {
    const world = build();
    respond = () => new Promise<never>(() => undefined);
    const { session } = await world.open('call');
    await world.dispatch.start();
    await world.dispatch.stop();
    respond = () => Promise.resolve(ok);
    await build().work();
    expect(await said(session.id)).toEqual(['状态：在路上', '还有吗？']);
  });
});
