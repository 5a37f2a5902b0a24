// Dropping: a type from the palette on the canvas or a wire, a loose card on a wire.
import { useReactFlow } from '@xyflow/react';
import { useCallback, useMemo, type DragEvent } from 'react';
import { useEditor } from '../document/editor-context.ts';
import { edgesInto, edgesOutOf } from '../document/graph.ts';
import { useCanvasActions } from './canvas-context.ts';
import { useViewStore } from './view-store.ts';

/** The kind of data a palette entry carries while it is dragged. */
export const PALETTE_DATA = 'application/x-tandem-node';

export function useDropping() {
  const editor = useEditor();
  const view = useViewStore();
  const actions = useCanvasActions();
  const flow = useReactFlow();

  const handlers = useMemo(
    () => ({
      onDragOver: (event: DragEvent<HTMLElement>) => {
        if (!event.dataTransfer.types.includes(PALETTE_DATA)) return;
        event.preventDefault();
        event.dataTransfer.dropEffect = 'copy';
        const edge = edgeUnder(event.clientX, event.clientY);
        if (edge !== view.getState().dropEdge) view.setState({ dropEdge: edge });
      },
      onDragLeave: () => view.setState({ dropEdge: null }),
      onDrop: (event: DragEvent<HTMLElement>) => {
        const type = event.dataTransfer.getData(PALETTE_DATA);
        if (type === '') return;
        event.preventDefault();
        const edge = edgeUnder(event.clientX, event.clientY);
        view.setState({ dropEdge: null });
        const point = flow.screenToFlowPosition({ x: event.clientX, y: event.clientY });
        const place = { x: point.x - 120, y: point.y - 18 };
        actions.add(type, edge === null ? { place } : { place, edge });
        actions.focusCanvas();
      },
    }),
    [view, flow, actions],
  );

  const spliceUnder = useCallback(
    (event: MouseEvent | TouchEvent | React.MouseEvent, node: string) => {
      const { document } = editor.getState();
      if (!('clientX' in event) || edgesInto(document, node).length + edgesOutOf(document, node).length > 0) return;
      const edge = edgeUnder(event.clientX, event.clientY);
      if (edge !== null) actions.splice(node, edge);
    },
    [editor, actions],
  );

  return { handlers, spliceUnder };
}

/** The wire at a window point, also when a card is drawn over it. */
function edgeUnder(x: number, y: number): string | null {
  for (const element of window.document.elementsFromPoint(x, y)) {
    const edge = element.closest('.react-flow__edge');
    if (edge !== null) return edge.getAttribute('data-id');
  }
  return null;
}
