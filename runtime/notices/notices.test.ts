// Notices on real sessions and a real database: who is reached, told once, live for those who look, there for those who come later.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DeskEvent } from '#nodes/wire/desk.ts';
import { createFlowDocument, type FlowDocument } from '#nodes/flow/document.ts';
import { createLocalBus } from '#runtime/adapters/bus-local/bus-local.ts';
import { openDatabase, type OpenDatabase } from '#runtime/adapters/store-sql/database.ts';
import { createFakeClock, type FakeClock } from '#runtime/testkit/fake-clock.ts';
import { agent, createPeople, type People } from '#runtime/testkit/people.ts';
import { flowNode } from '#runtime/testkit/support-flow.ts';

const W = 'w1';
const li = agent('Li Na');
const wang = agent('Wang');
const STAFF = [
  { id: li.id, name: li.name, role: 'agent' },
  { id: wang.id, name: wang.name, role: 'supervisor' },
  { id: 'sam', name: 'Sam', role: 'sales' },
  { id: 'dee', name: 'Dee', role: 'designer' },
] as const;

/** Whoever says "help" makes a notice. */
function alarmFlow(config: Record<string, unknown>): FlowDocument {
  const line = (from: string, port: string, to: string) => ({
    id: from + port,
    from: { node: from, port },
    to: { node: to },
  });
  return {
    ...createFlowDocument('报警'),
    nodes: [
      flowNode('start', 'start'),
      flowNode('ask', 'askText', { prompt: '您好' }),
      flowNode('word', 'onKeyword', { words: ['help'] }),
      flowNode('tell', 'notifyAgent', { text: '{{ turn.text }}!', ...config }),
      flowNode('good', 'message', { text: '已通知' }),
      flowNode('bad', 'message', { text: '没人' }),
    ],
    edges: [
      line('start', 'next', 'ask'),
      line('ask', 'answered', 'ask'),
      line('word', 'matched', 'tell'),
      line('tell', 'sent', 'good'),
      line('tell', 'error', 'bad'),
      line('good', 'next', 'ask'),
      line('bad', 'next', 'ask'),
    ],
  };
}

describe('notices', () => {
  let database: OpenDatabase;
  let clock: FakeClock;
  let people: People;
  beforeEach(async () => {
    database = await openDatabase({ file: ':memory:' });
    clock = createFakeClock();
    people = await createPeople(
      { database, clock, bus: createLocalBus() },
      { colleagues: (workspaceId) => Promise.resolve(workspaceId === W ? STAFF : []) },
    );
  });
  afterEach(async () => {
    await people.close();
    await database.close();
  });

  async function alarm(config: Record<string, unknown>, visitorId = 'v1') {
    const slug = `alarm-${visitorId}`;
    await people.publish(W, slug, alarmFlow(config));
    const opened = await people.open(slug, visitorId);
    const { messages } = await people.says(opened, 'm1', 'help');
    await people.settled();
    return { opened, answer: messages[0]?.text };
  }
  const listOf = (personId: string) => people.notices.list(W, personId);

  it('reaches everyone of the desk in the name of a department, and nobody else', async () => {
    const { opened, answer } = await alarm({ department: '售后', urgent: true });
    expect(answer).toBe('已通知');
    for (const { id } of [li, wang]) {
      expect(await listOf(id)).toMatchObject({
        unread: 1,
        notices: [
          {
            text: 'help!',
            department: '售后',
            urgent: true,
            linked: true,
            sessionId: opened.session.id,
            handoffId: null,
            leadId: null,
            readAt: null,
            flow: { name: '报警' },
          },
        ],
      });
    }
    for (const id of ['sam', 'dee', 'nobody']) expect(await listOf(id)).toEqual({ notices: [], unread: 0 });
    expect(await people.notices.list('w2', li.id)).toEqual({ notices: [], unread: 0 });
  });

  it('reaches one person whatever their role', async () => {
    expect((await alarm({ target: 'person', person: 'sam' })).answer).toBe('已通知');
    expect((await listOf('sam')).unread).toBe(1);
    expect((await listOf(li.id)).unread).toBe(0);
  });

  it('goes the error way for a person who is gone, and for an empty desk', async () => {
    expect((await alarm({ target: 'person', person: 'gone' })).answer).toBe('没人');
    expect((await alarm({ target: 'online' }, 'v2')).answer).toBe('没人');
    expect((await listOf(li.id)).unread).toBe(0);
  });

  it('tells whoever is at the desk at once, only their own, and only those who are online', async () => {
    const heard: DeskEvent[] = [];
    const others: DeskEvent[] = [];
    people.desk.open(W, li, (event) => heard.push(event));
    people.desk.open(W, wang, (event) => others.push(event));
    people.desk.setPresence(W, wang, 'away');
    await alarm({ target: 'online' });
    expect(heard.filter(({ type }) => type === 'notice')).toMatchObject([{ notice: { text: 'help!' } }]);
    expect(others.filter(({ type }) => type === 'notice')).toEqual([]);
    expect((await listOf(wang.id)).unread).toBe(0);
  });

  it('counts a turn that is sent twice once', async () => {
    const { opened } = await alarm({});
    await people.says(opened, 'm1', 'help');
    await people.settled();
    expect((await listOf(li.id)).notices).toHaveLength(1);
  });

  it('leads to the handoff once the customer waits for a person', async () => {
    const { opened } = await alarm({});
    people.desk.open(W, li, () => undefined);
    await people.says(opened, 'm2', '人工');
    const [handoff] = (await people.desk.lists(W, li)).waiting;
    expect((await listOf(li.id)).notices[0]?.handoffId).toBe(handoff?.id);
  });

  it('is read one by one or all at once, by its reader alone', async () => {
    await alarm({});
    await clock.advance(1000);
    await alarm({}, 'v2');
    const [newest] = (await listOf(li.id)).notices;
    const after = await people.notices.read(W, li.id, [newest!.id, 'of-somebody-else']);
    expect(after.unread).toBe(1);
    expect(after.notices.map(({ readAt }) => readAt !== null)).toEqual([true, false]);
    expect((await listOf(wang.id)).unread).toBe(2);
    expect((await people.notices.read('w2', wang.id, undefined)).unread).toBe(0);
    expect((await listOf(wang.id)).unread).toBe(2);
    expect((await people.notices.read(W, wang.id, undefined)).unread).toBe(0);
  });
});
