// While a wire is being drawn: may it end at this card? Only the cards in view ask.
import { useEditor } from '../document/editor-context.ts';
import { connectRefusal, type ConnectRefusal } from '../document/graph.ts';
import { useView } from './view-store.ts';

/** Why the wire being drawn may not end here; `null` when it may or when none is being drawn. */
export function useConnectRefusal(id: string): ConnectRefusal | null {
  const editor = useEditor();
  return useView((state) => {
    if (state.connecting === null) return null;
    const refusal = connectRefusal(editor.getState().document, editor.types, state.connecting, id);
    return refusal === 'same' ? null : refusal;
  });
}
