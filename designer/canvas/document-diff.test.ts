// What changed between two versions, in numbers.
import { expect, it } from 'vitest';
import { connect, removeNodes } from '../document/edge-commands.ts';
import { addNode, moveNodes, renameNode } from '../document/node-commands.ts';
import { SAMPLE_TYPES as types, sampleFlow } from '../document/testkit/sample-types.ts';
import { diffDocuments } from './document-diff.ts';

const flow = sampleFlow();

it('does not count a moved card', () => {
  const moved = moveNodes(types, new Map([['hello', { x: 9, y: 9 }]])).apply(flow);
  expect(diffDocuments(flow, moved)).toEqual({ added: [], removed: [], changed: [] });
});

it('names what was added, removed, renamed and re-wired', () => {
  let next = addNode(types, { id: 'new', edgeId: 'e', type: 'message', position: { x: 0, y: 0 } }).apply(flow);
  next = renameNode(flow.nodes[1]!, '您好').apply(next);
  next = connect(types, { node: 'pick', port: 'b' }, 'hello', 'e8').apply(next);
  next = removeNodes(next, ['bye']).apply(next);
  expect(diffDocuments(flow, next)).toEqual({ added: ['new'], removed: ['bye'], changed: ['hello', 'pick'] });
});
