// A recorded conversation as a tree: its turns in order, the last one shown, each on its version, and branches beside them.
import { describe, expect, it } from 'vitest';
import type { DebugTurn } from '#nodes/wire/debug.ts';
import { recordedTree, versionAt } from './recorded-tree.ts';
import { goTo, grow, branchOf } from './rehearsal-tree.ts';

const result: DebugTurn['result'] = {
  snapshot: null,
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
};
const turn = (revision: number, version: number, event: string, said = ''): DebugTurn => ({
  revision,
  at: revision * 1000,
  version,
  event,
  act: said === '' ? null : { kind: 'text', text: said },
  said,
  result,
});
const turns = [
  turn(1, 1, 'session.started'),
  turn(2, 1, 'message.received', 'hi'),
  turn(3, 2, 'session.migrated'),
  turn(4, 2, 'message.received', 'and?'),
];
const debug = { turns, flow: { id: 'f1', name: 'Shop', version: 2 } };

describe('recordedTree', () => {
  it('shows the last turn and names events in which nobody spoke', () => {
    const tree = recordedTree(turns, (event) => `(${event})`);
    expect(branchOf(tree).map(({ said }) => said)).toEqual(['', 'hi', '(session.migrated)', 'and?']);
    expect([tree.current, versionAt(debug, tree)]).toEqual([4, 2]);
  });

  it('keeps a branch on the version of the turn it left', () => {
    const back = goTo(
      recordedTree(turns, (event) => event),
      2,
    );
    expect(versionAt(debug, back)).toBe(1);
    const forked = grow(back, { act: { kind: 'text', text: 'else' }, said: 'else', at: 5000, result });
    expect(versionAt(debug, forked)).toBe(1);
    expect(forked.turns).toHaveLength(5);
  });
});
