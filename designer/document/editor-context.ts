// React's view of the editor core: one context, one hook that redraws only what reads a changed part.
import { createContext, useContext, useSyncExternalStore } from 'react';
import type { FlowDocument } from '#nodes/flow/document.ts';
import type { Editor, EditorState } from './editor.ts';

export const EditorContext = createContext<Editor | null>(null);

/** The editor of the open flow. */
export function useEditor(): Editor {
  const editor = useContext(EditorContext);
  if (editor === null) throw new Error('useEditor outside of an open flow');
  return editor;
}

/** A part of the editor's state; `select` gives something that keeps its identity while unchanged. */
export function useEditorState<Part>(select: (state: EditorState) => Part): Part {
  const editor = useEditor();
  return useSyncExternalStore(editor.subscribe, () => select(editor.getState()));
}

/** The document as it stands now. */
export function useDocument(): FlowDocument {
  return useEditorState(documentOf);
}

function documentOf(state: EditorState): FlowDocument {
  return state.document;
}
