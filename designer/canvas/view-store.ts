// What is on screen but not in the document: selection, the active node, problems, the rehearsed path, open panels.
import { createContext, useContext } from 'react';
import { useStore } from 'zustand';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { FlowProblem } from '#nodes/wire/flows.ts';
import type { Dialogue } from '#nodes/wire/dialogues.ts';
import type { PortRef } from '../document/graph.ts';
import type { Mark } from './diff-drawing.ts';
import type { CoverageView } from './coverage-view.ts';

/** The side panel on the right. */
export type Panel = 'node' | 'settings' | 'variables' | 'intents' | 'versions' | 'share' | 'tests' | 'comments';

/** What the add search will do with the chosen type. */
export interface AddRequest {
  /** Where the search opens, in window pixels; absent: the middle. */
  readonly at?: { readonly x: number; readonly y: number };
  /** Where the node goes, in flow coordinates; absent: beside what it follows. */
  readonly place?: { readonly x: number; readonly y: number };
  readonly after?: PortRef;
  /** The wire it goes into. */
  readonly edge?: string;
  /** The node whose type is to be replaced. */
  readonly replace?: string;
}

export type Dialog =
  | { readonly kind: 'add'; readonly request: AddRequest }
  | { readonly kind: 'connect'; readonly node: string; readonly port?: string }
  | { readonly kind: 'commands' }
  | { readonly kind: 'keys' }
  | { readonly kind: 'publish' }
  | { readonly kind: 'move' }
  | { readonly kind: 'templates' };

/** The way a rehearsal took: order numbers and times by node, and the wires it ran along. */
export interface LivePath {
  readonly nodes: ReadonlyMap<string, { readonly order: number; readonly ms: number }>;
  /** Wires as `node port`. */
  readonly wires: ReadonlySet<string>;
  readonly current: string | null;
}

/** A dialogue to be played up to `turn` (0: the opening); `nonce` makes the same wish count again. */
export interface Script {
  readonly dialogue: Dialogue;
  readonly turn: number;
  readonly nonce: number;
}

/** Where the inspector should put the cursor; `nonce` makes the same wish count again. */
export interface FieldFocus {
  readonly node: string;
  readonly field: string | null;
  readonly nonce: number;
}

export interface ViewState {
  readonly selected: ReadonlySet<string>;
  readonly selectedEdges: ReadonlySet<string>;
  /** The node with the roving focus. */
  readonly active: string | null;
  readonly problems: readonly FlowProblem[];
  readonly problemsByNode: ReadonlyMap<string, readonly FlowProblem[]>;
  readonly path: LivePath | null;
  /** How steps differ while two documents are compared. */
  readonly marks: ReadonlyMap<string, Mark> | null;
  /** What the last run of the tests came through. */
  readonly coverage: CoverageView | null;
  /** The test dialogue that the test chat plays, up to a turn. */
  readonly script: Script | null;
  readonly connecting: PortRef | null;
  readonly dropEdge: string | null;
  readonly far: boolean;
  readonly panel: Panel | null;
  readonly problemsOpen: boolean;
  readonly testOpen: boolean;
  /** Where the test chat should begin, if not at the start; `nonce` makes the same wish count again. */
  readonly testFrom: { readonly node: string; readonly nonce: number } | null;
  readonly paletteOpen: boolean;
  readonly trackpad: boolean;
  readonly dialog: Dialog | null;
  readonly focus: FieldFocus | null;
  readonly spoken: string;
}

export type ViewStore = StoreApi<ViewState>;

export function createViewStore(): ViewStore {
  return createStore<ViewState>(() => ({
    selected: new Set(),
    selectedEdges: new Set(),
    active: null,
    problems: [],
    problemsByNode: new Map(),
    path: null,
    marks: null,
    coverage: null,
    script: null,
    connecting: null,
    dropEdge: null,
    far: false,
    panel: null,
    problemsOpen: false,
    testOpen: false,
    testFrom: null,
    paletteOpen: true,
    trackpad: false,
    dialog: null,
    focus: null,
    spoken: '',
  }));
}

export const ViewContext = createContext<ViewStore | null>(null);

export function useViewStore(): ViewStore {
  const store = useContext(ViewContext);
  if (store === null) throw new Error('useViewStore outside of an open flow');
  return store;
}

export function useView<Part>(select: (state: ViewState) => Part): Part {
  return useStore(useViewStore(), select);
}

/** Selects exactly these nodes; the last one becomes active. */
export function selectNodes(store: ViewStore, ids: readonly string[], panel = true): void {
  store.setState((state) => ({
    selected: new Set(ids),
    selectedEdges: new Set(),
    active: ids.at(-1) ?? state.active,
    ...(panel && ids.length === 1 ? { panel: 'node' as const } : {}),
    ...(ids.length === 0 && state.panel === 'node' ? { panel: null } : {}),
  }));
}

/** Opens or closes the test chat. Opening makes room for it: the flow should stay visible while it is played. */
export function toggleTest(store: ViewStore): void {
  store.setState((state) =>
    state.testOpen
      ? { testOpen: false, path: null, script: null }
      : { testOpen: true, testFrom: null, panel: null, ...(window.innerWidth < 1500 ? { paletteOpen: false } : {}) },
  );
}

/** Opens the test chat at a step of the flow, or begins again there. */
export function testFrom(store: ViewStore, node: string): void {
  if (!store.getState().testOpen) toggleTest(store);
  store.setState((state) => ({ testFrom: { node, nonce: (state.testFrom?.nonce ?? 0) + 1 } }));
}

/** Says something to screen readers; the same words twice are said twice. */
export function speak(store: ViewStore, words: string): void {
  store.setState((state) => ({ spoken: state.spoken === words ? `${words}\u200B` : words }));
}

/** Puts the problems where the cards find theirs. */
export function setProblems(store: ViewStore, problems: readonly FlowProblem[]): void {
  const byNode = new Map<string, FlowProblem[]>();
  for (const problem of problems) {
    if (problem.node === null) continue;
    const list = byNode.get(problem.node);
    if (list === undefined) byNode.set(problem.node, [problem]);
    else list.push(problem);
  }
  store.setState((state) => {
    // Cards compare by identity: an unchanged list must stay the same object.
    const kept = new Map<string, readonly FlowProblem[]>();
    for (const [node, list] of byNode) {
      const former = state.problemsByNode.get(node);
      kept.set(node, former !== undefined && JSON.stringify(former) === JSON.stringify(list) ? former : list);
    }
    return { problems, problemsByNode: kept };
  });
}

/** Opens a test dialogue in the test chat at one of its turns. */
export function playInTestChat(store: ViewStore, dialogue: Dialogue, turn: number): void {
  store.setState((state) => ({
    script: { dialogue, turn, nonce: (state.script?.nonce ?? 0) + 1 },
    testOpen: true,
    dialog: null,
    ...(window.innerWidth < 1500 ? { paletteOpen: false } : {}),
  }));
}
