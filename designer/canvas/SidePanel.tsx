// The panel on the right: the step's form, or one of the flow's own panels; its width is kept.
import { ActionIcon } from '@mantine/core';
import { X } from 'lucide-react';
import { Suspense, useRef, useState, type KeyboardEvent, type PointerEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { Usage } from '#nodes/flow/usages/usage.ts';
import type { FlowSummary } from '#nodes/wire/flows.ts';
import { useDocument, useEditor } from '../document/editor-context.ts';
import { isCanvasOnly, nodeById, typeOf } from '../document/graph.ts';
import { later, useFetchAhead } from '../ui/later.ts';
import { LoadingState } from '../ui/LoadingState.tsx';
import { useCanvasActions } from './canvas-context.ts';
import type { Comparison } from './CompareView.tsx';
import { SharePanel } from './SharePanel.tsx';
import { selectNodes, testFrom, useView, useViewStore } from './view-store.ts';

const NodePanel = later(async () => (await import('../inspector/NodePanel.tsx')).NodePanel);
const SettingsPanel = later(async () => (await import('../inspector/SettingsPanel.tsx')).SettingsPanel);
const VariablesPanel = later(async () => (await import('../inspector/VariablesPanel.tsx')).VariablesPanel);
const VersionsPanel = later(async () => (await import('./VersionsPanel.tsx')).VersionsPanel);
const TestsPanel = later(async () => (await import('./TestsPanel.tsx')).TestsPanel);
const CommentsPanel = later(async () => (await import('./CommentsPanel.tsx')).CommentsPanel);
const IntentsPanel = later(async () => (await import('../inspector/IntentsPanel.tsx')).IntentsPanel);

const SOON = [NodePanel];
const MIN = 360;
const MAX = 560;
const STORED = 'tandem.panel-width';

interface Props {
  readonly flow: FlowSummary;
  readonly onCompare: (comparison: Comparison) => void;
}

export function SidePanel({ flow, onCompare }: Props) {
  const { t } = useTranslation('canvas');
  useFetchAhead(SOON);
  const view = useViewStore();
  const panel = useView((state) => state.panel);
  const selected = useView((state) => (state.selected.size === 1 ? [...state.selected][0] : undefined));
  const problems = useView((state) => (selected === undefined ? undefined : state.problemsByNode.get(selected)));
  const focus = useView((state) => state.focus);
  const actions = useCanvasActions();
  const [width, setWidth] = useState(readWidth);
  const { types } = useEditor();
  const node = nodeById(useDocument(), selected ?? '');
  const mayBegin =
    node !== undefined &&
    node.disabled !== true &&
    !isCanvasOnly(types, node) &&
    typeOf(types, node)?.group !== 'trigger';
  if (panel === null || (panel === 'node' && selected === undefined)) return null;

  function close(): void {
    view.setState({ panel: null });
    actions.focusCanvas();
  }

  const toTests = (): void => view.setState({ panel: 'tests' });
  /** To the step with the cursor in the field, or to the settings of the flow. */
  function go({ node: id, field }: Usage): void {
    if (id === null) {
      view.setState({ panel: 'settings' });
      return;
    }
    selectNodes(view, [id]);
    actions.reveal(id);
    view.setState((state) => ({ panel: 'node', focus: { node: id, field, nonce: (state.focus?.nonce ?? 0) + 1 } }));
  }

  return (
    <aside
      className="fc-panel"
      style={{ width }}
      aria-label={panel === 'node' ? t('menu.open') : t(`bar.${panel}`)}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || event.defaultPrevented || event.nativeEvent.isComposing) return;
        event.preventDefault();
        actions.focusCanvas();
      }}
    >
      <ResizeHandle width={width} onWidth={setWidth} />
      {panel !== 'node' && (
        <header className="fc-panel-head">
          <h2>{t(`bar.${panel}`)}</h2>
          <ActionIcon aria-label={t('keys.back')} onClick={close}>
            <X size={16} aria-hidden />
          </ActionIcon>
        </header>
      )}
      <Suspense fallback={<LoadingState />}>
        {panel === 'node' && selected !== undefined && (
          <NodePanel
            key={selected}
            flowId={flow.id}
            nodeId={selected}
            problems={problems ?? []}
            focus={focus?.node === selected ? focus : null}
            onClose={close}
            onReplace={() => view.setState({ dialog: { kind: 'add', request: { replace: selected } } })}
            onConnect={(port) =>
              view.setState({ dialog: { kind: 'connect', node: selected, ...(port === undefined ? {} : { port }) } })
            }
            onDuplicate={() => actions.duplicate()}
            onRemove={(heal) => actions.remove(heal)}
            onToggle={() => actions.toggleDisabled(selected)}
            {...(mayBegin ? { onTest: () => testFrom(view, selected) } : {})}
            onIntents={() => view.setState({ panel: 'intents' })}
            onGo={(id) => {
              view.setState({ selected: new Set([id]) });
              actions.reveal(id);
            }}
            onUsage={go}
            onTests={toTests}
          />
        )}
        {panel === 'settings' && <SettingsPanel />}
        {panel === 'variables' && <VariablesPanel flowId={flow.id} onGo={go} onTests={toTests} />}
        {panel === 'intents' && <IntentsPanel flowId={flow.id} onGo={go} onTests={toTests} />}
        {panel === 'versions' && <VersionsPanel flowId={flow.id} onCompare={onCompare} />}
        {panel === 'tests' && <TestsPanel flowId={flow.id} />}
        {panel === 'comments' && <CommentsPanel flowId={flow.id} />}
        {panel === 'share' && <SharePanel flow={flow} />}
      </Suspense>
    </aside>
  );
}

interface HandleProps {
  readonly width: number;
  readonly onWidth: (width: number) => void;
}

function ResizeHandle({ width, onWidth }: HandleProps) {
  const { t } = useTranslation('inspector');
  const from = useRef<{ x: number; width: number } | null>(null);
  const take = (next: number): void => {
    const kept = Math.min(MAX, Math.max(MIN, Math.round(next)));
    onWidth(kept);
    window.localStorage.setItem(STORED, String(kept));
  };
  return (
    <div
      role="separator"
      aria-orientation="vertical"
      aria-label={t('panel.resize')}
      aria-valuenow={width}
      aria-valuemin={MIN}
      aria-valuemax={MAX}
      tabIndex={0}
      className="fc-panel-edge"
      onPointerDown={(event: PointerEvent<HTMLDivElement>) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        from.current = { x: event.clientX, width };
      }}
      onPointerMove={(event) => {
        if (from.current !== null) take(from.current.width + from.current.x - event.clientX);
      }}
      onPointerUp={() => {
        from.current = null;
      }}
      onKeyDown={(event: KeyboardEvent) => {
        if (event.key === 'ArrowLeft') take(width + 16);
        else if (event.key === 'ArrowRight') take(width - 16);
      }}
    />
  );
}

function readWidth(): number {
  const stored = Number(window.localStorage.getItem(STORED));
  return stored >= MIN && stored <= MAX ? stored : 400;
}
