// Plays a rehearsal against the server: the draft as it stands now, the state of the turn that is shown.
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { Rehearse } from '#nodes/wire/flows.ts';
import { rehearse } from '../api/flows.ts';
import { useEditor } from '../document/editor-context.ts';
import {
  EMPTY_TREE,
  goTo,
  grow,
  neighbour,
  parseSnapshot,
  turnOf,
  type Act,
  type RehearsalTree,
} from './rehearsal-tree.ts';

export interface RehearsalConditions {
  readonly locale: string;
  readonly agentsOnline: boolean;
  /** Make every call to another system fail. */
  readonly callsFail: boolean;
}

export interface RunningRehearsal {
  readonly tree: RehearsalTree;
  readonly busy: boolean;
  readonly error: unknown;
  readonly start: (conditions?: RehearsalConditions) => void;
  readonly play: (act: Act, said: string, at?: number) => void;
  readonly show: (id: number) => void;
  readonly step: (by: -1 | 1) => void;
}

export function useRehearsal(flowId: string, conditions: RehearsalConditions): RunningRehearsal {
  const editor = useEditor();
  const [tree, setTree] = useState<RehearsalTree>(EMPTY_TREE);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const running = useRef<AbortController | null>(null);

  const send = useCallback(
    async (from: RehearsalTree, act: Act | null, said: string, at: number, given: RehearsalConditions) => {
      running.current?.abort();
      const abort = new AbortController();
      running.current = abort;
      setBusy(true);
      setError(null);
      const { document } = editor.getState();
      const body: Rehearse = {
        document,
        snapshot: parseSnapshot(turnOf(from, from.current)),
        locale: given.locale,
        at,
        agentsOnline: given.agentsOnline,
        ...(act === null ? {} : { act }),
        ...(given.callsFail ? { mocks: failingCalls(document.nodes) } : {}),
      };
      try {
        const result = await rehearse(flowId, body, abort.signal);
        if (!abort.signal.aborted) setTree(grow(from, { act, said, result, at }));
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
      void send(EMPTY_TREE, null, '', Date.now(), given);
    },
    [send, conditions],
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
        void send(tree, act, said, now, conditions);
      },
      show: (id) => setTree((current) => goTo(current, id)),
      step: (by) =>
        setTree((current) => {
          const next = neighbour(current, by);
          return next === null ? current : goTo(current, next);
        }),
    }),
    [tree, busy, error, start, send, conditions],
  );
}

function failingCalls(nodes: readonly { readonly id: string; readonly type: string }[]): Record<string, unknown> {
  return Object.fromEntries(
    nodes.filter((node) => node.type === 'http').map((node) => [node.id, { error: 'EGRESS_FAILED' }]),
  );
}
