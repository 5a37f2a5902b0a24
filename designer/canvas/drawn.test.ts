// What is drawn keeps its identity: moving one card must not redraw the others.
import { expect, it } from 'vitest';
import { moveNodes } from '../document/node-commands.ts';
import { SAMPLE_TYPES as types, sampleFlow } from '../document/testkit/sample-types.ts';
import { createDrawCache, drawEdges, drawNodes, type DrawnNode } from './drawn.ts';

const flow = sampleFlow();
const none: ReadonlySet<string> = new Set();

function draw(cache: ReturnType<typeof createDrawCache>, document = flow, problems = 0): DrawnNode[] {
  return drawNodes(
    cache,
    document,
    types,
    none,
    null,
    (id) => (id === 'hello' ? problems : 0),
    (node) => node.id,
  );
}

it('gives the same objects for the same document', () => {
  const cache = createDrawCache();
  const [before, after] = [draw(cache), draw(cache)];
  expect(after.every((node, index) => node === before[index])).toBe(true);
});

it('redraws only the moved card, and only its place while it is dragged', () => {
  const cache = createDrawCache();
  const before = draw(cache);
  const dragged = drawNodes(
    cache,
    flow,
    types,
    none,
    new Map([['hello', { x: 1, y: 2 }]]),
    () => 0,
    (node) => node.id,
  );
  expect(dragged.filter((node, index) => node !== before[index]).map((node) => node.id)).toEqual(['hello']);
  expect(dragged[1]?.data).toBe(before[1]?.data);
  const moved = moveNodes(types, new Map([['bye', { x: 5, y: 5 }]])).apply(flow);
  const later = draw(createDrawCache(), moved);
  expect(later.find((node) => node.id === 'bye')?.position).toEqual({ x: 5, y: 5 });
});

it('gives a card with new problems a new label but the same content', () => {
  const cache = createDrawCache();
  const before = draw(cache);
  const after = draw(cache, flow, 2);
  expect(after[1]).not.toBe(before[1]);
  expect(after[1]?.data).toBe(before[1]?.data);
});

it('knows size and dots of every card without measuring', () => {
  const [start, hello, pick] = draw(createDrawCache());
  expect(start?.handles?.map((handle) => handle.id)).toEqual(['next']);
  expect(hello?.handles?.map((handle) => handle.id)).toEqual(['next', 'in']);
  expect(pick?.handles?.map((handle) => handle.id)).toEqual(['a', 'b', 'noReply', 'in']);
  expect(pick?.width).toBe(240);
});

it('draws straight wires without a hit area from afar, and none from a port that is gone', () => {
  const stale = {
    ...flow,
    edges: [...flow.edges, { id: 'x', from: { node: 'hello', port: 'gone' }, to: { node: 'bye' } }],
  };
  const far = drawEdges(createDrawCache(), stale, types, none, true, () => 'label');
  expect(far.map((edge) => edge.id)).toEqual(['e1', 'e2', 'e3']);
  expect(far.every((edge) => edge.type === 'straight' && edge.interactionWidth === 0)).toBe(true);
});
