// The drawing surface: React Flow under our own selection, keyboard, connecting and dropping. One tab stop.
import {
  Background,
  MiniMap,
  ReactFlow,
  SelectionMode,
  useReactFlow,
  type EdgeTypes,
  type NodeChange,
  type NodeTypes as CardTypes,
  type ReactFlowInstance,
} from '@xyflow/react';
import '@xyflow/react/dist/base.css';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { displayName, nodeById, portLabel, typeOf } from '../document/graph.ts';
import { useDocument, useEditor, useEditorState } from '../document/editor-context.ts';
import { moveNodes } from '../document/node-commands.ts';
import type { Point } from '../document/placement.ts';
import { currentLocale } from '../i18n/i18n.ts';
import { useCanvasActions } from './canvas-context.ts';
import { ConnectionLine } from './ConnectionLine.tsx';
import { createDrawCache, drawEdges, drawNodes, type DrawnEdge, type DrawnNode } from './drawn.ts';
import { EmptyStart } from './EmptyStart.tsx';
import { FlowLine } from './FlowLine.tsx';
import { FrameCard } from './FrameCard.tsx';
import { NodeCard } from './NodeCard.tsx';
import { NoteCard } from './NoteCard.tsx';
import { isTyping } from './shortcuts.ts';
import { useCanvasKeys } from './use-canvas-keys.ts';
import { useConnecting } from './use-connecting.ts';
import { useDropping } from './use-dropping.ts';
import { readViewport, writeViewport } from './viewport-memory.ts';
import { selectNodes, useView, useViewStore } from './view-store.ts';
import { sayNode } from './words.ts';
import { ZoomBar } from './ZoomBar.tsx';
import './canvas.css';

const CARDS: CardTypes = { card: NodeCard, note: NoteCard, frame: FrameCard };
const LINES: EdgeTypes = { line: FlowLine };
const FAR_ZOOM = 0.5;
const MINIMAP_LIMIT = 500;
const READABLE_ZOOM = 0.6;
const OPENING_ZOOM = 0.85;

interface Props {
  readonly flowId: string;
}

