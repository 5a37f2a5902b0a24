// Conversations for the debugger: the replay of what was recorded is what was stored, turn by turn, also across versions.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import Value from 'typebox/value';
import { DebugConversationSchema } from '#nodes/wire/debug.ts';
import { createLocalBus } from '#runtime/adapters/bus-local/bus-local.ts';
import { openDatabase, type OpenDatabase } from '#runtime/adapters/store-sql/database.ts';
import { createFakeClock } from '#runtime/testkit/fake-clock.ts';
import { createPeople, type People } from '#runtime/testkit/people.ts';
import { flowNode, supportFlow } from '#runtime/testkit/support-flow.ts';

const W = 'w1';
const ann = { id: 'u1', name: 'Ann' };

describe('debug', () => {
  let database: OpenDatabase;
  let people: People;
  beforeEach(async () => {
    database = await openDatabase({ file: ':memory:' });
    people = await createPeople({ database, clock: createFakeClock(), bus: createLocalBus() });
  });
  afterEach(async () => {
    await people.close();
    await database.close();
  });

  it('replays each turn to the snapshot that was stored after it', async () => {
    await people.publish(W, 'shop', supportFlow());
    const opened = await people.open('shop');
    const stored = [(await people.store.load(W, opened.session.id))?.snapshot];
    for (const [index, text] of ['随便聊聊', '报名', '我要投诉', '在吗'].entries()) {
      await people.says(opened, `m${index}`, text);
      stored.push((await people.store.load(W, opened.session.id))?.snapshot);
    }
    const debug = await people.conversations.debug(W, opened.session.id);
    expect(debug.turns.map(({ result }) => result.snapshot)).toEqual(stored);
    expect(Value.Check(DebugConversationSchema, JSON.parse(JSON.stringify(debug)))).toBe(true);
    expect(debug.turns.map(({ said }) => said)).toEqual(['', '随便聊聊', '报名', '我要投诉', '在吗']);
    expect(debug.turns[0]?.result.messages).toMatchObject([{ text: '您好！' }, { text: '请问有什么可以帮您？' }]);
    expect(debug.turns[3]?.result.effects.map(({ kind }) => kind)).toContain('desk.availability');
    expect(debug.turns[3]?.act).toEqual({ kind: 'text', text: '我要投诉' });
  });

  it('goes on in the other version from the turn in which staff moved the conversation', async () => {
    const { id } = await people.publish(W, 'shop', supportFlow());
    const opened = await people.open('shop');
    const { revision } = await people.flows.get(W, id);
    const flow = supportFlow();
    const next = {
      ...flow,
      nodes: flow.nodes.map((node) => (node.id === 'hello' ? flowNode('hello', 'message', { text: '新' }) : node)),
    };
    const saved = await people.flows.saveDraft(W, ann, id, revision, next);
    await people.flows.publish(W, ann, id, { revision: saved.revision, note: '' });
    await people.releases.move(W, ann, id, { from: 1, to: 2, map: {}, stuck: 'stay', dryRun: false });
    await people.says(opened, 'm1', '随便聊聊');
    const debug = await people.conversations.debug(W, opened.session.id);
    expect(debug.turns.map(({ event, version }) => [event, version])).toEqual([
      ['session.started', 1],
      ['session.migrated', 2],
      ['message.received', 2],
    ]);
    expect(debug.documents.map(({ version }) => version)).toEqual([1, 2]);
    expect(debug.turns.at(-1)?.result.snapshot).toEqual((await people.store.load(W, opened.session.id))?.snapshot);
  });

  it('is of its workspace alone', async () => {
    await people.publish(W, 'shop', supportFlow());
    const { session } = await people.open('shop');
    await expect(people.conversations.debug('w2', session.id)).rejects.toMatchObject({ code: 'RESOURCE_NOT_FOUND' });
  });
});
