// What React Flow reports, as changes of selection and document. Made once: a new function a frame would redraw every card.
import { useReactFlow, type EdgeChange, type NodeChange, type ReactFlowProps, type Viewport } from '@xyflow/react';
import { useMemo, type RefObject } from 'react';
import { useEditor } from '../document/editor-context.ts';
import { moveNodes } from '../document/node-commands.ts';
import type { Point } from '../document/placement.ts';
import type { DrawnEdge, DrawnNode } from './drawn.ts';
import type { Drawing } from './use-drawing.ts';
import { selectNodes, useViewStore } from './view-store.ts';
import { writeViewport } from './viewport-memory.ts';

const FAR_ZOOM = 0.5;

type Handlers = Pick<
  ReactFlowProps<DrawnNode, DrawnEdge>,
  | 'onNodesChange'
  | 'onEdgesChange'
  | 'onNodeClick'
  | 'onNodeDragStop'
  | 'onPaneClick'
  | 'onPaneContextMenu'
  | 'onMove'
  | 'onMoveStart'
  | 'onMoveEnd'
>;

interface Options {
  readonly flowId: string;
  readonly root: RefObject<HTMLElement | null>;
  readonly move: Drawing['move'];
  readonly settle: Drawing['settle'];
  readonly onDropped: (event: MouseEvent | TouchEvent | React.MouseEvent, node: string) => void;
}

export function useCanvasHandlers({ flowId, root, move, settle, onDropped }: Options): Handlers {
  const editor = useEditor();
  const view = useViewStore();
  const flow = useReactFlow<DrawnNode, DrawnEdge>();
  return useMemo(
    () => ({
      onNodesChange: (changes: NodeChange<DrawnNode>[]) => {
        const places = new Map<string, Point>();
        const chosen = new Set(view.getState().selected);
        for (const change of changes) {
          if (change.type === 'position' && change.dragging === true && change.position !== undefined) {
            places.set(change.id, change.position);
          } else if (change.type === 'select' && change.selected) chosen.add(change.id);
          else if (change.type === 'select') chosen.delete(change.id);
        }
        if (places.size > 0) move(places);
        // Beginning to drag also selects; the form opens on a press that is not a drag.
        if (changes.some((change) => change.type === 'select')) selectNodes(view, [...chosen], false);
      },
      onEdgesChange: (changes: EdgeChange<DrawnEdge>[]) => {
        const chosen = new Set(view.getState().selectedEdges);
        for (const change of changes) {
          if (change.type === 'select' && change.selected) chosen.add(change.id);
          else if (change.type === 'select') chosen.delete(change.id);
        }
        view.setState({ selectedEdges: chosen });
      },
      onNodeClick: (event, node) => {
        view.setState({ active: node.id });
        if (!event.ctrlKey && !event.metaKey && !event.shiftKey) selectNodes(view, [node.id]);
      },
      onNodeDragStop: (event, node, all) => {
        const places = all.map(({ id, position }): [string, Point] => [
          id,
          { x: Math.round(position.x), y: Math.round(position.y) },
        ]);
        settle();
        if (editor.run(moveNodes(editor.types, new Map(places))) && all.length === 1) onDropped(event, node.id);
      },
      onPaneClick: () => {
        selectNodes(view, [], false);
      },
      onPaneContextMenu: (event) => {
        event.preventDefault();
        const at = { x: event.clientX, y: event.clientY };
        view.setState({ dialog: { kind: 'add', request: { at, place: flow.screenToFlowPosition(at) } } });
      },
      onMove: (_: unknown, viewport: Viewport) => {
        const far = viewport.zoom < FAR_ZOOM;
        if (far !== view.getState().far) view.setState({ far });
      },
      onMoveStart: () => root.current?.setAttribute('data-moving', ''),
      onMoveEnd: (_: unknown, viewport: Viewport) => {
        root.current?.removeAttribute('data-moving');
        writeViewport(flowId, viewport);
      },
    }),
    [editor, view, flow, flowId, root, move, settle, onDropped],
  );
}
