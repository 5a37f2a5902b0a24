// Replaying a recorded conversation: equal turns go by, the first other one is told with both sides and the step it comes from.
import { describe, expect, it } from 'vitest';
import type { DebugConversation, DebugTurn } from '#nodes/wire/debug.ts';
import type { Rehearsed } from '#nodes/wire/flows.ts';
import { replayOnDraft } from './replay-on-draft.ts';

const context = (vars: object) => ({
  value: 'n',
  status: 'active',
  context: { vars, customer: { name: 'Li' }, session: { id: 's', seed: 7, channel: 'web', source: {} } },
});

function result(node: string, text: string, vars: object = {}, more: Partial<Rehearsed> = {}): Rehearsed {
  return {
    snapshot: context(vars),
    messages: text === '' ? [] : [{ id: `s:${node}:1:0:5`, from: 'bot', kind: 'text', text }],
    trace: [{ node, ms: 0 }],
    timers: [],
    cancelled: [],
    effects: [],
    understood: null,
    why: [],
    outcome: 'waiting',
    attention: 'bot',
    fault: null,
    ...more,
  };
}

const turn = (act: DebugTurn['act'], said: string, played: Rehearsed): DebugTurn => ({
  revision: 1,
  at: 1,
  version: 1,
  event: 'x',
  act,
  said,
  result: played,
});

const says = (text: string) => ({ kind: 'text', text }) as const;
const record = (turns: readonly DebugTurn[]): DebugConversation => ({
  sessionId: 's',
  flow: { id: 'f', name: 'F', version: 1 },
  documents: [],
  mocks: { shop: 'fail' },
  locale: 'en',
  turns: [...turns],
});

const replay = (debug: DebugConversation, answers: readonly Rehearsed[]) => {
  const asked: unknown[] = [];
  const play = (request: unknown) => {
    asked.push(request);
    const answer = answers[asked.length - 1];
    return answer === undefined ? Promise.reject(new Error('asked too often')) : Promise.resolve(answer);
  };
  return replayOnDraft(debug, play, () => undefined).then((found) => ({ found, asked }));
};

const hello = turn(null, '', result('hello', 'Hello'));

describe('a replay on the draft', () => {
  it('finds no difference where there is none, and begins as the conversation began', async () => {
    const { found, asked } = await replay(record([hello, turn(says('a'), 'a', result('b', 'B'))]), [
      result('hello', 'Hello'),
      result('b', 'B'),
    ]);
    expect(found).toEqual({ kind: 'same', turns: 1 });
    expect(asked[0]).toMatchObject({
      snapshot: null,
      mocks: { shop: { error: 'ASKED_FOR' } },
      start: { sessionId: 's', seed: 7, customer: { name: 'Li' } },
    });
    expect(asked[1]).toMatchObject({ act: says('a') });
  });

  it('stops at the first other words and names the step that says them', async () => {
    const { found } = await replay(record([hello, turn(says('a'), 'a', result('b', 'B'))]), [
      result('hello', 'Hello'),
      result('b', 'Other'),
    ]);
    expect(found).toMatchObject({
      kind: 'differs',
      divergence: { number: 1, turn: 2, act: 'a', node: 'b', then: { said: ['B'] }, now: { said: ['Other'] } },
    });
  });

  it('sees another path and other values', async () => {
    const debug = record([hello, turn(says('a'), 'a', result('b', 'B', { n: 1 }))]);
    const { found } = await replay(debug, [result('hello', 'Hello'), result('c', 'B', { n: 2 })]);
    expect(found).toMatchObject({ divergence: { node: 'c', values: [{ name: 'n', then: 1, now: 2 }] } });
  });

  it('counts what another system answered later to the turn that asked', async () => {
    const debug = record([
      hello,
      turn(says('a'), 'a', result('shop', 'One moment')),
      turn(null, '', result('told', 'Sent')),
    ]);
    const now = result(
      'shop',
      '',
      {},
      {
        messages: ['One moment', 'Sent'].map((text) => ({ id: 's:x:1:0:5', from: 'bot', kind: 'text', text })),
        trace: [
          { node: 'shop', ms: 0 },
          { node: 'told', ms: 0 },
        ],
      },
    );
    expect((await replay(debug, [result('hello', 'Hello'), now])).found.kind).toBe('same');
  });

  it('says when the draft does not wait for what happened then', async () => {
    const elapsed = { kind: 'elapsed', timerId: 't', event: 'e', afterMs: 5 } as const;
    const { found } = await replay(record([hello, turn(elapsed, '', result('late', 'Late'))]), [
      result('hello', 'Hello'),
    ]);
    expect(found).toMatchObject({ kind: 'differs', divergence: { now: null, number: 1, node: 'hello' } });
  });
});
