// The loop over both stores: what a customer is answered, what is written, and what must not happen twice.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { drawFlow } from '#nodes/testkit/talk.ts';
import { PERSON_CHOICE } from '#nodes/wire/person-choice.ts';
import { createMemorySessionStore } from '#runtime/adapters/store-memory/session-store.ts';
import { openDatabase } from '#runtime/adapters/store-sql/database.ts';
import { createSqlSessionStore } from '#runtime/adapters/store-sql/session-store.ts';
import type { SessionStore, TurnWrite, WorkStore } from '#runtime/ports/session-store.ts';
import { createFakeClock, type FakeClock } from '#runtime/testkit/fake-clock.ts';
import { createWorld, WORKSPACE, type World, type WorldOptions } from '#runtime/testkit/world.ts';
import type { Received } from './sessions.ts';

const DAY = 86_400_000;
const ann = { id: 'u1', name: 'Ann' };

const shop = drawFlow(
  {
    hello: ['message', { text: '您好！' }],
    menu: [
      'askChoice',
      {
        prompt: '请选择：',
        options: [
          { id: 'order', label: '查订单' },
          { id: 'chips', label: '看看常见问题' },
        ],
      },
    ],
    order: ['askText', { prompt: '订单号？', variable: 'order' }],
    told: ['message', { text: '订单 {{ order }} 已发货。' }],
    chips: ['suggestions', { text: '大家常问：', chips: ['运费多少'] }],
    ask: ['askText', { prompt: '您想问什么？', variable: 'question' }],
    said: ['message', { text: '您问的是：{{ question }}' }],
    know: ['knowledgeAnswer', { mode: 'extract' }],
    bye: ['onKeyword', { words: ['再见'] }],
    end: ['end', { text: '再见！' }],
  },
  [
    'start -> hello',
    'hello -> menu',
    'menu.order -> order',
    'menu.chips -> chips',
    'menu.other -> ask',
    'order.answered -> told',
    'told -> menu',
    'chips -> ask',
    'ask.answered -> said',
    'said -> know',
    'know.answered -> menu',
    'know.noHit -> menu',
    'know.lowConfidence -> menu',
    'bye.matched -> end',
  ],
);

const texts = (received: Pick<Received, 'messages'>) => received.messages.map((message) => message.text);

interface Stored {
  readonly store: SessionStore & WorkStore;
  close(): Promise<void>;
}

const STORES: Readonly<Record<string, () => Promise<Stored>>> = {
  'in memory': () => {
    const store = createMemorySessionStore();
    return Promise.resolve({ store, close: () => store.close() });
  },
  'on SQLite': async () => {
    const database = await openDatabase({ file: ':memory:' });
    const store = createSqlSessionStore({ database });
    return {
      store,
      close: async () => {
        await store.close();
        await database.close();
      },
    };
  },
};

