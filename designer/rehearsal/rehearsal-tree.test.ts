// Time travel: going back, going another way, and coming back again.
import { describe, expect, it } from 'vitest';
import type { Rehearsed } from '#nodes/wire/flows.ts';
import { pathOf } from './live-path.ts';
import {
  branchOf,
  EMPTY_TREE,
  forksAt,
  goTo,
  grow,
  growEdited,
  laterTurns,
  neighbour,
  pathTo,
  turnOf,
  type RehearsalTree,
} from './rehearsal-tree.ts';

function result(facts: Partial<Rehearsed> = {}): Rehearsed {
  return {
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
    ...facts,
  };
}

function say(tree: RehearsalTree, said: string, facts: Partial<Rehearsed> = {}): RehearsalTree {
  return grow(tree, { act: { kind: 'text', text: said }, said, result: result(facts), at: tree.turns.length * 1000 });
}

const words = (tree: RehearsalTree): readonly string[] => branchOf(tree).map((turn) => turn.said);

describe('a rehearsal', () => {
  const three = say(say(say(EMPTY_TREE, 'start'), 'a'), 'b');

  it('shows an earlier state and keeps what came after it in view', () => {
    const back = goTo(three, 2);
    expect(pathTo(back, back.current).map((turn) => turn.said)).toEqual(['start', 'a']);
    expect(words(back)).toEqual(['start', 'a', 'b']);
    expect(neighbour(back, 1)).toBe(3);
    expect(neighbour(back, -1)).toBe(1);
    expect(neighbour(goTo(back, 1), -1)).toBeNull();
  });

  it('grows a branch from an earlier turn and loses nothing', () => {
    const forked = say(goTo(three, 2), 'c');
    expect(words(forked)).toEqual(['start', 'a', 'c']);
    expect(forksAt(forked, 2).map((turn) => turn.said)).toEqual(['b', 'c']);
    expect(words(goTo(forked, 3))).toEqual(['start', 'a', 'b']);
    expect(turnOf(forked, 3)).toBe(turnOf(three, 3));
  });

  it('ignores a turn that does not exist', () => {
    expect(goTo(three, 99)).toBe(three);
  });

  it('carries timers on, replaces and cancels them', () => {
    const timer = (id: string, dueAt: number) => ({ id, event: 'e', dueAt });
    let tree = say(EMPTY_TREE, 'start', { timers: [timer('late', 900), timer('soon', 100)] });
    expect(tree.turns[0]?.timers.map((one) => one.id)).toEqual(['soon', 'late']);
    tree = say(tree, 'a', { timers: [timer('soon', 500)], cancelled: ['late'] });
    expect(turnOf(tree, tree.current)?.timers).toEqual([timer('soon', 500)]);
  });

  it('draws the path over all turns with the last number of a node that was visited twice', () => {
    let tree = say(EMPTY_TREE, 'start', {
      trace: [
        { node: 'start', ms: 0 },
        { node: 'start', port: 'next', ms: 1 },
        { node: 'ask', ms: 1 },
      ],
    });
    tree = say(tree, 'a', {
      trace: [
        { node: 'ask', port: 'other', ms: 2 },
        { node: 'ask', ms: 3 },
      ],
    });
    const path = pathOf(branchOf(tree));
    expect(path.nodes.get('ask')).toEqual({ order: 3, ms: 3 });
    expect([...path.wires]).toEqual(['start next', 'ask other']);
    expect(path.current).toBe('ask');
    expect(pathOf(branchOf(say(tree, 'b', { outcome: 'done' }))).current).toBeNull();
  });
});

describe('values changed by hand', () => {
  const state = { value: 'ask', status: 'active', context: { vars: { order: 'A1' }, customer: {} } };

  it('branch off with the new value and leave what was before as it was', () => {
    const told = say(say(EMPTY_TREE, 'start', { snapshot: state }), 'a', { snapshot: state });
    const edited = growEdited(goTo(told, 1), { order: 'B2', 'customer.name': '芳' }, 'order = B2');
    expect(turnOf(edited, edited.current)?.result.snapshot).toMatchObject({
      value: 'ask',
      context: { vars: { order: 'B2' }, customer: { name: '芳' } },
    });
    expect(turnOf(edited, 1)?.result.snapshot).toBe(state);
    expect(forksAt(edited, 1).map((turn) => turn.said)).toEqual(['a', 'order = B2']);
    expect(laterTurns(goTo(told, 1)).map((turn) => turn.said)).toEqual(['a']);
  });

  it('need a state', () => {
    expect(growEdited(EMPTY_TREE, { order: 1 }, 'x')).toBe(EMPTY_TREE);
  });
});
