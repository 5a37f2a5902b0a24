// Drawing and re-routing wires with the mouse: the whole card is the target, empty canvas opens the add search.
import { useReactFlow, type Connection, type FinalConnectionState } from '@xyflow/react';
import { useCallback, useMemo, useRef } from 'react';
import { useEditor } from '../document/editor-context.ts';
import { reconnect } from '../document/edge-commands.ts';
import { connectRefusal, type PortRef } from '../document/graph.ts';
import { useCanvasActions } from './canvas-context.ts';
import type { DrawnEdge } from './drawn.ts';
import { useView, useViewStore } from './view-store.ts';

export function useConnecting() {
  const editor = useEditor();
  const view = useViewStore();
  const actions = useCanvasActions();
  const flow = useReactFlow();
  const active = useView((state) => state.connecting !== null);
  const rerouted = useRef(false);
  const rerouting = useRef(false);

  const end = useCallback(
    (event: MouseEvent | TouchEvent, state: FinalConnectionState) => {
      view.setState({ connecting: null });
      if (rerouting.current || state.fromHandle?.type !== 'source') return;
      const from: PortRef = { node: state.fromHandle.nodeId, port: state.fromHandle.id ?? 'next' };
      const point = pointOf(event);
      const target = state.toHandle?.nodeId ?? cardUnder(point);
      if (target !== null) {
        actions.connect(from, target);
        return;
      }
      // A click without a drag is the dot's own affair.
      if (state.to !== null && distance(state.from, state.to) < 24) return;
      if (window.document.elementFromPoint(point.x, point.y)?.closest('.react-flow__pane') === null) return;
      view.setState({
        dialog: { kind: 'add', request: { at: point, after: from, place: offset(flow.screenToFlowPosition(point)) } },
      });
    },
    [view, actions, flow],
  );

  const handlers = useMemo(
    () => ({
      onConnectStart: (
        _: unknown,
        params: { nodeId: string | null; handleId: string | null; handleType: string | null },
      ) => {
        if (params.handleType === 'source' && params.nodeId !== null) {
          view.setState({ connecting: { node: params.nodeId, port: params.handleId ?? 'next' } });
        }
      },
      onConnectEnd: end,
      isValidConnection: (wire: Connection | DrawnEdge) => {
        const from = { node: wire.source, port: wire.sourceHandle ?? 'next' };
        const refusal = connectRefusal(editor.getState().document, editor.types, from, wire.target);
        return refusal === null || refusal === 'same';
      },
      onReconnectStart: () => {
        rerouted.current = false;
        rerouting.current = true;
      },
      onReconnect: (edge: DrawnEdge, wire: Connection) => {
        rerouted.current = true;
        editor.run(
          reconnect(editor.types, edge.id, { node: wire.source, port: wire.sourceHandle ?? 'next' }, wire.target),
        );
      },
      onReconnectEnd: (event: MouseEvent | TouchEvent, edge: DrawnEdge, handleType: 'source' | 'target') => {
        rerouting.current = false;
        view.setState({ connecting: null });
        // React Flow names the end that stayed: a fixed source means that the target was dragged.
        const card = cardUnder(pointOf(event));
        if (rerouted.current || card === null || handleType !== 'source') return;
        editor.run(reconnect(editor.types, edge.id, { node: edge.source, port: edge.sourceHandle ?? 'next' }, card));
      },
    }),
    [editor, view, end],
  );

  return { active, handlers };
}

function pointOf(event: MouseEvent | TouchEvent): { x: number; y: number } {
  if ('clientX' in event) return { x: event.clientX, y: event.clientY };
  const touch = event.changedTouches[0];
  return { x: touch?.clientX ?? 0, y: touch?.clientY ?? 0 };
}

function cardUnder(point: { x: number; y: number }): string | null {
  const found = window.document.elementFromPoint(point.x, point.y)?.closest('.react-flow__node');
  return found?.getAttribute('data-id') ?? null;
}

function distance(a: { x: number; y: number } | null, b: { x: number; y: number }): number {
  return a === null ? 0 : Math.hypot(a.x - b.x, a.y - b.y);
}

/** The new card's input lands under the pointer. */
function offset(point: { x: number; y: number }): { x: number; y: number } {
  return { x: point.x, y: point.y - 18 };
}
