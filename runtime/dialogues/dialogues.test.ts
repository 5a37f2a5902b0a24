// Dialogues: golden conversations pass when the flow does what they say, and name every difference when it does not.
import { beforeAll, describe, expect, it } from 'vitest';
import type { Dialogue } from '#nodes/wire/dialogues.ts';
import { drawFlow } from '#nodes/testkit/talk.ts';
import { createLocalUnderstanding } from '#runtime/adapters/understanding-local/understanding-local.ts';
import { createRehearsal, type Rehearsal } from '#runtime/rehearsal/rehearsal.ts';
import { supportFlow } from '#runtime/testkit/support-flow.ts';
import { coverageOf } from './coverage.ts';
import { runDialogue } from './dialogues.ts';
import { msFromLength, readDialogue } from './read-dialogue.ts';

describe('runDialogue', () => {
  let rehearsal: Rehearsal;
  beforeAll(() => {
    rehearsal = createRehearsal({
      script: () => Promise.reject(new Error('No script in this test.')),
      understanding: createLocalUnderstanding({ worker: undefined }),
      search: () => Promise.resolve({ hits: [], confidence: 0, answer: '', sources: [], modelAvailable: false }),
    });
  });
  const run = (turns: Dialogue['turns'], more: Partial<Dialogue> = {}) =>
    runDialogue(rehearsal, supportFlow(), { name: 'test', turns, ...more });
  const problems = async (...args: Parameters<typeof run>) =>
    (await run(...args)).turns.flatMap((turn) => turn.problems);

  it('plays the desk from the queue to the end', async () => {
    const result = await run(
      [
        { says: '我要投诉', expect: { handoff: true, status: 'queue', mood: 'angry', reply: ['转接'] } },
        { agent: 'accept', expect: { status: 'person' } },
        { says: '在吗', expect: { silent: true } },
        { agentSays: '您好，我来处理。', expect: { status: 'person' } },
        { agent: 'return', expect: { status: 'bot', reply: ['机器人回来了'], node: 'back' } },
      ],
      { opens: { reply: ['您好！'], node: 'ask', handoff: false } },
    );
    expect(result.turns.flatMap((turn) => turn.problems).filter((line) => !line.startsWith('mood'))).toEqual([]);
  });

  it('takes leads, tags and variables from what happened', async () => {
    const form = { name: '王敏', phone: '13800138000', consent: true };
    const result = await problems([
      { says: '我要报名', expect: { reply: ['手机号'] } },
      {
        submits: form,
        expect: {
          lead: { phone: '13800138000' },
          variables: { 'lead.name': '王敏', 'customer.name': '王敏', nothing: null },
        },
      },
    ]);
    expect(result).toEqual([]);
  });

  it('lets an event arrive: only one of the right name and key is heard', async () => {
    const flow = drawFlow(
      {
        pay: ['waitEvent', { name: 'payment.done', key: "'42'", timeoutMs: 60_000, variable: 'paid' }],
        thanks: ['message', { text: 'Thanks for {{ paid.amount }}' }],
        late: ['message', { text: 'Too late' }],
      },
      ['start.next -> pay', 'pay.received -> thanks', 'pay.timeout -> late'],
    );
    const played = await runDialogue(rehearsal, flow, {
      name: 'paid',
      turns: [
        { event: { name: 'payment.done', data: { key: '43' } }, expect: { silent: true } },
        { event: { name: 'payment.done', data: { key: '42', amount: 5 } }, expect: { reply: ['Thanks for 5'] } },
      ],
    });
    expect(played.turns.flatMap((turn) => turn.problems)).toEqual([]);
    expect(played.turns[2]?.act).toBe('the event payment.done {"key":"42","amount":5}');
    expect(played.trace).toMatchObject([{}, {}, { node: 'pay' }, { node: 'pay', port: 'received' }, {}, {}]);
  });

  it('lets timers fire while time passes', async () => {
    expect(
      await problems([
        { says: '投诉', expect: { status: 'queue' } },
        { waits: '4m', expect: { silent: true } },
        { waits: '90s', expect: { status: 'bot', reply: ['人工不在线'] } },
      ]),
    ).toEqual([]);
  });

  it('names each difference', async () => {
    const found = await problems([
      {
        says: '你好',
        expect: {
          reply: ['不存在的话'],
          notReply: ['请问'],
          silent: true,
          node: 'desk',
          status: 'closed',
          handoff: true,
          variables: { order: 'A1' },
          lead: {},
          tags: ['VIP'],
          mood: 'sad',
          intent: 'refund',
        },
      },
    ]);
    expect(found).toHaveLength(11);
    expect(found[0]).toContain('不存在的话');
    expect(found.find((line) => line.startsWith('variable'))).toBe('variable "order" is null instead of "A1"');
  });

  it('says what cannot be played, and goes on', async () => {
    const found = await problems([
      { chooses: 'gold' },
      { agentSays: '您好' },
      { agent: 'accept' },
      { says: '投诉', expect: { status: 'queue' } },
    ]);
    expect(found).toEqual([
      '"gold" was not offered',
      'nobody at the desk has the conversation (bot)',
      'nobody waits in the queue (bot)',
    ]);
  });

  it('covers the nodes and ways out that the paths came through', async () => {
    const { trace } = await run([{ says: '投诉' }, { leaves: true }], { agentsOnline: true });
    const { nodes, ports } = coverageOf(supportFlow(), [trace]);
    expect(nodes.missing).toEqual(['away', 'back', 'join', 'card']);
    expect(ports.missing).toContain('desk.offline');
    expect(ports.missing).not.toContain('start.next');
  });
});

describe('readDialogue', () => {
  it('refuses what is not a dialogue and names the place', () => {
    expect(() => readDialogue({ name: 'x', turns: [] }, 'a.json')).toThrow(/a\.json is not a dialogue: \/turns/);
    expect(() => readDialogue({ name: 'x', turns: [{ says: 'a', chooses: 'b' }] }, 'a.json')).toThrow(/turn 1 needs/);
    expect(() => readDialogue({ name: 'x', turns: [{ expect: {} }] }, 'a.json')).toThrow(/exactly one of/);
    expect(() => readDialogue({ name: 'x', turns: [{ waits: 'soon' }] }, 'a.json')).toThrow(/waits/);
  });

  it('reads lengths of time', () => {
    expect([msFromLength('30s'), msFromLength('10m'), msFromLength('24h'), msFromLength('2d')]).toEqual([
      30_000, 600_000, 86_400_000, 172_800_000,
    ]);
    expect(msFromLength('soon')).toBeUndefined();
  });
});
