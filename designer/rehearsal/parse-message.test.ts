// Only messages of the known form are shown, and variables are compared turn by turn.
import { expect, it } from 'vitest';
import type { FlowSnapshot } from '#nodes/flow/context.ts';
import { parseMessages } from './parse-message.ts';
import { diffVariables } from './variable-diff.ts';

it('leaves out what is not a message', () => {
  const good = { id: 'm', seq: 1, at: 'x', from: 'bot', kind: 'text', text: '<b>hi</b>' };
  expect(parseMessages([good, null, 'text', { ...good, kind: 'script' }, { ...good, text: 7 }])).toEqual([good]);
});

it('says what a turn added, changed and cleared', () => {
  const after = (vars: Record<string, string | number | null>, customer = {}): FlowSnapshot => ({
    value: 'x',
    status: 'active',
    context: {
      vars,
      customer,
      session: { id: 's', locale: 'en', channel: 'c', source: {}, startedAt: 0, seed: 1 },
      turn: { text: '', understood: null },
      now: 0,
      moods: [],
      visits: {},
      tries: {},
      person: null,
    },
  });
  const rows = diffVariables(after({ a: 1, b: 2, c: 3, n: null }), after({ a: 1, b: 5, n: null }, { name: '芳' }));
  expect(rows.map(({ name, change }) => `${name} ${change}`)).toEqual([
    'a same',
    'b changed',
    'c removed',
    'customer.name added',
  ]);
});
