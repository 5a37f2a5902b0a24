// The form of a dialogue: what a file can say goes in and comes out again unchanged, and a value that cannot be read is told.
import { describe, expect, it } from 'vitest';
import type { DialogueTurn } from '#nodes/wire/dialogues.ts';
import { expectFromRows, rowFromTurn, rowsFromExpect, turnFromRow } from './dialogue-form.ts';

const TURNS: readonly DialogueTurn[] = [
  {
    says: '投诉',
    expect: { reply: ['a', 'b'], replyExact: ['c'], replyMeans: ['d'], meansAtLeast: 0.4, notReply: ['e'] },
  },
  { chooses: 'gold', expect: { node: 'desk', status: 'queue', handoff: false, mood: 'angry', intent: 'refund' } },
  { submits: { name: '李雷', consent: true, count: 3 }, expect: { lead: { phone: '13800138000' }, tags: ['VIP'] } },
  { waits: '10m', expect: { silent: true } },
  { agent: 'accept', expect: { variables: { n: 3, text: '3', none: null, list: [1, 'x'] } } },
  { agentSays: '您好' },
  { event: { name: 'webhook:shop' } },
  { event: { name: 'payment.done', data: { key: '42', lines: [{ amount: 5 }] } } },
  { leaves: true },
];

describe('the form of a dialogue', () => {
  it('gives every turn and expectation back as it was', () => {
    for (const turn of TURNS) expect(turnFromRow(rowFromTurn(turn))).toEqual(turn);
  });

  it('leaves out what is empty', () => {
    expect(
      expectFromRows([
        { kind: 'reply', name: '', value: ' ' },
        { kind: 'variable', name: '', value: '3' },
      ]),
    ).toEqual({});
    expect(rowsFromExpect({})).toEqual([]);
  });

  it('tells what cannot be read', () => {
    const row = (act: 'says' | 'submits' | 'waits' | 'agent' | 'event', value: string) =>
      turnFromRow({ act, value, expectations: [] });
    expect([
      row('says', '  '),
      row('submits', '[1]'),
      row('submits', 'x'),
      row('waits', 'soon'),
      row('agent', 'sleep'),
      row('event', ''),
      row('event', 'paid [1]'),
    ]).toEqual([null, null, null, null, null, null, null]);
  });
});
