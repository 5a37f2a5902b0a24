// Tidy puts cards left to right without overlap.
import { expect, it } from 'vitest';
import { overlaps } from './card-size.ts';
import { layOut } from './layout.ts';

it('lays a branching flow out from left to right, nothing on top of anything', () => {
  const ids = ['a', 'b', 'c', 'd', 'loose'];
  const nodes = ids.map((id) => ({ id, width: 240, height: 114 }));
  const { positions } = layOut({
    nodes,
    edges: [
      { from: 'a', to: 'b' },
      { from: 'a', to: 'c' },
      { from: 'b', to: 'd' },
      { from: 'c', to: 'd' },
      { from: 'd', to: 'a' },
    ],
    origin: { x: 80, y: 160 },
  });
  const boxes = positions.map((place) => ({ ...place, width: 240, height: 114 }));
  for (const [index, box] of boxes.entries()) {
    expect(boxes.slice(index + 1).some((other) => overlaps(box, other))).toBe(false);
  }
  const x = (id: string): number => positions.find((place) => place.id === id)!.x;
  expect(x('a')).toBeLessThan(x('b'));
  expect(x('b')).toBeLessThan(x('d'));
  expect(Math.min(...positions.map((place) => place.x))).toBe(80);
});
