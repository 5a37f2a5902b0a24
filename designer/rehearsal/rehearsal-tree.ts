// The turns of a rehearsal as a tree: going back and doing something else grows a branch, nothing is ever lost.
import type { FlowSnapshot } from '#nodes/flow/context.ts';
import type { Json } from '#nodes/kit/json.ts';
import type { Rehearse, Rehearsed } from '#nodes/wire/flows.ts';

export type Act = NonNullable<Rehearse['act']>;
export type RehearsalTimer = Rehearsed['timers'][number];

/** Values by variable name; a fact of the customer stands under `customer.` and its name. */
export type Edits = Readonly<Record<string, Json>>;

/** One turn: what was done, what came of it, and the state it left behind. */
export interface Turn {
  readonly id: number;
  readonly parent: number | null;
  /** Absent for the first turn, when the conversation began, and where values were changed by hand. */
  readonly act: Act | null;
  /** Values changed by hand, by variable name or `customer.` and the fact's name. */
  readonly edits?: Edits;
  /** What the act says in the transcript, such as the label of a chosen option. */
  readonly said: string;
  readonly result: Rehearsed;
  readonly timers: readonly RehearsalTimer[];
  /** The rehearsal's own clock after the turn, Unix ms. */
  readonly at: number;
}

export interface RehearsalTree {
  readonly turns: readonly Turn[];
  /** The turn whose state is shown. */
  readonly current: number | null;
  /** The last turn of the branch that is shown; going back does not change it. */
  readonly tip: number | null;
}

/** Before the name of a fact about the customer. */
export const FACT = 'customer.';

export const EMPTY_TREE: RehearsalTree = { turns: [], current: null, tip: null };

/** Adds a turn after the current one and goes there. */
export function grow(tree: RehearsalTree, turn: Omit<Turn, 'id' | 'parent' | 'timers'>): RehearsalTree {
  const id = (tree.turns.at(-1)?.id ?? 0) + 1;
  const before = turnOf(tree, tree.current);
  const added: Turn = { ...turn, id, parent: tree.current, timers: timersAfter(before?.timers ?? [], turn.result) };
  return { turns: [...tree.turns, added], current: id, tip: id };
}

/** Shows the state after a turn; its branch stays in view. */
export function goTo(tree: RehearsalTree, id: number): RehearsalTree {
  if (turnOf(tree, id) === undefined) return tree;
  const stays = branchOf(tree).some((turn) => turn.id === id);
  return { ...tree, current: id, tip: stays ? tree.tip : tipAfter(tree, id) };
}

/** The turns of the branch in view, first to last. */
export function branchOf(tree: RehearsalTree): readonly Turn[] {
  return pathTo(tree, tree.tip);
}

/** The turns up to the one that is shown. */
export function pathTo(tree: RehearsalTree, id: number | null): readonly Turn[] {
  const path: Turn[] = [];
  for (let turn = turnOf(tree, id); turn !== undefined; turn = turnOf(tree, turn.parent)) path.unshift(turn);
  return path;
}

/** The other branches that leave a turn, as their first turns, in the order they were made. */
export function forksAt(tree: RehearsalTree, id: number): readonly Turn[] {
  return tree.turns.filter((turn) => turn.parent === id);
}

export function turnOf(tree: RehearsalTree, id: number | null): Turn | undefined {
  return id === null ? undefined : tree.turns.find((turn) => turn.id === id);
}

/** What came after the turn that is shown, on the branch in view. */
export function laterTurns(tree: RehearsalTree): readonly Turn[] {
  const branch = branchOf(tree);
  return branch.slice(branch.findIndex((turn) => turn.id === tree.current) + 1);
}

/** Adds a turn in which nothing happened but that some values are different now. The tree is the same when there is no state to change. */
export function growEdited(tree: RehearsalTree, edits: Edits, said: string): RehearsalTree {
  const turn = turnOf(tree, tree.current);
  const snapshot = parseSnapshot(turn);
  if (turn === undefined || snapshot === null) return tree;
  const facts = Object.entries(edits);
  const isFact = ([name]: readonly [string, Json]): boolean => name.startsWith(FACT);
  const context = {
    ...snapshot.context,
    vars: { ...snapshot.context.vars, ...Object.fromEntries(facts.filter((entry) => !isFact(entry))) },
    customer: {
      ...snapshot.context.customer,
      ...Object.fromEntries(facts.filter(isFact).map(([name, value]) => [name.slice(FACT.length), value])),
    },
  };
  const result: Rehearsed = {
    ...turn.result,
    snapshot: { ...snapshot, context },
    messages: [],
    trace: [],
    timers: [],
    cancelled: [],
    effects: [],
    understood: null,
    why: [],
  };
  return grow(tree, { act: null, edits, said, result, at: turn.at });
}

/** One step along the branch in view. */
export function neighbour(tree: RehearsalTree, by: -1 | 1): number | null {
  const branch = branchOf(tree);
  const index = branch.findIndex((turn) => turn.id === tree.current);
  return branch[index + by]?.id ?? null;
}

/** The newest end of what follows a turn. */
function tipAfter(tree: RehearsalTree, id: number): number {
  const next = forksAt(tree, id).at(-1);
  return next === undefined ? id : tipAfter(tree, next.id);
}

function timersAfter(before: readonly RehearsalTimer[], result: Rehearsed): readonly RehearsalTimer[] {
  const replaced = new Set([...result.cancelled, ...result.timers.map((timer) => timer.id)]);
  return [...before.filter((timer) => !replaced.has(timer.id)), ...result.timers].sort((a, b) => a.dueAt - b.dueAt);
}

/** The snapshot of a turn; the server made it and checks it when it comes back. */
export function parseSnapshot(turn: Turn | undefined): FlowSnapshot | null {
  return turn === undefined ? null : (turn.result.snapshot as FlowSnapshot);
}
