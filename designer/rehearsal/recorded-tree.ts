// A recorded conversation as the turns of a rehearsal: going on from any of them grows a branch beside what happened.
import type { DebugConversation, DebugTurn } from '#nodes/wire/debug.ts';
import { EMPTY_TREE, goTo, grow, pathTo, type RehearsalTree } from './rehearsal-tree.ts';

/** The tree, its last turn shown. Turn n of the record has the id n. `wordsFor` names events in which the customer said nothing. */
export function recordedTree(turns: readonly DebugTurn[], wordsFor: (event: string) => string): RehearsalTree {
  const tree = turns.reduce(
    (grown, { act, said, at, event, result }) =>
      grow(grown, { act, said: said !== '' || event === 'session.started' ? said : wordsFor(event), at, result }),
    EMPTY_TREE,
  );
  return goTo(tree, turns.length);
}

/** The version that the turn shown was played on; a branch stays on that of the turn it left. */
export function versionAt({ turns, flow }: Pick<DebugConversation, 'turns' | 'flow'>, tree: RehearsalTree): number {
  const last = pathTo(tree, tree.current).findLast(({ id }) => id <= turns.length);
  return turns[(last?.id ?? 0) - 1]?.version ?? flow.version;
}

/** What other systems answered, as a rehearsal takes it. */
export function answersOf({ mocks }: Pick<DebugConversation, 'mocks'>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(mocks).map(([node, mock]) => [node, mock === 'fail' ? { error: 'ASKED_FOR' } : mock]),
  );
}
