// The event a rehearsal waits for: found while it rests in the step that asked for it, with the key of that visit.
import { describe, expect, it } from 'vitest';
import type { Rehearsed } from '#nodes/wire/flows.ts';
import { actsOf } from './acts-of-dialogue.ts';
import { awaitedIn } from './awaited-event.ts';
import { dialogueFromTurns } from './dialogue-from-turns.ts';
import { dataFromText, isEventName } from './event-form.ts';
import { EMPTY_TREE, grow, pathTo } from './rehearsal-tree.ts';

const resting = (value: unknown, effects: Rehearsed['effects'] = []): Rehearsed => ({
  snapshot: { value, context: {} },
  messages: [],
  trace: [],
  timers: [],
  cancelled: [],
  effects,
  understood: null,
  why: [],
  outcome: 'waiting',
  attention: 'bot',
  fault: null,
});
const asks = (node: string, key: string) => ({
  kind: 'event.await',
  node,
  request: { name: 'payment.done', key },
  mocked: true,
});

describe('the event that is waited for', () => {
  let tree = grow(EMPTY_TREE, { act: null, said: '', at: 0, result: resting('pay', [asks('pay', '41')]) });
  tree = grow(tree, {
    act: { kind: 'text', text: 'x' },
    said: 'x',
    at: 1,
    result: resting('pay', [asks('pay', '42')]),
  });

  it('has the name and the key of the newest visit, also turns later', () => {
    const later = grow(tree, { act: { kind: 'text', text: 'y' }, said: 'y', at: 2, result: resting('pay') });
    expect(awaitedIn(pathTo(later, later.current))).toEqual({ name: 'payment.done', key: '42' });
  });

  it('is none elsewhere, and none before anything happened', () => {
    const away = grow(tree, {
      act: { kind: 'text', text: 'y' },
      said: 'y',
      at: 2,
      result: resting({ other: 'waiting' }),
    });
    expect(awaitedIn(pathTo(away, away.current))).toBeNull();
    expect(awaitedIn([])).toBeNull();
  });

  it('is a turn of a test when the rehearsal is saved, and plays again', () => {
    const data = { key: '42', amount: 5 };
    const act = { kind: 'event', name: 'payment.done', data } as const;
    const paid = grow(tree, { act, said: 'x', at: 3, result: resting('thanks') });
    const conditions = { locale: 'en', agentsOnline: true, callsFail: false };
    const turn = dialogueFromTurns('t', pathTo(paid, paid.current), conditions, []).turns.at(-1);
    expect(turn).toMatchObject({ event: { name: 'payment.done', data } });
    expect(actsOf(turn ?? {}, [])).toMatchObject([{ act, said: 'payment.done {"key":"42","amount":5}' }]);
  });
});

describe('the form of an event', () => {
  it('takes names with dots and colons, and an object or nothing as data', () => {
    expect(['payment.done', 'webhook:shop', 'a-b_c'].every(isEventName)).toBe(true);
    expect(['', '1a', 'a b', 'a..b'].some(isEventName)).toBe(false);
    expect(dataFromText(' ')).toEqual({});
    expect(dataFromText('{"a": 1}')).toEqual({ a: 1 });
    expect([dataFromText('[1]'), dataFromText('null'), dataFromText('{')]).toEqual([null, null, null]);
  });
});
