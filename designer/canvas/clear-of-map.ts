// Keeps cards out from under the overview map, which lies on the canvas in its lower right corner.
import { getViewportForBounds, type FitViewOptions, type Rect } from '@xyflow/react';

/** What is drawn, as React Flow tells it. */
interface DrawnFlow {
  getNodes(): readonly { readonly id: string }[];
  getNodesBounds(ids: string[]): Rect;
}

type Padding = NonNullable<FitViewOptions['padding']>;

const MAX_ZOOM = 1;
const MIN_ZOOM = 0.1;
const AROUND = 0.15;
/** Between the map and what is kept clear of it, in px. */
const GAP = 12;

/** How to show all boxes at once: as large as may be, and none under the map. `map` is where it lies on the area; undefined: it is not shown. */
export function fitFor(boxes: readonly Rect[], area: Pick<Rect, 'width' | 'height'>, map: Rect | undefined) {
  const around = { padding: AROUND, maxZoom: MAX_ZOOM };
  if (map === undefined || boxes.length === 0) return around;
  const viewOf = (padding: Padding) =>
    getViewportForBounds(boundsOf(boxes), area.width, area.height, MIN_ZOOM, MAX_ZOOM, padding);
  const { x, y, zoom } = viewOf(AROUND);
  const shown = boxes.map((box) => ({
    x: box.x * zoom + x,
    y: box.y * zoom + y,
    width: box.width * zoom,
    height: box.height * zoom,
  }));
  if (!shown.some((box) => isUnder(box, map))) return around;
  const sides = { top: AROUND, right: AROUND, bottom: AROUND, left: AROUND };
  const above = { ...sides, bottom: `${Math.ceil(area.height - map.y + GAP)}px` } as const;
  const beside = { ...sides, right: `${Math.ceil(area.width - map.x + GAP)}px` } as const;
  return { ...around, padding: viewOf(above).zoom >= viewOf(beside).zoom ? above : beside };
}

/** Does any part of a box lie under the map? */
export function isUnder(box: Rect, map: Rect): boolean {
  return (
    box.x < map.x + map.width && map.x < box.x + box.width && box.y < map.y + map.height && map.y < box.y + box.height
  );
}

/** How to show the whole flow on the canvas as it stands now. */
export function wholeOn(flow: DrawnFlow, area: Element | null) {
  const frame = area?.getBoundingClientRect() ?? NOTHING;
  const map = mapOn(area);
  const place = map === undefined ? undefined : { ...map, x: map.x - frame.x, y: map.y - frame.y };
  const boxes = place === undefined ? [] : flow.getNodes().map(({ id }) => flow.getNodesBounds([id]));
  return fitFor(boxes, frame, place);
}

/** Where the map lies on the window; undefined while it is not shown. */
export function mapOn(area: Element | null): Rect | undefined {
  const { x, y, width, height } = area?.querySelector('.react-flow__minimap')?.getBoundingClientRect() ?? NOTHING;
  return width === 0 ? undefined : { x, y, width, height };
}

const NOTHING: Rect = { x: 0, y: 0, width: 0, height: 0 };

function boundsOf(boxes: readonly Rect[]): Rect {
  const left = Math.min(...boxes.map((box) => box.x));
  const top = Math.min(...boxes.map((box) => box.y));
  const right = Math.max(...boxes.map((box) => box.x + box.width));
  const bottom = Math.max(...boxes.map((box) => box.y + box.height));
  return { x: left, y: top, width: right - left, height: bottom - top };
}
