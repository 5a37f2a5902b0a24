// The desk on real sessions and a real database: who waits, who wins, who is silent, and what colleagues see.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DeskEvent } from '#nodes/wire/desk.ts';
import { createLocalBus } from '#runtime/adapters/bus-local/bus-local.ts';
import { openDatabase, type OpenDatabase } from '#runtime/adapters/store-sql/database.ts';
import { createSqlMoodCorrectionStore } from '#runtime/adapters/store-sql/mood-correction-store.ts';
import { createFakeClock, type FakeClock } from '#runtime/testkit/fake-clock.ts';
import { agent, createPeople, type People } from '#runtime/testkit/people.ts';
import { supportFlow } from '#runtime/testkit/support-flow.ts';

const W = 'w1';
const li = agent('Li Na');
const wang = agent('Wang');

describe('the desk', () => {
  let database: OpenDatabase;
  let clock: FakeClock;
  let people: People;
  beforeEach(async () => {
    database = await openDatabase({ file: ':memory:' });
    clock = createFakeClock();
    people = await createPeople({ database, clock, bus: createLocalBus() }, { queueLimit: 3 });
    await people.publish(W, 'help', supportFlow());
  });
  afterEach(async () => {
    await people.close();
    await database.close();
  });

  /** A customer who complained while somebody was at the desk. */
  async function waiting(visitorId = 'v1') {
    const opened = await people.open('help', visitorId, { page: 'https://shop.test/order' });
    await people.says(opened, 'm1', '我要投诉！太差劲了！');
    const handoff = (await people.desk.lists(W, li)).waiting.find(({ sessionId }) => sessionId === opened.session.id);
    return { opened, handoff: handoff! };
  }

  it('sends customers to the offline port while nobody is at the desk', async () => {
    const opened = await people.open('help');
    const received = await people.says(opened, 'm1', '我要投诉');
    expect(received.status).toBe('bot');
    expect(received.messages.map(({ text }) => text)).toContain('人工不在线。');
    expect((await people.desk.lists(W, li)).waiting).toEqual([]);
  });

  it('shows a waiting customer with reason, mood, priority and last words, to every open desk', async () => {
    const seen: DeskEvent[] = [];
    people.desk.open(W, li, (event) => seen.push(event));
    const { opened, handoff } = await waiting();
    await people.settled();
    expect(handoff).toMatchObject({
      state: 'waiting',
      reason: '客户投诉',
      priority: 5,
      mood: 'angry',
      unread: 1,
      lastMessage: { from: 'customer', text: '我要投诉！太差劲了！' },
      flow: { name: '售后助手', version: 1 },
    });
    expect(handoff.customer.name).toMatch(/^访客 /);
    expect((await people.sessions.authenticate(opened.session.id, opened.token))?.status).toBe('queue');
    expect(seen.some((event) => event.type === 'handoff' && event.handoff.id === handoff.id)).toBe(true);
    expect(seen.some((event) => event.type === 'message' && event.message.text === '我要投诉！太差劲了！')).toBe(true);
  });

  describe('the mood of a customer', () => {
    const chipOf = async (handoffId: string) =>
      (await people.desk.lists(W, li)).waiting.find(({ id }) => id === handoffId);
    const cardOf = async (handoffId: string) => (await people.desk.detail(W, li, handoffId)).context.moods;
    let leave: () => void;
    let seen: DeskEvent[];
    beforeEach(() => {
      seen = [];
      leave = people.desk.open(W, wang, (event) => seen.push(event));
    });
    afterEach(() => leave());

    it('is the corrected one once the newest message was corrected, and every open desk hears of it', async () => {
      const { handoff } = await waiting();
      await people.moods.correct(W, li, handoff.sessionId, 'm1', 'sad');
      await people.settled();
      expect(await chipOf(handoff.id)).toMatchObject({ mood: 'sad', moodCorrected: { said: 'angry', by: 'Li Na' } });
      expect((await people.desk.detail(W, li, handoff.id)).handoff).toMatchObject({ mood: 'sad' });
      expect(await cardOf(handoff.id)).toMatchObject([{ label: 'sad', corrected: { said: 'angry', by: 'Li Na' } }]);
      expect(seen.at(-1)).toMatchObject({ type: 'mood', handoff: { id: handoff.id, mood: 'sad' } });
    });

    it('is as it was judged again when the correction is taken back', async () => {
      const { handoff } = await waiting();
      await people.moods.correct(W, li, handoff.sessionId, 'm1', 'sad');
      await people.moods.correct(W, li, handoff.sessionId, 'm1', 'angry');
      await people.settled();
      expect(await chipOf(handoff.id)).toMatchObject({ mood: 'angry', moodCorrected: null });
      expect(await cardOf(handoff.id)).toMatchObject([{ label: 'angry', corrected: null }]);
      expect(seen.at(-1)).toMatchObject({ type: 'mood', handoff: { mood: 'angry', moodCorrected: null } });
    });

    it('is not that of an earlier message, corrected or not; the card shows each message its own', async () => {
      const { opened, handoff } = await waiting();
      await people.says(opened, 'm2', '好的');
      await people.moods.correct(W, li, handoff.sessionId, 'm1', 'sad');
      expect(await chipOf(handoff.id)).toMatchObject({ mood: 'calm', moodCorrected: null });
      expect(await cardOf(handoff.id)).toMatchObject([
        { label: 'sad', corrected: { said: 'angry' } },
        { label: 'calm', corrected: null },
      ]);
    });

    it('follows the newest message away from a correction', async () => {
      const { opened, handoff } = await waiting();
      await people.moods.correct(W, li, handoff.sessionId, 'm1', 'happy');
      await people.says(opened, 'm2', '你们几点开门');
      expect(await chipOf(handoff.id)).toMatchObject({ mood: 'calm', moodCorrected: null });
    });

    it('stays what it was when a customer at the end of their handoff says more to the flow', async () => {
      const { opened, handoff } = await waiting();
      await people.desk.claim(W, li, handoff.id);
      await clock.advance(1000);
      await people.desk.giveBack(W, li, handoff.id, '');
      await clock.advance(1000);
      await people.says(opened, 'm2', '谢谢，太好了！');
      await people.moods.correct(W, li, handoff.sessionId, 'm2', 'sad');
      expect((await people.desk.detail(W, li, handoff.id)).handoff).toMatchObject({
        mood: 'angry',
        moodCorrected: null,
      });
    });

    it('is one of its own workspace', async () => {
      const { handoff } = await waiting();
      const other = { sessionId: handoff.sessionId, messageId: 'm1', flowId: 'f', text: 't', said: 'angry' } as const;
      const store = createSqlMoodCorrectionStore(database.kysely);
      await store.put('w2', { ...other, mood: 'happy', by: { id: 'x', name: 'X' }, at: 1 });
      expect(await chipOf(handoff.id)).toMatchObject({ mood: 'angry', moodCorrected: null });
      expect(await cardOf(handoff.id)).toMatchObject([{ corrected: null }]);
    });
  });

  it('lets exactly one of fifty people win a claim and names the winner to the others', async () => {
    people.desk.open(W, li, () => undefined);
    const { handoff } = await waiting();
    const staff = Array.from({ length: 50 }, (_, index) => agent(`Agent ${index}`));
    const outcomes = await Promise.allSettled(staff.map((person) => people.desk.claim(W, person, handoff.id)));
    const won = outcomes.filter((outcome) => outcome.status === 'fulfilled');
    expect(won).toHaveLength(1);
    const winner = won[0]!.value.agent!.name;
    for (const outcome of outcomes) {
      if (outcome.status === 'fulfilled') continue;
      expect(outcome.reason).toMatchObject({ code: 'HANDOFF_TAKEN', facts: { agent: winner } });
    }
    const journal = await people.store.journal(W, handoff.sessionId);
    expect(journal.filter(({ event }) => event.type === 'agent.accepted')).toHaveLength(1);
  });

  it('answers the winner the same when they claim again', async () => {
    people.desk.open(W, li, () => undefined);
    const { handoff } = await waiting();
    const first = await people.desk.claim(W, li, handoff.id);
    expect(await people.desk.claim(W, li, handoff.id)).toEqual(first);
  });

  it('can be claimed although somebody used up the claim event before', async () => {
    people.desk.open(W, li, () => undefined);
    const { opened, handoff } = await waiting();
    await people.sessions.receive(W, opened.session.id, `claim:${handoff.id}`, {
      type: 'message.received',
      messageId: 'x',
      text: 'hello?',
    });
    expect(await people.desk.claim(W, li, handoff.id)).toMatchObject({ state: 'active', agent: { name: 'Li Na' } });
  });

  it('keeps the bot silent while a person has the conversation, and carries words both ways', async () => {
    people.desk.open(W, li, () => undefined);
    const { opened, handoff } = await waiting();
    await people.desk.claim(W, li, handoff.id);
    const said = await people.desk.say(W, li, handoff.id, { id: 'a1', text: '您好，我来处理。' });
    expect(said).toMatchObject({ from: 'agent', by: 'Li Na', text: '您好，我来处理。' });
    const reply = await people.says(opened, 'm2', '投诉 报名 你好');
    expect(reply.status).toBe('person');
    expect(reply.messages).toEqual([]);
    expect((await people.desk.lists(W, li)).mine[0]).toMatchObject({
      unread: 1,
      lastMessage: { text: '投诉 报名 你好' },
    });
    expect((await people.desk.detail(W, li, handoff.id)).handoff.unread).toBe(0);
    expect((await people.desk.lists(W, wang)).others.map(({ id }) => id)).toEqual([handoff.id]);
  });

  it('says a message once however often it is sent', async () => {
    people.desk.open(W, li, () => undefined);
    const { opened, handoff } = await waiting();
    await people.desk.claim(W, li, handoff.id);
    const sent = await Promise.all([1, 2, 3].map(() => people.desk.say(W, li, handoff.id, { id: 'a1', text: '在的' })));
    expect(new Set(sent.map(({ seq }) => seq)).size).toBe(1);
    const messages = await people.store.messages(W, opened.session.id, 0, 100);
    expect(messages.filter(({ from }) => from === 'agent')).toHaveLength(1);
  });

  it('lets only the holder speak, and a supervisor end it', async () => {
    people.desk.open(W, li, () => undefined);
    const { handoff } = await waiting();
    await expect(people.desk.say(W, li, handoff.id, { id: 'a0', text: 'x' })).rejects.toMatchObject({
      code: 'STATE_CONFLICT',
    });
    await people.desk.claim(W, li, handoff.id);
    await expect(people.desk.say(W, wang, handoff.id, { id: 'a1', text: 'x' })).rejects.toMatchObject({
      code: 'HANDOFF_TAKEN',
    });
    await expect(people.desk.resolve(W, wang, handoff.id)).rejects.toMatchObject({ code: 'HANDOFF_TAKEN' });
    expect(await people.desk.resolve(W, agent('Boss', 'supervisor'), handoff.id)).toMatchObject({ state: 'resolved' });
  });

  it('gives the conversation back to the flow, which speaks again', async () => {
    people.desk.open(W, li, () => undefined);
    const { opened, handoff } = await waiting();
    await people.desk.claim(W, li, handoff.id);
    expect(await people.desk.giveBack(W, li, handoff.id, '已安抚')).toMatchObject({ state: 'returned' });
    const messages = await people.store.messages(W, opened.session.id, 0, 100);
    expect(messages.slice(-2)).toMatchObject([
      { from: 'bot', text: '机器人回来了。' },
      { from: 'bot', text: '请问有什么可以帮您？' },
    ]);
    expect((await people.desk.detail(W, li, handoff.id)).notes).toMatchObject([
      { text: '已安抚', by: { name: 'Li Na' } },
    ]);
    await expect(people.desk.claim(W, wang, handoff.id)).rejects.toMatchObject({ code: 'STATE_CONFLICT' });
  });

  it('shows the context card: path with names, moods, source, values and a summary', async () => {
    people.desk.open(W, li, () => undefined);
    const { handoff } = await waiting();
    const { context, messages } = await people.desk.detail(W, wang, handoff.id);
    expect(context.reason).toBe('客户投诉');
    expect(context.path.map(({ name }) => name)).toEqual(['开始', '问候', '提问', '关键词触发', '转人工']);
    expect(context.path[1]).toMatchObject({ node: 'hello', type: 'message', port: 'next' });
    expect(context.moods.at(-1)).toMatchObject({ label: 'angry' });
    expect(context.source).toEqual({ page: 'https://shop.test/order' });
    expect(context.summary[0]).toContain('我要投诉');
    expect(messages.map(({ from }) => from)).toEqual(['bot', 'bot', 'customer', 'system']);
  });

  it('takes the queueFull port when too many wait', async () => {
    people.desk.open(W, li, () => undefined);
    for (const visitor of ['v1', 'v2', 'v3']) await waiting(visitor);
    expect(await people.desk.availability(W, '')).toMatchObject({ state: 'full', waiting: 3, position: 4 });
    const opened = await people.open('help', 'v4');
    expect((await people.says(opened, 'm1', '投诉')).status).toBe('bot');
  });

  it('counts people as online by their open streams, with a moment of grace, unless they are away', async () => {
    const seen: DeskEvent[] = [];
    const closeLi = people.desk.open(W, li, (event) => seen.push(event));
    const closeSecondTab = people.desk.open(W, li, () => undefined);
    expect(await people.desk.availability(W, '')).toMatchObject({ state: 'available', agentsOnline: 1 });
    people.desk.setPresence(W, li, 'away');
    expect((await people.desk.lists(W, li)).presence).toBe('away');
    expect(await people.desk.availability(W, '')).toMatchObject({ state: 'offline', agentsOnline: 0 });
    people.desk.setPresence(W, li, 'online');
    closeSecondTab();
    closeLi();
    expect(await people.desk.availability(W, '')).toMatchObject({ agentsOnline: 1 });
    await clock.advance(2_000);
    expect(await people.desk.availability(W, '')).toMatchObject({ state: 'offline' });
    expect(seen.filter(({ type }) => type === 'presence').length).toBeGreaterThan(0);
  });

  it('shows another workspace nothing', async () => {
    people.desk.open(W, li, () => undefined);
    const { handoff } = await waiting();
    const other = 'w2';
    expect((await people.desk.lists(other, li)).waiting).toEqual([]);
    for (const act of [
      () => people.desk.detail(other, li, handoff.id),
      () => people.desk.claim(other, li, handoff.id),
      () => people.desk.say(other, li, handoff.id, { id: 'a', text: 'x' }),
      () => people.desk.note(other, li, handoff.id, 'x'),
      () => people.desk.resolve(other, li, handoff.id),
      () => people.desk.giveBack(other, li, handoff.id, ''),
    ]) {
      await expect(act()).rejects.toMatchObject({ code: 'RESOURCE_NOT_FOUND' });
    }
    expect((await people.desk.lists(W, li)).waiting).toHaveLength(1);
    expect(await people.desk.availability(other, '')).toMatchObject({ state: 'offline', waiting: 0 });
  });
});
