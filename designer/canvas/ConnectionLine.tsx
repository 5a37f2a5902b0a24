// The wire while it is being drawn.
import { getBezierPath, type ConnectionLineComponentProps } from '@xyflow/react';

export function ConnectionLine({ fromX, fromY, toX, toY, fromPosition, toPosition }: ConnectionLineComponentProps) {
  const [path] = getBezierPath({
    sourceX: fromX,
    sourceY: fromY,
    sourcePosition: fromPosition,
    targetX: toX,
    targetY: toY,
    targetPosition: toPosition,
    curvature: 0.3,
  });
  return (
    <g>
      <path d={path} className="fc-drawing" fill="none" />
      <circle cx={toX} cy={toY} r={5} className="fc-drawing-end" />
    </g>
  );
}
