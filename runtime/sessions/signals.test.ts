// Events in running conversations: raised from outside once each, and the quiet that a flow is told of before the end.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createMemorySessionStore } from '#runtime/adapters/store-memory/session-store.ts';
import { drawFlow } from '#nodes/testkit/talk.ts';
import { createFakeClock } from '#runtime/testkit/fake-clock.ts';
import { createWorld, type World } from '#runtime/testkit/world.ts';

const HOUR = 3_600_000;
const base = drawFlow(
  {
    ask: ['askText', { prompt: '姓名？', variable: 'name' }],
    paid: ['onEvent', { event: 'custom', name: 'order.paid', variable: 'order' }],
    thanks: ['message', { text: '订单 {{ order.id }} 已付款。' }],
    quiet: ['onEvent', { event: 'session.idle' }],
    still: ['message', { text: '还在吗？' }],
  },
  ['start -> ask', 'paid.fired -> thanks', 'quiet.fired -> still'],
);
const flow = { ...base, settings: { ...base.settings, idleCloseMs: HOUR } };
const raised = { type: 'signal.raised', name: 'order.paid', data: { id: 'A1' } } as const;

describe('events in a running conversation', () => {
  const store = () => createMemorySessionStore();
  let world: World;
  let kept: ReturnType<typeof store>;
  beforeEach(() => {
    kept = store();
    world = createWorld({ store: kept, clock: createFakeClock(Date.UTC(2026, 0, 1)), flows: { flow } });
  });
  afterEach(() => kept.close());

  it('are played once for one id, with the question coming back after them', async () => {
    const opened = await world.open('flow');
    const first = await world.act(opened, 'signal:1', raised);
    expect(first.messages.map(({ text }) => text)).toEqual([
      '订单 A1 已付款。',
      '好的，我们接着刚才的问题。',
      '姓名？',
    ]);
    const again = await world.act(opened, 'signal:1', raised);
    expect(again.outcome).toBe('duplicate');
    expect(again.messages).toEqual(first.messages);
    expect(again.session.snapshot?.context.vars).toEqual({ order: { id: 'A1' } });
  });

  it('tell the flow once that the customer went quiet, and close five minutes later', async () => {
    const opened = await world.open('flow');
    await world.pass(HOUR);
    const texts = async () =>
      (await kept.messages(opened.session.workspaceId, opened.session.id, 0, 100)).map(({ text }) => text);
    expect((await texts()).filter((text) => text === '还在吗？')).toHaveLength(1);
    await world.pass(4 * 60_000);
    expect((await kept.find(opened.session.id))?.status).toBe('bot');
    await world.pass(60_000);
    expect((await kept.find(opened.session.id))?.status).toBe('closed');
    expect((await texts()).filter((text) => text === '还在吗？')).toHaveLength(1);
  });

  it('do not close on a customer who came back', async () => {
    const opened = await world.open('flow');
    await world.pass(HOUR);
    await world.send(opened, 'm1', { text: '在的' });
    await world.pass(30 * 60_000);
    expect((await kept.find(opened.session.id))?.status).toBe('bot');
    await world.pass(2 * HOUR);
    expect((await kept.find(opened.session.id))?.status).toBe('closed');
  });
});
