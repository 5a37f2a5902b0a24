// A rehearsal as a test and back: what was done can be done again, and what came of it is what is expected.
import { describe, expect, it } from 'vitest';
import type { Rehearsed } from '#nodes/wire/flows.ts';
import { actsOf, lengthMs, nextElapsed } from './acts-of-dialogue.ts';
import { dialogueFromTurns } from './dialogue-from-turns.ts';
import { EMPTY_TREE, grow, pathTo, type Act } from './rehearsal-tree.ts';

const message = (text: string, more: object = {}) => ({ id: text, from: 'bot', kind: 'text', text, ...more });
const result = (over: Partial<Rehearsed>): Rehearsed => ({
  snapshot: {},
  messages: [],
  trace: [],
  timers: [],
  cancelled: [],
  effects: [],
  understood: null,
  why: [],
  outcome: 'waiting',
  attention: 'bot',
  fault: null,
  ...over,
});
const choices = message('Which?', { kind: 'choices', choices: [{ id: 'gold', label: 'Gold' }] });
const conditions = { locale: 'en', agentsOnline: false, callsFail: true };

describe('a rehearsal', () => {
  const timers = [{ id: 't', event: 'after', dueAt: 61_000 }];
  let tree = grow(EMPTY_TREE, {
    act: null,
    said: '',
    at: 0,
    result: result({ messages: [choices], trace: [{ node: 'ask', ms: 0 }], timers }),
  });
  const first = pathTo(tree, tree.current);
  const steps: readonly (readonly [Act, Partial<Rehearsed>, number])[] = [
    [{ kind: 'choice', choice: 'gold' }, { messages: [message('Gold it is')], trace: [{ node: 'gold', ms: 1 }] }, 1000],
    [{ kind: 'elapsed', timerId: 't', event: 'after', afterMs: 60_000 }, {}, 61_000],
    [{ kind: 'agent', step: 'abandon' }, { outcome: 'done' }, 62_000],
  ];
  for (const [act, over, at] of steps) tree = grow(tree, { act, said: 'x', at, result: result(over) });

  it('becomes a dialogue with places, words and who has it', () => {
    expect(dialogueFromTurns('kept', pathTo(tree, tree.current), conditions, ['shop'])).toEqual({
      name: 'kept',
      locale: 'en',
      startsAt: '1970-01-01T00:00:00Z',
      agentsOnline: false,
      mocks: { shop: 'fail' },
      opens: { node: 'ask', reply: ['Which?'] },
      turns: [
        { chooses: 'gold', expect: { node: 'gold', reply: ['Gold it is'] } },
        { waits: '60s', expect: { silent: true } },
        { leaves: true, expect: { silent: true, status: 'closed' } },
      ],
    });
  });

  it('is played again from a dialogue: what is pressed must have been offered, timers fire when their time has come', () => {
    expect(actsOf({ chooses: 'Gold' }, first)).toEqual([
      { act: { kind: 'choice', choice: 'gold' }, said: 'Gold', at: 1000 },
    ]);
    expect(actsOf({ chooses: 'Silver' }, first)).toEqual([]);
    expect(nextElapsed(first, lengthMs('30s'))).toBeNull();
    expect(nextElapsed(first, lengthMs('2m'))).toMatchObject({ act: { timerId: 't', afterMs: 61_000 }, at: 61_000 });
  });
});