for (const [where, openStore] of Object.entries(STORES)) {
  describe(`a conversation ${where}`, () => {
    let stored: Stored;
    let clock: FakeClock;
    let world: World;
    const build = (over: Partial<WorldOptions> = {}) =>
      createWorld({ store: stored.store, clock, flows: { shop }, ...over });
    beforeEach(async () => {
      stored = await openStore();
      clock = createFakeClock();
      world = build();
    });
    afterEach(() => stored.close());

    const transcript = async (id: string) =>
      (await stored.store.messages(WORKSPACE, id, 0, 1000)).map(({ from, text }) => [from, text]);

    it('greets, answers, and keeps everything said in order', async () => {
      const opened = await world.open('shop');
      expect(texts(opened)).toEqual(['您好！', '请选择：']);
      expect(texts(await world.send(opened, 'a', { choice: 'order' }))).toEqual(['订单号？']);
      const told = await world.send(opened, 'b', { text: 'A-17' });
      expect(told).toMatchObject({ outcome: 'played', status: 'bot' });
      expect(texts(told)).toEqual(['订单 A-17 已发货。', '请选择：']);
      expect(await transcript(opened.session.id)).toEqual([
        ['bot', '您好！'],
        ['bot', '请选择：'],
        ['customer', '查订单'],
        ['bot', '订单号？'],
        ['customer', 'A-17'],
        ['bot', '订单 A-17 已发货。'],
        ['bot', '请选择：'],
      ]);
    });

    it('runs local effects inside the turn and writes their results into the history', async () => {
      world = build({
        local: {
          'knowledge.search': ({ request }) => ({
            hits: [{ passageId: 'p', title: '运费', text: '满 99 元包邮', score: 0.9 }],
            confidence: 0.9,
            answer: `${request.question}？满 99 元包邮。`,
            sources: [],
            modelAvailable: false,
          }),
        },
      });
      const opened = await world.open('shop');
      await world.send(opened, 'a', { choice: 'chips' });
      const answer = await world.send(opened, 'b', { text: '运费' });
      expect(texts(answer)).toEqual(['您问的是：运费', '运费？满 99 元包邮。', '请选择：']);
      const history = await stored.store.journal(WORKSPACE, opened.session.id);
      expect(history.map(({ event, outputs }) => [event.type, outputs.map((output) => output.type)])).toEqual([
        ['session.started', []],
        ['choice.selected', []],
        ['message.received', ['effect.completed']],
      ]);
    });

    it('takes a failing local effect to the error port, or to the apology with the way to a person', async () => {
      const local = {
        'knowledge.search': () => {
          throw new Error('The index is broken: secret path.');
        },
      };
      world = build({ local });
      const opened = await world.open('shop');
      await world.send(opened, 'a', { choice: 'chips' });
      await world.send(opened, 'b', { text: '运费' });
      const [, , entry] = await stored.store.journal(WORKSPACE, opened.session.id);
      expect(entry?.outputs).toMatchObject([{ type: 'effect.failed', error: { code: 'INTERNAL' } }]);
      expect(JSON.stringify(entry)).not.toContain('secret path');
    });

    it('gives the same answer to an id that was seen before, and does nothing', async () => {
      const opened = await world.open('shop');
      const first = await world.send(opened, 'a', { choice: 'order' });
      const second = await world.send(opened, 'b', { text: 'A-17' });
      const again = await world.send(opened, 'a', { choice: 'order' });
      expect(again.outcome).toBe('duplicate');
      expect(again.messages).toEqual(first.messages);
      expect((await world.send(opened, 'b', { text: 'something else' })).messages).toEqual(second.messages);
      expect((await stored.store.load(WORKSPACE, opened.session.id))?.revision).toBe(3);
    });

    it('plays one of a hundred equal sends at once', async () => {
      const opened = await world.open('shop');
      const all = await Promise.all(Array.from({ length: 100 }, () => world.send(opened, 'a', { choice: 'order' })));
      expect(all.filter(({ outcome }) => outcome === 'played')).toHaveLength(1);
      for (const { messages } of all) expect(messages).toEqual(all[0]!.messages);
      expect(await transcript(opened.session.id)).toHaveLength(4);
    });

    it('keeps the order of a hundred sends at once', async () => {
      const echo = drawFlow(
        { ask: ['askText', { prompt: '', variable: 'said' }], back: ['message', { text: '{{ said }}!' }] },
        ['start -> ask', 'ask.answered -> back', 'back -> ask'],
      );
      world = build({ flows: { echo } });
      const opened = await world.open('echo');
      const all = await Promise.all(
        Array.from({ length: 100 }, (_, i) => world.send(opened, `m${i}`, { text: `t${i}` })),
      );
      all.forEach((received, i) => expect(texts(received)[0]).toBe(`t${i}!`));
      const said = (await transcript(opened.session.id)).filter(([from]) => from === 'customer');
      expect(said.map(([, text]) => text)).toEqual(Array.from({ length: 100 }, (_, i) => `t${i}`));
      const seqs = (await stored.store.messages(WORKSPACE, opened.session.id, 0, 1000)).map(({ seq }) => seq);
      expect(seqs).toEqual(seqs.map((_, i) => i + 1));
    });

    it('plays again what another writer overtook, and gives up after some races', async () => {
      const other = build();
      const opened = await world.open('shop');
      await other.send(opened, 'a', { choice: 'order' });
      expect(texts(await world.send(opened, 'b', { text: 'A-17' }))).toEqual(['订单 A-17 已发货。', '请选择：']);
      const losing: SessionStore & WorkStore = {
        ...stored.store,
        advance: () => Promise.resolve({ outcome: 'conflict' }),
      };
      const unlucky = build({ store: losing });
      await expect(unlucky.send(opened, 'c', { text: 'x' })).rejects.toMatchObject({ code: 'STATE_CONFLICT' });
    });

    it('answers a retry after a commit nobody heard of, and goes on from there', async () => {
      const opened = await world.open('shop');
      let deaf = true;
      const store: SessionStore & WorkStore = {
        ...stored.store,
        async advance(turn: TurnWrite) {
          const advanced = await stored.store.advance(turn);
          if (!deaf) return advanced;
          deaf = false;
          throw new Error('The line was cut.');
        },
      };
      world = build({ store });
      const heard: unknown[] = [];
      world.bus.subscribe(`session:${opened.session.id}`, (event) => void heard.push(event));
      await expect(world.send(opened, 'a', { choice: 'order' })).rejects.toThrow('cut');
      expect(heard).toEqual([]);
      const again = await world.send(opened, 'a', { choice: 'order' });
      expect([again.outcome, texts(again)]).toEqual(['duplicate', ['订单号？']]);
      expect(heard).toMatchObject([{ message: { text: '查订单' } }, { message: { text: '订单号？' } }]);
      expect(texts(await world.send(opened, 'b', { text: 'A-17' }))[0]).toBe('订单 A-17 已发货。');
    });

    it('counts a pressed suggestion as the words on it', async () => {
      const opened = await world.open('shop');
      const chips = await world.send(opened, 'a', { choice: 'chips' });
      expect(chips.messages[0]?.choices).toEqual([{ id: 'say:0', label: '运费多少' }]);
      expect(texts(await world.send(opened, 'b', { choice: 'say:0' }))[0]).toBe('您问的是：运费多少');
      expect(await transcript(opened.session.id)).toContainEqual(['customer', '运费多少']);
    });

    it('ends, refuses what comes after, and still answers what it heard before the end', async () => {
      const opened = await world.open('shop');
      const bye = await world.send(opened, 'a', { text: '再见' });
      expect([texts(bye), bye.status]).toEqual([['再见！'], 'closed']);
      await expect(world.send(opened, 'b', { text: '在吗' })).rejects.toMatchObject({ code: 'SESSION_CLOSED' });
      expect(await world.send(opened, 'a', { text: '再见' })).toMatchObject({
        outcome: 'duplicate',
        messages: [{ text: '再见！' }],
        status: 'closed',
      });
      expect(await stored.store.nextDue()).toBeUndefined();
    });

    it('closes a conversation that was quiet for its time, however often it spoke before', async () => {
      const opened = await world.open('shop');
      for (let i = 0; i < 3; i += 1) {
        await world.pass(DAY / 2);
        await world.send(opened, `m${i}`, { text: '在' });
      }
      await world.pass(DAY - 1000);
      expect((await stored.store.load(WORKSPACE, opened.session.id))?.status).toBe('bot');
      await world.pass(1000);
      expect((await stored.store.load(WORKSPACE, opened.session.id))?.status).toBe('closed');
      expect(await stored.store.nextDue()).toBeUndefined();
    });

    it('does not close a conversation whose flow lets time pass on purpose', async () => {
      const slow = drawFlow(
        {
          wait: ['wait', { durationMs: 5 * DAY, cancelOnMessage: false }],
          news: ['message', { text: '您的包裹到了。' }],
        },
        ['start -> wait', 'wait.due -> news'],
      );
      world = build({ flows: { slow } });
      const opened = await world.open('slow');
      await world.pass(5 * DAY);
      expect(await transcript(opened.session.id)).toEqual([['bot', '您的包裹到了。']]);
      await world.pass(DAY);
      expect((await stored.store.load(WORKSPACE, opened.session.id))?.status).toBe('closed');
    });

    it('fires no timer whose row was replaced or taken back', async () => {
      const asks = drawFlow(
        {
          ask: [
            'askText',
            { prompt: '在吗？', noReply: { enabled: true, afterMs: 60_000, reminders: [] }, variable: 'x' },
          ],
          gone: ['message', { text: '那先不打扰了。' }],
        },
        ['start -> ask', 'ask.answered -> ask', 'ask.noReply -> gone'],
      );
      world = build({ flows: { asks } });
      const opened = await world.open('asks');
      const [old] = await stored.store.dueTimers(clock.now() + 60_000, 10);
      await world.pass(30_000);
      await world.send(opened, 'a', { text: '在' });
      expect((await world.sessions.elapse(old!)).outcome).toBe('stale');
      await world.pass(59_000);
      expect(await transcript(opened.session.id)).not.toContainEqual(['bot', '那先不打扰了。']);
      await world.pass(1000);
      expect((await transcript(opened.session.id)).filter(([, text]) => text === '那先不打扰了。')).toHaveLength(1);
    });

    it('drops a result that comes after the customer moved on, and one that comes after the end', async () => {
      const calls = drawFlow(
        {
          call: ['http', { url: 'https://api.test/x' }],
          got: ['message', { text: '查到了。' }],
          bye: ['onKeyword', { words: ['再见'] }],
          end: ['end', { text: '再见！' }],
        },
        ['start -> call', 'call.ok -> got', 'call.error -> got', 'call.clientError -> got', 'call.serverError -> got'],
      );
      world = build({ flows: { calls } });
      const opened = await world.open('calls');
      const [row] = await stored.store.claimOutbox(clock.now(), 1000, 10);
      await world.act(opened, 'staff', { type: 'session.expired', reason: 'staff' });
      expect((await world.sessions.settle(row!, { output: { status: 200, headers: {}, body: 'ok' } })).outcome).toBe(
        'stale',
      );
      expect(await transcript(opened.session.id)).toEqual([]);
      expect(await stored.store.claimOutbox(clock.now() + DAY, 1000, 10)).toEqual([]);
      expect((await world.sessions.settle(row!, { output: {} })).outcome).toBe('duplicate');
    });

    it('apologises for a broken expression, writes the fault down, offers a person and goes on', async () => {
      const nodes = {
        ask: ['askText', { prompt: '说' }],
        sum: ['message', { text: '共 {{ 1 / 0 }} 元' }],
      } as const;
      const bad = drawFlow(nodes, ['start -> ask', 'ask.answered -> sum', 'sum -> ask']);
      world = build({ flows: { bad } });
      const opened = await world.open('bad');
      const answer = await world.send(opened, 'a', { text: '你好' });
      const [, entry] = await stored.store.journal(WORKSPACE, opened.session.id);
      expect(entry?.fault).toMatchObject({ node: 'sum' });
      expect(answer.status).toBe('bot');
      expect(answer.messages.at(-1)?.choices).toMatchObject([{ id: PERSON_CHOICE }]);
      expect(texts(await world.send(opened, 'b', { choice: PERSON_CHOICE }))[0]).toContain('转接');
    });

    it('brings in a person: the bot is silent, the person is heard, and the flow goes on after it', async () => {
      const opened = await world.open('shop');
      const topic: unknown[] = [];
      world.bus.subscribe(`session:${opened.session.id}`, (event) => void topic.push(event));
      const queued = await world.act(opened, 'customer:a', { type: 'person.requested', messageId: 'a' });
      expect(queued.status).toBe('queue');
      expect(texts(await world.send(opened, 'b', { text: '快点' }))).toEqual([]);
      expect((await world.act(opened, 'accept', { type: 'agent.accepted', agent: ann })).status).toBe('person');
      const said = await world.act(opened, 'agent:1', {
        type: 'agent.said',
        messageId: 'x1',
        text: '我是安妮。',
        agent: ann,
      });
      expect(said.messages).toMatchObject([{ from: 'agent', by: 'Ann', text: '我是安妮。' }]);
      expect(texts(await world.send(opened, 'c', { text: '再见' }))).toEqual([]);
      expect((await world.act(opened, 'done', { type: 'handoff.resolved', agent: ann })).status).toBe('bot');
      expect(topic).toContainEqual({ type: 'status', status: 'person' });
      expect(topic).toContainEqual(expect.objectContaining({ message: expect.objectContaining({ by: 'Ann' }) }));
    });

    it('shows a session to no other workspace and to no other token', async () => {
      const opened = await world.open('shop');
      const other = await world.open('shop');
      await expect(
        world.sessions.receive('w2', opened.session.id, 'customer:a', {
          type: 'message.received',
          messageId: 'a',
          text: 'x',
        }),
      ).rejects.toMatchObject({ code: 'RESOURCE_NOT_FOUND' });
      const { authenticate } = world.sessions;
      expect((await authenticate(opened.session.id, opened.token))?.id).toBe(opened.session.id);
      expect((await build().sessions.authenticate(opened.session.id, opened.token))?.id).toBe(opened.session.id);
      expect(await authenticate(opened.session.id, other.token)).toBeUndefined();
      expect(await authenticate(opened.session.id, '')).toBeUndefined();
      expect(await authenticate('unknown', opened.token)).toBeUndefined();
    });

    it('stays on the version it began with', async () => {
      const opened = await world.open('shop');
      world.publish('shop', 2, drawFlow({ hello: ['message', { text: 'v2' }] }, ['start -> hello']));
      expect(texts(await world.send(opened, 'a', { choice: 'order' }))).toEqual(['订单号？']);
      expect(texts(await world.open('shop'))).toEqual(['v2']);
      await expect(world.open('unknown')).rejects.toMatchObject({ code: 'FLOW_NOT_PUBLISHED' });
    });

    it('ends a flow that asks for local effects without end in the apology', async () => {
      const loop = drawFlow({ ask: ['askText', { prompt: '说' }], know: ['knowledgeAnswer', { mode: 'extract' }] }, [
        'start -> ask',
        'ask.answered -> know',
        'know.noHit -> know',
      ]);
      world = build({ flows: { loop } });
      const opened = await world.open('loop');
      const answer = await world.send(opened, 'a', { text: '你好' });
      const [, entry] = await stored.store.journal(WORKSPACE, opened.session.id);
      expect(entry?.fault?.code).toBe('FLOW_RUNAWAY');
      expect(answer.messages).toHaveLength(1);
      expect(texts(await world.send(opened, 'b', { text: '再来' }))).toHaveLength(1);
    });
  });
}
