// Checks the flow after every change, soon but not on every key press, and puts the problems where the cards find them.
import { useEffect } from 'react';
import { validateFlow } from '#nodes/flow/validate.ts';
import { useBases } from '../api/knowledge.ts';
import { useEditor } from '../document/editor-context.ts';
import { setProblems, useViewStore } from './view-store.ts';

const DELAY_MS = 150;

/** Runs while the flow is open. */
export function useLiveProblems(): void {
  const editor = useEditor();
  const view = useViewStore();
  const bases = useBases().data;
  useEffect(() => {
    const context = bases === undefined ? {} : { knowledgeBaseIds: bases.map((base) => base.id) };
    const check = (): void => setProblems(view, validateFlow(editor.getState().document, context));
    let timer = 0;
    let last = editor.getState().document;
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
    };
  }, [editor, view, bases]);
}
