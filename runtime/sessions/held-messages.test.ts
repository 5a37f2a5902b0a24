// Messages sent in a row: shown at once, one turn when the window is over, and other acts end the window.
import { describe, expect, it } from 'vitest';
import { drawFlow } from '#nodes/testkit/talk.ts';
import { createMemorySessionStore } from '#runtime/adapters/store-memory/session-store.ts';
import { createFakeClock } from '#runtime/testkit/fake-clock.ts';
import { createWorld, WORKSPACE } from '#runtime/testkit/world.ts';

const WINDOW = 2000;
const flow = drawFlow(
  {
    ask: ['askText', { prompt: '说吧', variable: 'said', mergeBurstMs: WINDOW }],
    hear: ['onIntent', { intents: ['refund'] }],
    yes: ['message', { text: '为您退款' }],
    back: ['message', { text: '{{ said }}' }],
  },
  ['start -> ask', 'ask.answered -> back', 'back -> ask', 'hear.matched -> yes'],
  { intents: [{ id: 'refund', name: '退款', examples: [] }] as never },
);

function world() {
  const store = createMemorySessionStore();
  const understood: string[] = [];
  const made = createWorld({
    store,
    clock: createFakeClock(),
    flows: { shop: flow },
    understand: (text) => {
      understood.push(text);
      return text.includes('退款')
        ? { intents: [{ intent: 'refund', score: 0.9 }], outOfScope: false }
        : { intents: [], outOfScope: true };
    },
  });
  return { ...made, store, understood };
}

describe('messages sent in a row', () => {
  it('stand in the transcript at once, and are understood and answered together', async () => {
    const { open, send, pass, store, understood } = world();
    const { session } = await open('shop', 'v1');
    expect((await send({ session }, 'm1', { text: '我要' })).messages).toEqual([]);
    await send({ session }, 'm2', { text: '退款' });
    const said = async () => (await store.messages(WORKSPACE, session.id, 0, 100)).map(({ text }) => text);
    expect(await said()).toEqual(['说吧', '我要', '退款']);
    expect(understood).toEqual([]);
    await pass(WINDOW);
    expect(understood).toEqual(['我要\n退款']);
    expect((await said()).slice(3)).toContain('为您退款');
    expect((await said()).filter((text) => text === '退款')).toHaveLength(1);
    expect(await store.timersOf(WORKSPACE, session.id)).toHaveLength(1);
  });

  it('are answered before a button for a person', async () => {
    const { open, send, act, pass, store } = world();
    const { session } = await open('shop', 'v1');
    await send({ session }, 'm1', { text: '你好' });
    await act({ session }, 'p1', { type: 'person.requested', messageId: 'p1' });
    const said = (await store.messages(WORKSPACE, session.id, 0, 100)).map(({ text }) => text);
    expect(said.slice(0, 5)).toEqual(['说吧', '你好', '你好', '说吧', '转人工 / Talk to a person']);
    await pass(WINDOW);
    const journal = await store.journal(WORKSPACE, session.id);
    expect(journal.filter(({ event }) => event.type === 'message.received' && event.merged === 1)).toHaveLength(1);
  });

  it('sent twice under one id are heard once', async () => {
    const { open, send, pass, store } = world();
    const { session } = await open('shop', 'v1');
    await send({ session }, 'm1', { text: '一' });
    await send({ session }, 'm1', { text: '一' });
    await pass(WINDOW);
    const said = (await store.messages(WORKSPACE, session.id, 0, 100)).map(({ text }) => text);
    expect(said).toEqual(['说吧', '一', '一', '说吧']);
  });
});
