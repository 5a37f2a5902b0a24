// Plays a rehearsal against the server: the draft as it stands now, the state of the turn that is shown.
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { FlowDocument } from '#nodes/flow/document.ts';
import type { Rehearse } from '#nodes/wire/flows.ts';
import { rehearse } from '../api/flows.ts';
import { useEditor } from '../document/editor-context.ts';
import {
  EMPTY_TREE,
  goTo,
  grow,
  growEdited,
  laterTurns,
  neighbour,
  parseSnapshot,
  turnOf,
  type Act,
  type Edits,
  type RehearsalTree,
  type Turn,
} from './rehearsal-tree.ts';
import { startingAt } from './starting-at.ts';

export interface RehearsalConditions {
  readonly locale: string;
  readonly agentsOnline: boolean;
  /** Make every call to another system fail. */
  readonly callsFail: boolean;
  /** Begin at this node instead of the start. */
  readonly from?: string;
}

/** A turn to be played. */
type Play = Pick<Turn, 'act' | 'edits' | 'said' | 'at'>;

export interface RunningRehearsal {
  readonly tree: RehearsalTree;
  readonly busy: boolean;
  readonly error: unknown;
  readonly start: (conditions?: RehearsalConditions) => void;
  readonly play: (act: Act, said: string, at?: number) => void;
  /** Changes values of the state that is shown and plays again what came after it. */
  readonly rerun: (edits: Edits, said: string) => void;
  readonly show: (id: number) => void;
  readonly step: (by: -1 | 1) => void;
}

export function useRehearsal(flowId: string, conditions: RehearsalConditions): RunningRehearsal {
  const editor = useEditor();
  const [tree, setTree] = useState<RehearsalTree>(EMPTY_TREE);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const running = useRef<AbortController | null>(null);

  /** Plays turns one after the other from a tree, and shows each as it comes. */
  const run = useCallback(
    async (from: RehearsalTree, plays: readonly Play[], given: RehearsalConditions) => {
      running.current?.abort();
      const abort = new AbortController();
      running.current = abort;
      setBusy(true);
      setError(null);
      let tree = from;
      try {
        for (const play of plays) {
          if (play.edits === undefined) {
            const body = requestFor(tree, play, editor.getState().document, given);
            const result = await rehearse(flowId, body, abort.signal);
            tree = grow(tree, { act: play.act, said: play.said, at: play.at, result });
          } else tree = growEdited(tree, play.edits, play.said);
          if (abort.signal.aborted) return;
          setTree(tree);
        }
      } catch (problem) {
        if (!abort.signal.aborted) setError(problem);
      } finally {
        if (!abort.signal.aborted) setBusy(false);
      }
    },
    [editor, flowId],
  );

  const start = useCallback(
    (given: RehearsalConditions = conditions) => {
      setTree(EMPTY_TREE);
      void run(EMPTY_TREE, [{ act: null, said: '', at: Date.now() }], given);
    },
    [run, conditions],
  );

  const first = useRef(start);
  useEffect(() => {
    const begin = first.current;
    begin();
    return () => running.current?.abort();
  }, []);

  return useMemo(
    () => ({
      tree,
      busy,
      error,
      start,
      play: (act, said, at) => {
        const before = turnOf(tree, tree.current);
        // The clock of the rehearsal only goes forward, also after time was skipped.
        const now = at ?? Math.max((before?.at ?? 0) + 1000, before === undefined ? Date.now() : 0);
        void run(tree, [{ act, said, at: now }], conditions);
      },
      rerun: (edits, said) => void run(tree, [{ act: null, edits, said, at: 0 }, ...laterTurns(tree)], conditions),
      show: (id) => setTree((current) => goTo(current, id)),
      step: (by) =>
        setTree((current) => {
          const next = neighbour(current, by);
          return next === null ? current : goTo(current, next);
        }),
    }),
    [tree, busy, error, start, run, conditions],
  );
}

function requestFor(tree: RehearsalTree, play: Play, document: FlowDocument, given: RehearsalConditions): Rehearse {
  const snapshot = parseSnapshot(turnOf(tree, tree.current));
  return {
    document: snapshot === null && given.from !== undefined ? startingAt(document, given.from) : document,
    snapshot,
    locale: given.locale,
    at: play.at,
    agentsOnline: given.agentsOnline,
    ...(play.act === null ? {} : { act: play.act }),
    ...(given.callsFail ? { mocks: failingCalls(document.nodes) } : {}),
  };
}

function failingCalls(nodes: readonly { readonly id: string; readonly type: string }[]): Record<string, unknown> {
  return Object.fromEntries(
    nodes.filter((node) => node.type === 'http').map((node) => [node.id, { error: 'EGRESS_FAILED' }]),
  );
}
