// No card under the overview map when everything is shown.
import { getViewportForBounds } from '@xyflow/react';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitFor, isUnder } from './clear-of-map.ts';

const AREA = { width: 1100, height: 700 };
const MAP = { x: 917, y: 573, width: 168, height: 112 };
const box = (x: number, y: number) => ({ x, y, width: 200, height: 90 });

describe('showing the whole flow', () => {
  it('leaves no card under the map, wherever the cards are', () => {
    const boxes = fc.array(
      fc.record({ x: fc.integer({ min: -2000, max: 2000 }), y: fc.integer({ min: -2000, max: 2000 }) }),
      {
        minLength: 1,
        maxLength: 40,
      },
    );
    fc.assert(
      fc.property(boxes, (places) => {
        const cards = places.map(({ x, y }) => box(x, y));
        for (const card of shown(cards)) expect(isUnder(card, MAP)).toBe(false);
      }),
    );
  });

  it('gives up no room while the corner is free', () => {
    expect(fitFor([box(0, 0), box(800, 0)], AREA, MAP).padding).toBe(0.15);
    expect(fitFor([box(0, 0), box(5000, 4000)], AREA, undefined).padding).toBe(0.15);
  });

  it('goes above the map where a flow is wide, and beside it where it is tall', () => {
    expect(fitFor([box(0, 0), box(2000, 1100)], AREA, MAP).padding).toMatchObject({ bottom: '139px', right: 0.15 });
    expect(fitFor([box(0, 0), box(1200, 910)], AREA, MAP).padding).toMatchObject({ right: '195px', bottom: 0.15 });
  });
});

function shown(cards: readonly ReturnType<typeof box>[]) {
  const { padding, maxZoom } = fitFor(cards, AREA, MAP);
  const left = Math.min(...cards.map(({ x }) => x));
  const top = Math.min(...cards.map(({ y }) => y));
  const width = Math.max(...cards.map(({ x }) => x + 200)) - left;
  const height = Math.max(...cards.map(({ y }) => y + 90)) - top;
  const view = getViewportForBounds({ x: left, y: top, width, height }, AREA.width, AREA.height, 0.1, maxZoom, padding);
  return cards.map(({ x, y }) => ({
    x: x * view.zoom + view.x,
    y: y * view.zoom + view.y,
    width: 200 * view.zoom,
    height: 90 * view.zoom,
  }));
}
