// The drawing surface: React Flow under our own selection, keyboard, connecting and dropping. One tab stop.
import {
  Background,
  MiniMap,
  ReactFlow,
  SelectionMode,
  type EdgeTypes,
  type NodeTypes as CardTypes,
  type ReactFlowInstance,
} from '@xyflow/react';
import '@xyflow/react/dist/base.css';
import { Suspense, useCallback, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { typeOf, type NodeTypes } from '../document/graph.ts';
import { later } from '../ui/later.ts';
import { useEditor, useEditorState } from '../document/editor-context.ts';
import { wholeOn } from './clear-of-map.ts';
import { ConnectionLine } from './ConnectionLine.tsx';
import type { DrawnEdge, DrawnNode } from './drawn.ts';
import { EmptyStart } from './EmptyStart.tsx';
import { FlowLine } from './FlowLine.tsx';
import { FrameCard } from './FrameCard.tsx';
import { NodeCard } from './NodeCard.tsx';
import { NoteCard } from './NoteCard.tsx';
import { isTyping } from './shortcuts.ts';
import { useCanvasHandlers } from './use-canvas-handlers.ts';
import { useCanvasKeys } from './use-canvas-keys.ts';
import { useConnecting } from './use-connecting.ts';
import { useDrawing } from './use-drawing.ts';
import { useDropping } from './use-dropping.ts';
import { usePaste } from './use-paste.ts';
import { useView } from './view-store.ts';
import { readViewport } from './viewport-memory.ts';
import { ZoomBar } from './ZoomBar.tsx';
import './canvas.css';

const CommentPins = later(async () => (await import('./CommentPins.tsx')).CommentPins);

const CARDS: CardTypes = { card: NodeCard, note: NoteCard, frame: FrameCard };
const LINES: EdgeTypes = { line: FlowLine };
/** Beyond this the map costs more per frame than the canvas itself. */
const MINIMAP_LIMIT = 200;
const MINIMAP_SIZE = { width: 168, height: 112 };
const READABLE_ZOOM = 0.6;
const OPENING_ZOOM = 0.85;
const GRID: [number, number] = [8, 8];
const ADD_TO_SELECTION = ['Control', 'Meta'];

interface Props {
  readonly flowId: string;
  /** Shows the pins of open comments. */
  readonly commented?: boolean;
  /** The step to begin at, wherever one looked last. */
  readonly opensAt?: string | undefined;
}

export function FlowCanvas({ flowId, commented = false, opensAt }: Props) {
  const { types } = useEditor();
  const count = useEditorState((state) => state.document.nodes.length);
  const readOnly = useEditorState((state) => state.readOnly);
  const { t } = useTranslation('canvas');
  const far = useView((state) => state.far);
  const trackpad = useView((state) => state.trackpad);
  const spoken = useView((state) => state.spoken);
  const walking = useView((state) => state.path !== null);
  const root = useRef<HTMLDivElement>(null);
  const onKeyDown = useCanvasKeys();
  const { nodes, edges, move, settle } = useDrawing();
  const connecting = useConnecting();
  const dropping = useDropping();
  const handlers = useCanvasHandlers({ flowId, root, move, settle, onDropped: dropping.spliceUnder });
  usePaste(root);
  const start = useMemo(() => (opensAt === undefined ? readViewport(flowId) : null), [flowId, opensAt]);
  const onInit = useCallback(
    (flow: ReactFlowInstance<DrawnNode, DrawnEdge>) => {
      if (start === null) void showBeginning(flow, opensAt);
    },
    [start, opensAt],
  );
  const words = useMemo(
    () => ({
      'node.a11yDescription.default': '',
      'node.a11yDescription.keyboardDisabled': '',
      'edge.a11yDescription.default': '',
      'minimap.ariaLabel': t('minimap'),
      'handle.ariaLabel': t('connect.port'),
    }),
    [t],
  );

  return (
    <div className="fc-area">
      <div
        ref={root}
        id="flow-canvas"
        className="fc-root"
        role="application"
        aria-label={t('canvas', { count })}
        aria-roledescription={t('title')}
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
          {...handlers}
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
          multiSelectionKeyCode={ADD_TO_SELECTION}
          selectionMode={SelectionMode.Partial}
          panOnScroll={trackpad}
          selectionOnDrag={false}
          zoomOnDoubleClick={false}
          minZoom={0.1}
          maxZoom={2}
          onlyRenderVisibleElements
          snapToGrid
          snapGrid={GRID}
          defaultMarkerColor={null}
          {...(start === null ? {} : { defaultViewport: start })}
          onInit={onInit}
          ariaLabelConfig={words}
        >
          {commented && (
            <Suspense fallback={null}>
              <CommentPins flowId={flowId} />
            </Suspense>
          )}
          <Background gap={24} size={1.5} />
          {count <= MINIMAP_LIMIT && count > 1 && <Overview types={types} label={t('minimap')} />}
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

function Overview({ types, label }: { readonly types: NodeTypes; readonly label: string }) {
  const colour = useCallback(
    (node: DrawnNode) => `var(--td-node-${typeOf(types, node.data.node)?.group ?? 'end'}, var(--td-border-control))`,
    [types],
  );
  return (
    <MiniMap<DrawnNode>
      pannable
      zoomable
      ariaLabel={label}
      nodeColor={colour}
      nodeBorderRadius={6}
      style={MINIMAP_SIZE}
    />
  );
}

/** The whole flow when it can be read that way, else its beginning, or the step asked for, at a size that can be read. */
async function showBeginning(flow: ReactFlowInstance<DrawnNode, DrawnEdge>, opensAt?: string): Promise<void> {
  const area = window.document.getElementById('flow-canvas');
  await flow.fitView(wholeOn(flow, area));
  if (flow.getZoom() >= READABLE_ZOOM) return;
  const all = flow.getNodes();
  const first = all.find(({ id }) => id === opensAt) ?? all.find(({ data }) => data.node.type === 'start') ?? all[0];
  if (first === undefined) return;
  const height = area?.clientHeight ?? 600;
  await flow.setViewport({
    x: 48 - first.position.x * OPENING_ZOOM,
    y: height * 0.4 - first.position.y * OPENING_ZOOM,
    zoom: OPENING_ZOOM,
  });
}
