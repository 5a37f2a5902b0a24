// Corrections of moods from end to end: a real conversation, a colleague who knows better, and the next message.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createLocalBus } from '#runtime/adapters/bus-local/bus-local.ts';
import { openDatabase, type OpenDatabase } from '#runtime/adapters/store-sql/database.ts';
import { createSqlDemoStore } from '#runtime/adapters/store-sql/demo-store.ts';
import { createFakeClock } from '#runtime/testkit/fake-clock.ts';
import { agent, createPeople, type People } from '#runtime/testkit/people.ts';
import { supportFlow } from '#runtime/testkit/support-flow.ts';

const W = 'w1';
const ann = agent('Ann');

describe('what staff corrects in moods', () => {
  let database: OpenDatabase;
  let people: People;
  let sessionId: string;
  let flowId: string;
  let says: (messageId: string, text: string) => Promise<unknown>;
  const moodOf = async (messageId: string) =>
    (await people.moods.ofConversation(W, sessionId)).moods.find((mood) => mood.messageId === messageId);

  beforeEach(async () => {
    database = await openDatabase({ file: ':memory:' });
    people = await createPeople({ database, clock: createFakeClock(), bus: createLocalBus() });
    flowId = (await people.publish(W, 'shop', supportFlow())).id;
    const opened = await people.open('shop');
    sessionId = opened.session.id;
    says = (messageId, text) => people.says(opened, messageId, text);
  });
  afterEach(async () => {
    await people.close();
    await database.close();
  });

  it('is what the next message like it is taken for', async () => {
    await says('m1', '说好的优惠呢');
    expect(await moodOf('m1')).toMatchObject({ said: 'calm', corrected: null });
    await people.moods.correct(W, ann, sessionId, 'm1', 'angry');
    await says('m2', '说好的优惠在哪呢');
    await says('m3', '你们几点开门');
    expect(await moodOf('m1')).toMatchObject({ said: 'calm', corrected: { mood: 'angry', by: 'Ann' } });
    expect(await moodOf('m2')).toMatchObject({ said: 'angry', corrected: null });
    expect(await moodOf('m3')).toMatchObject({ said: 'calm' });
    const { context } = (await people.store.load(W, sessionId))?.snapshot ?? {};
    expect(context?.moods.map(({ label }) => label)).toEqual(['calm', 'angry', 'calm']);
  });

  it('can be taken back, and is forgotten then', async () => {
    await says('m1', '说好的优惠呢');
    await people.moods.correct(W, ann, sessionId, 'm1', 'angry');
    await people.moods.correct(W, ann, sessionId, 'm1', 'sad');
    expect((await people.moods.list(W)).corrections).toMatchObject([
      { text: '说好的优惠呢', said: 'calm', mood: 'sad' },
    ]);
    await people.moods.correct(W, ann, sessionId, 'm1', 'calm');
    expect((await people.moods.list(W)).corrections).toEqual([]);
    await says('m2', '说好的优惠呢');
    expect(await moodOf('m2')).toMatchObject({ said: 'calm' });
  });

  it('stays in its workspace', async () => {
    await says('m1', '说好的优惠呢');
    await people.moods.correct(W, ann, sessionId, 'm1', 'angry');
    expect((await people.moods.list('w2')).corrections).toEqual([]);
    await people.moods.ready('w2');
    expect(people.moods.now('w2')).toBeUndefined();
    for (const act of [
      people.moods.ofConversation('w2', sessionId),
      people.moods.correct('w2', ann, sessionId, 'm1', 'happy'),
    ])
      await expect(act).rejects.toMatchObject({ code: 'RESOURCE_NOT_FOUND' });
  });

  it('is about judged messages only', async () => {
    await says('m1', '说好的优惠呢');
    await expect(people.moods.correct(W, ann, sessionId, 'm9', 'angry')).rejects.toMatchObject({
      code: 'RESOURCE_NOT_FOUND',
    });
    expect(people.moods.now(W)).toBeUndefined();
  });

  it('is kept without numbers and addresses of persons', async () => {
    await says('m1', '说好的优惠呢 打我电话13912345678 卡号6222021234567890123');
    await people.moods.correct(W, ann, sessionId, 'm1', 'happy');
    const [kept] = (await people.moods.list(W)).corrections;
    expect(kept?.text).toContain('说好的优惠呢');
    expect(kept?.text).not.toMatch(/13912345678|6222021234567890123/u);
  });

  it('goes with the conversation it is about', async () => {
    await says('m1', '说好的优惠呢');
    await people.moods.correct(W, ann, sessionId, 'm1', 'angry');
    expect(people.moods.now(W)?.lessons).toBe(1);
    await createSqlDemoStore(database.kysely).wipe(W, [flowId]);
    await people.moods.refresh(W);
    expect((await people.moods.list(W)).corrections).toEqual([]);
    expect(people.moods.now(W)).toBeUndefined();
  });

  it('is learnt again after a restart, before the first message is judged', async () => {
    await says('m1', '说好的优惠呢');
    await people.moods.correct(W, ann, sessionId, 'm1', 'angry');
    await people.close();
    people = await createPeople({ database, clock: createFakeClock(), bus: createLocalBus() });
    const again = await people.open('shop', 'v2');
    await people.says(again, 'm1', '说好的优惠呢');
    expect((await people.moods.ofConversation(W, again.session.id)).moods[0]).toMatchObject({ said: 'angry' });
  });
});
