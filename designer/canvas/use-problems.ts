// Checks the flow after every change, soon but not on every key press, and puts the problems where the cards find them.
import { useEffect } from 'react';
import type { FlowProblem } from '#nodes/wire/flows.ts';
import { useBases } from '../api/knowledge.ts';
import { useNodePacks } from '../api/node-packs.ts';
import { useEditor } from '../document/editor-context.ts';
import type { CheckRequest } from './problems.worker.ts';
import { setProblems, useViewStore } from './view-store.ts';

const DELAY_MS = 120;

interface CheckAnswer {
  readonly number: number;
  readonly problems: readonly FlowProblem[];
}

/** Runs while the flow is open. */
export function useLiveProblems(): void {
  const editor = useEditor();
  const view = useViewStore();
  const bases = useBases().data;
  const packs = useNodePacks().data;
  useEffect(() => {
    const worker = new Worker(new URL('./problems.worker.ts', import.meta.url), { type: 'module' });
    const definitions = packs?.map(({ definition }) => definition) ?? [];
    const context = bases === undefined ? {} : { knowledgeBaseIds: bases.map((base) => base.id) };
    let asked = 0;
    let timer = 0;
    let last = editor.getState().document;
    const check = (): void => {
      asked += 1;
      const first = asked === 1 ? { packs: definitions } : {};
      worker.postMessage({ number: asked, document: last, context, ...first } satisfies CheckRequest);
    };
    worker.onmessage = (event: MessageEvent<CheckAnswer>) => {
      // An answer about an older state would flicker.
      if (event.data.number === asked) setProblems(view, event.data.problems);
    };
    check();
    const stop = editor.subscribe(() => {
      const { document } = editor.getState();
      if (document === last) return;
      last = document;
      window.clearTimeout(timer);
      timer = window.setTimeout(check, DELAY_MS);
    });
    return () => {
      stop();
      window.clearTimeout(timer);
      worker.terminate();
    };
  }, [editor, view, bases, packs]);
}
