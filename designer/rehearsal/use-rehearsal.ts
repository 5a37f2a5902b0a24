// Plays a rehearsal against the server: the draft as it stands now, the state of the turn that is shown.
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { Dialogue } from '#nodes/wire/dialogues.ts';
import type { FlowDocument } from '#nodes/flow/document.ts';
import type { Rehearse } from '#nodes/wire/flows.ts';
import { rehearse } from '../api/flows.ts';
import { useEditor } from '../document/editor-context.ts';
import { callersIn } from './callers.ts';
import { actsOf, lengthMs, nextElapsed, pressedAct, windowEnd } from './acts-of-dialogue.ts';
import {
  EMPTY_TREE,
  goTo,
  grow,
  growEdited,
  laterTurns,
  neighbour,
  parseSnapshot,
  pathTo,
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
  /** What other systems answer, by node; only while a test dialogue is followed. */
  readonly mocks?: Readonly<Record<string, unknown>>;
  /** When the conversation begins, Unix ms; absent: now. */
  readonly startsAt?: number;
  /** Begin at this node instead of the start. */
  readonly from?: string;
}

/** A test dialogue and the turn to stop at; 0 is the opening. */
export interface RehearsalScript {
  readonly dialogue: Dialogue;
  readonly turn: number;
}

/** The conditions under which a dialogue is played. */
export function conditionsFor(dialogue: Dialogue, locale: string): RehearsalConditions {
  const mocks = Object.entries(dialogue.mocks ?? {}).map(([node, mock]): readonly [string, unknown] => [
    node,
    mock === 'fail' ? { error: 'ASKED_FOR' } : mock,
  ]);
  return {
    locale: dialogue.locale ?? locale,
    agentsOnline: dialogue.agentsOnline ?? true,
    callsFail: false,
    mocks: Object.fromEntries(mocks),
    startsAt: dialogue.startsAt === undefined ? USUAL_START : Date.parse(dialogue.startsAt),
  };
}

/** Monday, 23 November 2026, 10:00 in Shanghai: as the tests are run. */
const USUAL_START = Date.UTC(2026, 10, 23, 2, 0, 0);

/** A turn to be played. */
type Play = Pick<Turn, 'act' | 'edits' | 'said' | 'at'>;

export interface RunningRehearsal {
  readonly tree: RehearsalTree;
  readonly busy: boolean;
  readonly error: unknown;
  readonly start: (conditions?: RehearsalConditions) => void;
  readonly play: (act: Act, said: string, at?: number) => void;
  /** Plays a test dialogue from its opening up to a turn. */
  readonly follow: (script: RehearsalScript, conditions: RehearsalConditions) => Promise<void>;
  /** Changes values of the state that is shown and plays again what came after it. */
  readonly rerun: (edits: Edits, said: string) => void;
  readonly show: (id: number) => void;
  readonly step: (by: -1 | 1) => void;
}

/** A conversation that was had already: nothing is played until somebody goes on from one of its turns. */
export interface Recorded {
  readonly tree: RehearsalTree;
  /** The document of the version that the turn shown by a tree was played on. */
  readonly documentAt: (tree: RehearsalTree) => FlowDocument;
}

export function useRehearsal(
  flowId: string,
  conditions: RehearsalConditions,
  recorded: Recorded | null = null,
): RunningRehearsal {
  const editor = useEditor();
  const [tree, setTree] = useState<RehearsalTree>(recorded?.tree ?? EMPTY_TREE);
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
            const document = recorded?.documentAt(tree) ?? editor.getState().document;
            const body = requestFor(tree, play, document, given);
            const result = await rehearse(flowId, body, abort.signal);
            tree = grow(tree, { act: play.act, said: play.said, at: play.at, result });
          } else tree = growEdited(tree, play.edits, play.said);
          if (abort.signal.aborted) return null;
          setTree(tree);
        }
        return tree;
      } catch (problem) {
        if (!abort.signal.aborted) setError(problem);
      } finally {
        if (!abort.signal.aborted) setBusy(false);
      }
      return null;
    },
    [editor, flowId, recorded],
  );

  const start = useCallback(
    (given: RehearsalConditions = conditions) => {
      if (recorded !== null) {
        setError(null);
        setTree(recorded.tree);
        return;
      }
      setTree(EMPTY_TREE);
      void run(EMPTY_TREE, [{ act: null, said: '', at: given.startsAt ?? Date.now() }], given);
    },
    [run, conditions, recorded],
  );

  const follow = useCallback(
    async ({ dialogue, turn }: RehearsalScript, given: RehearsalConditions) => {
      setTree(EMPTY_TREE);
      let now = await run(EMPTY_TREE, [{ act: null, said: '', at: given.startsAt ?? Date.now() }], given);
      for (const step of dialogue.turns.slice(0, turn)) {
        if (now === null) return;
        const path = pathTo(now, now.current);
        if (step.waits !== undefined) {
          const until = (path.at(-1)?.at ?? 0) + lengthMs(step.waits);
          for (let next = nextElapsed(path, until); next !== null && now !== null;) {
            now = await run(now, [next], given);
            next = now === null ? null : nextElapsed(pathTo(now, now.current), until);
          }
        } else {
          now = await run(now, actsOf(step, path), given);
          // A turn of a dialogue is a whole one: nothing more follows in a row.
          const over = now === null ? null : windowEnd(pathTo(now, now.current));
          if (now !== null && over !== null) now = await run(now, [over], given);
        }
      }
    },
    [run],
  );

  // Messages sent in a row are answered when the chat was quiet for as long as the node waits.
  useEffect(() => {
    const over = busy || tree.current !== tree.turns.at(-1)?.id ? null : windowEnd(pathTo(tree, tree.current));
    if (over === null || recorded?.tree === tree) return;
    const waiting = setTimeout(
      () => void run(tree, [over], conditions),
      over.act.kind === 'elapsed' ? over.act.afterMs : 0,
    );
    return () => clearTimeout(waiting);
  }, [busy, tree, run, conditions, recorded]);

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
        void run(tree, [{ act: pressedAct(act, before), said, at: now }], conditions);
      },
      follow,
      rerun: (edits, said) => {
        // Answers of other systems that came in turns of their own are played within the turn that asks.
        const later = laterTurns(tree).filter(({ act, edits: changed }) => act !== null || changed !== undefined);
        void run(tree, [{ act: null, edits, said, at: 0 }, ...later], conditions);
      },
      show: (id) => setTree((current) => goTo(current, id)),
      step: (by) =>
        setTree((current) => {
          const next = neighbour(current, by);
          return next === null ? current : goTo(current, next);
        }),
    }),
    [tree, busy, error, start, follow, run, conditions],
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
    mocks: { ...given.mocks, ...(given.callsFail ? failingCalls(document.nodes) : {}) },
  };
}

function failingCalls(nodes: readonly { readonly id: string; readonly type: string }[]): Record<string, unknown> {
  return Object.fromEntries(callersIn(nodes).map((id) => [id, { error: 'EGRESS_FAILED' }]));
}
