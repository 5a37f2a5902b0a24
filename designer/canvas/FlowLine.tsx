// A wire: calm by default, strong when chosen, glowing where the rehearsal went; its branch name in a pill.
import { BaseEdge, EdgeLabelRenderer, getBezierPath, type EdgeProps } from '@xyflow/react';
import { memo } from 'react';
import { localize } from '#nodes/kit/localized.ts';
import { currentLocale } from '../i18n/i18n.ts';
import type { DrawnEdge } from './drawn.ts';
import { useView } from './view-store.ts';

export const FlowLine = memo(function FlowLine(props: EdgeProps<DrawnEdge>) {
  const { id, data, selected } = props;
  const walked = useView(
    (state) => data !== undefined && state.path?.wires.has(`${data.edge.from.node} ${data.edge.from.port}`) === true,
  );
  const dropped = useView((state) => state.dropEdge === id);
  const [path, x, y] = getBezierPath({
    sourceX: props.sourceX,
    sourceY: props.sourceY,
    sourcePosition: props.sourcePosition,
    targetX: props.targetX,
    targetY: props.targetY,
    targetPosition: props.targetPosition,
    curvature: 0.3,
  });
  const strong = selected === true || walked || dropped;
  const label = data?.label === undefined || data.label === null ? '' : localize(data.label, currentLocale());
  const roomy = Math.abs(props.targetX - props.sourceX) > 180 || strong;
  return (
    <>
      <BaseEdge
        id={id}
        path={path}
        className="fc-line"
        data-role={data?.role}
        data-gone={id.startsWith('was-') || undefined}
        data-walked={walked || undefined}
        data-strong={strong || undefined}
        {...(props.markerEnd === undefined ? {} : { markerEnd: props.markerEnd })}
        interactionWidth={props.interactionWidth ?? 20}
      />
      {label !== '' && roomy && (
        <EdgeLabelRenderer>
          <div
            className="fc-pill"
            data-role={data?.role}
            data-strong={strong || undefined}
            style={{ transform: `translate(-50%, -50%) translate(${x}px, ${y}px)` }}
          >
            {label}
          </div>
        </EdgeLabelRenderer>
      )}
    </>
  );
});