export function FlowCanvas({ flowId }: Props) {
  const editor = useEditor();
  const view = useViewStore();
  const document = useDocument();
  const readOnly = useEditorState((state) => state.readOnly);
  const { t, i18n } = useTranslation('canvas');
  const selected = useView((state) => state.selected);
  const selectedEdges = useView((state) => state.selectedEdges);
  const problems = useView((state) => state.problemsByNode);
  const active = useView((state) => state.active);
  const far = useView((state) => state.far);
  const trackpad = useView((state) => state.trackpad);
  const spoken = useView((state) => state.spoken);
  const walking = useView((state) => state.path !== null);
  const [moving, setMoving] = useState<ReadonlyMap<string, Point> | null>(null);
  const flow = useReactFlow<DrawnNode, DrawnEdge>();
  const actions = useCanvasActions();
  const root = useRef<HTMLDivElement>(null);
  const onKeyDown = useCanvasKeys();
  const connecting = useConnecting();
  const dropping = useDropping();
  // A card's label holds texts and problem counts: another language or other problems draw all of them anew.
  const cache = useMemo(() => ({ ...createDrawCache(), for: [i18n.language, problems] }), [i18n.language, problems]);

  const nodes = useMemo(
    () =>
      drawNodes(cache, document, editor.types, selected, moving, (node) =>
        sayNode(t, editor.types, currentLocale(), node, problems.get(node.id)?.length ?? 0),
      ),
    [cache, document, editor, selected, moving, t, problems],
  );
  const edges = useMemo(
    () =>
      drawEdges(cache, document, editor.types, selectedEdges, far, (edge, port) => {
        const name = (id: string): string => {
          const node = nodeById(document, id);
          return node === undefined ? id : displayName(editor.types, node, currentLocale());
        };
        return t('card.edge', {
          from: name(edge.from.node),
          to: name(edge.to.node),
          port: portLabel(port, currentLocale()),
        });
      }),
    [cache, document, editor, selectedEdges, far, t],
  );
  const start = useMemo(() => readViewport(flowId), [flowId]);

  const pointer = useRef<Point | null>(null);
  useEffect(() => {
    const onPaste = (event: ClipboardEvent): void => {
      if (isTyping(event.target) || root.current?.contains(window.document.activeElement) !== true) return;
      event.preventDefault();
      const at = pointer.current === null ? undefined : actions.toFlow(pointer.current);
      actions.paste(event.clipboardData?.getData('text/plain') ?? '', at);
    };
    const element = root.current;
    const onMove = (event: PointerEvent): void => {
      pointer.current = { x: event.clientX, y: event.clientY };
    };
    const onLeave = (): void => {
      pointer.current = null;
    };
    window.addEventListener('paste', onPaste);
    element?.addEventListener('pointermove', onMove);
    element?.addEventListener('pointerleave', onLeave);
    return () => {
      window.removeEventListener('paste', onPaste);
      element?.removeEventListener('pointermove', onMove);
      element?.removeEventListener('pointerleave', onLeave);
    };
  }, [actions]);

  function onNodesChange(changes: readonly NodeChange<DrawnNode>[]): void {
    const places = new Map<string, Point>();
    let chosen: Set<string> | null = null;
    for (const change of changes) {
      if (change.type === 'position' && change.dragging === true && change.position !== undefined) {
        places.set(change.id, change.position);
      } else if (change.type === 'select') {
        chosen ??= new Set(view.getState().selected);
        if (change.selected) chosen.add(change.id);
        else chosen.delete(change.id);
      }
    }
    if (places.size > 0) setMoving((former) => new Map([...(former ?? []), ...withMembers(places)]));
    if (chosen !== null) selectNodes(view, [...chosen]);
  }

  /** What stands in a dragged frame moves with it while it is dragged. */
  function withMembers(places: Map<string, Point>): Map<string, Point> {
    const all = new Map(places);
    for (const node of document.nodes) {
      const frame = node.parent === undefined ? undefined : document.nodes.find((other) => other.id === node.parent);
      const to = frame === undefined ? undefined : places.get(frame.id);
      if (frame === undefined || to === undefined || places.has(node.id)) continue;
      all.set(node.id, {
        x: node.position.x + to.x - frame.position.x,
        y: node.position.y + to.y - frame.position.y,
      });
    }
    return all;
  }

  function onDragStop(
    event: MouseEvent | TouchEvent | React.MouseEvent,
    node: DrawnNode,
    all: readonly DrawnNode[],
  ): void {
    const places = new Map(
      all.map((one) => [one.id, { x: Math.round(one.position.x), y: Math.round(one.position.y) }]),
    );
    setMoving(null);
    if (!editor.run(moveNodes(editor.types, places))) return;
    if (all.length === 1) dropping.spliceUnder(event, node.id);
  }

  return (
    <div className="fc-area">
      <div
        ref={root}
        id="flow-canvas"
        className="fc-root"
        role="application"
        aria-label={t('canvas', { count: document.nodes.length })}
        aria-roledescription={t('title')}
        aria-activedescendant={active === null ? undefined : `card-${active}`}
        tabIndex={0}
        data-lod={far ? 'far' : 'near'}
        data-connecting={connecting.active || undefined}
        data-walking={walking || undefined}
        onKeyDown={onKeyDown}
        onPointerDownCapture={(event) => {
          if (!isTyping(event.target)) root.current?.focus({ preventScroll: true });
        }}
        {...dropping.handlers}
      >
        <ReactFlow<DrawnNode, DrawnEdge>
          nodes={nodes}
          edges={edges}
          nodeTypes={CARDS}
          edgeTypes={LINES}
          onNodesChange={onNodesChange}
          onEdgesChange={(changes) => {
            const next = new Set(view.getState().selectedEdges);
            for (const change of changes) {
              if (change.type !== 'select') continue;
              if (change.selected) next.add(change.id);
              else next.delete(change.id);
            }
            view.setState({ selectedEdges: next });
          }}
          onNodeClick={(event, node) => {
            view.setState({ active: node.id });
            if (!event.ctrlKey && !event.metaKey && !event.shiftKey) selectNodes(view, [node.id]);
          }}
          onNodeDragStop={onDragStop}
          onPaneClick={() => {
            selectNodes(view, [], false);
            view.setState((state) => (state.panel === 'node' ? { panel: null } : {}));
          }}
          onPaneContextMenu={(event) => {
            event.preventDefault();
            const at = { x: event.clientX, y: event.clientY };
            view.setState({ dialog: { kind: 'add', request: { at, place: flow.screenToFlowPosition(at) } } });
          }}
          {...connecting.handlers}
          connectionLineComponent={ConnectionLine}
          connectOnClick={false}
          connectionRadius={14}
          edgesReconnectable={!readOnly}
          nodesDraggable={!readOnly}
          nodesConnectable={!readOnly}
          nodesFocusable={false}
          edgesFocusable={false}
          disableKeyboardA11y
          deleteKeyCode={null}
          selectionKeyCode="Shift"
          multiSelectionKeyCode={['Control', 'Meta']}
          selectionMode={SelectionMode.Partial}
          panOnScroll={trackpad}
          selectionOnDrag={false}
          zoomOnDoubleClick={false}
          minZoom={0.1}
          maxZoom={2}
          onlyRenderVisibleElements
          snapToGrid
          snapGrid={[8, 8]}
          defaultMarkerColor={null}
          {...(start === null ? {} : { defaultViewport: start })}
          onInit={(instance) => {
            if (start === null) void showBeginning(instance);
          }}
          onMove={(_, viewport) => {
            const isFar = viewport.zoom < FAR_ZOOM;
            if (isFar !== view.getState().far) view.setState({ far: isFar });
          }}
          onMoveStart={() => root.current?.setAttribute('data-moving', '')}
          onMoveEnd={(_, viewport) => {
            root.current?.removeAttribute('data-moving');
            writeViewport(flowId, viewport);
          }}
          ariaLabelConfig={{
            'node.a11yDescription.default': '',
            'node.a11yDescription.keyboardDisabled': '',
            'edge.a11yDescription.default': '',
            'minimap.ariaLabel': t('minimap'),
            'handle.ariaLabel': t('connect.port'),
          }}
        >
          <Background gap={24} size={1.5} />
          {document.nodes.length <= MINIMAP_LIMIT && document.nodes.length > 1 && (
            <MiniMap<DrawnNode>
              pannable
              zoomable
              ariaLabel={t('minimap')}
              nodeColor={(node) =>
                `var(--td-node-${typeOf(editor.types, node.data.node)?.group ?? 'end'}, var(--td-border-control))`
              }
              nodeBorderRadius={6}
              style={{ width: 168, height: 112 }}
            />
          )}
        </ReactFlow>
      </div>
      <ZoomBar />
      <EmptyStart />
      <div className="td-visually-hidden" role="status" aria-live="polite">
        {spoken}
      </div>
    </div>
  );
}

/** The whole flow when it can be read that way, else its beginning at a size that can be read. */
async function showBeginning(flow: ReactFlowInstance<DrawnNode, DrawnEdge>): Promise<void> {
  await flow.fitView({ maxZoom: 1, padding: 0.15 });
  if (flow.getZoom() >= READABLE_ZOOM) return;
  const first = flow.getNodes().find((node) => node.data.node.type === 'start') ?? flow.getNodes()[0];
  if (first === undefined) return;
  const height = window.document.getElementById('flow-canvas')?.clientHeight ?? 600;
  await flow.setViewport({
    x: 48 - first.position.x * OPENING_ZOOM,
    y: height * 0.4 - first.position.y * OPENING_ZOOM,
    zoom: OPENING_ZOOM,
  });
}
