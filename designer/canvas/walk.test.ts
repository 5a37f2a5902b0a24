// Arrow keys follow the wires, and find the nearest card where there is none.
import { expect, it } from 'vitest';
import { SAMPLE_TYPES as types, sampleFlow } from '../document/testkit/sample-types.ts';
import { walk } from './walk.ts';

const flow = sampleFlow();

it('goes along the wires to the right and back to the left', () => {
  expect(walk(flow, types, 'start', 'right')).toBe('hello');
  expect(walk(flow, types, 'pick', 'right')).toBe('bye');
  expect(walk(flow, types, 'bye', 'left')).toBe('pick');
});

it('stays where there is nothing that way', () => {
  expect(walk(flow, types, 'start', 'up')).toBeNull();
  expect(walk(flow, types, 'bye', 'right')).toBeNull();
});

it('finds the nearest card up and down', () => {
  const tall = {
    ...flow,
    nodes: flow.nodes.map((node) => (node.id === 'bye' ? { ...node, position: { x: 400, y: 480 } } : node)),
  };
  expect(walk(tall, types, 'hello', 'down')).toBe('bye');
});
