// One step on the canvas: bar and icon in the group's colour, name, one plain line, a row for every way out.
import { Handle, Position, type NodeProps } from '@xyflow/react';
import { CircleAlert, CircleCheck, CircleDashed, Plus, TriangleAlert } from 'lucide-react';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { displayName, isEntry, portLabel, summaryOf, typeOf } from '../document/graph.ts';
import { useEditor } from '../document/editor-context.ts';
import { currentLocale } from '../i18n/i18n.ts';
import type { DrawnNode } from './drawn.ts';
import { MarkChip } from './MarkChip.tsx';
import { NodeIcon } from './node-icon.tsx';
import { useActiveCard } from './use-active-card.ts';
import { useConnectRefusal } from './use-connect-refusal.ts';
import { useView, useViewStore } from './view-store.ts';
import './tests.css';

export const NodeCard = memo(
  function NodeCard({ id, data, selected }: NodeProps<DrawnNode>) {
    const { types } = useEditor();
    const { t } = useTranslation('canvas');
    const locale = currentLocale();
    const { node, ports } = data;
    const type = typeOf(types, node);
    const active = useActiveCard(id);
    const visit = useView((state) => state.path?.nodes.get(id));
    const current = useView((state) => state.path?.current === id);
    const coverage = useView((state) => (state.coverage?.shown === true ? state.coverage : null));
    const uncovered = coverage?.missing.has(id) === true;
    const refusal = useConnectRefusal(id);
    const mark = useView((state) => state.marks?.get(id));
    const summary = type === undefined ? t('card.unknownHint') : summaryOf(types, node, locale);
    return (
      <div
        id={`card-${id}`}
        className="fc-card"
        data-group={type?.group ?? 'unknown'}
        data-selected={selected || undefined}
        data-active={active || undefined}
        data-disabled={node.disabled === true || undefined}
        data-visited={visit !== undefined || undefined}
        data-current={current || undefined}
        data-mark={mark}
        data-coverage={coverage === null || type?.compile === undefined ? undefined : uncovered ? 'missing' : 'covered'}
        data-refused={refusal ?? undefined}
        data-reason={refusal === null ? undefined : t(`connect.refused.${refusal}`)}
      >
        {!isEntry(types, node) && (
          <Handle id="in" type="target" position={Position.Left} className="fc-dot fc-dot-in" style={{ top: 18 }} />
        )}
        <div className="fc-head">
          <span className="fc-icon">
            <NodeIcon name={type?.icon} />
          </span>
          <span className="fc-name" title={displayName(types, node, locale)}>
            {type === undefined ? t('card.unknown', { type: node.type }) : displayName(types, node, locale)}
          </span>
          {mark !== undefined && <MarkChip mark={mark} />}
          {coverage !== null && type?.compile !== undefined && <CoverageMark covered={!uncovered} />}
          <Badges id={id} disabled={node.disabled === true} />
          {visit !== undefined && (
            <span className="fc-order" title={t('card.visited', { order: visit.order, ms: Math.round(visit.ms) })}>
              {visit.order}
            </span>
          )}
        </div>
        <div className="fc-summary" title={summary}>
          {summary}
        </div>
        <ul className="fc-ports">
          {ports.map((port) => (
            <PortRow key={port.id} node={id} port={port.id} role={port.role} label={portLabel(port, locale)} />
          ))}
        </ul>
      </div>
    );
  },
  (before, after) =>
    before.data === after.data && before.selected === after.selected && before.dragging === after.dragging,
);

/** Said by form and words, not by colour alone. */
function CoverageMark({ covered }: { readonly covered: boolean }) {
  const { t } = useTranslation('tests');
  const words = covered ? t('coverage.covered') : t('coverage.missing');
  const Icon = covered ? CircleCheck : CircleDashed;
  return (
    <span className="fc-covered" data-covered={covered} role="img" aria-label={words} title={words}>
      <Icon size={12} aria-hidden />
    </span>
  );
}

function Badges({ id, disabled }: { readonly id: string; readonly disabled: boolean }) {
  const { t } = useTranslation('canvas');
  const problems = useView((state) => state.problemsByNode.get(id));
  const errors = problems?.filter((problem) => problem.severity === 'error').length ?? 0;
  const count = errors > 0 ? errors : (problems?.length ?? 0);
  return (
    <>
      {disabled && <span className="fc-off">{t('card.disabled')}</span>}
      {count > 0 && (
        <span
          className="fc-badge"
          data-severity={errors > 0 ? 'error' : 'warning'}
          title={problems?.map((problem) => problem.message[currentLocale()]).join('\n')}
        >
          {errors > 0 ? <CircleAlert size={12} aria-hidden /> : <TriangleAlert size={12} aria-hidden />}
          {count}
        </span>
      )}
    </>
  );
}

interface PortProps {
  readonly node: string;
  readonly port: string;
  readonly role: string;
  readonly label: string;
}

function PortRow({ node, port, role, label }: PortProps) {
  const { t } = useTranslation('canvas');
  const store = useViewStore();
  const covered = useView((state) =>
    state.coverage?.shown !== true || !state.coverage.counted.has(`${node}.${port}`)
      ? null
      : !state.coverage.missing.has(`${node}.${port}`),
  );
  return (
    <li className="fc-port" data-role={role}>
      {covered !== null && <CoverageMark covered={covered} />}
      <span className="fc-port-name" title={label}>
        {label}
      </span>
      <Handle
        id={port}
        type="source"
        position={Position.Right}
        className="fc-dot fc-dot-out"
        title={t('card.addAfter', { port: label })}
        onClick={(event) => {
          event.stopPropagation();
          store.setState({
            dialog: {
              kind: 'add',
              request: { at: { x: event.clientX, y: event.clientY }, after: { node, port } },
            },
          });
        }}
      >
        <Plus size={8} strokeWidth={3} aria-hidden />
      </Handle>
    </li>
  );
}
