// Two documents in one drawing.
import { describe, expect, it } from 'vitest';
import { diffDocuments } from '#nodes/flow/diff.ts';
import { createFlowDocument, type FlowDocument } from '#nodes/flow/document.ts';
import { drawDiff } from './diff-drawing.ts';

const node = (id: string, text: string) => ({
  id,
  type: 'message',
  version: 1,
  name: '',
  position: { x: 0, y: 0 },
  config: { text },
});
const line = (from: string, to: string) => ({
  id: `${from}-${to}`,
  from: { node: from, port: 'next' },
  to: { node: to },
});

describe('drawDiff', () => {
  it('keeps what is gone as ghosts with their lines, and marks every step that differs', () => {
    const blank = createFlowDocument('f');
    const before: FlowDocument = {
      ...blank,
      nodes: [...blank.nodes, node('a', '1'), node('b', '2'), node('c', '3')],
      edges: [line('start', 'a'), line('a', 'b'), line('b', 'c')],
    };
    const after: FlowDocument = {
      ...blank,
      nodes: [...blank.nodes, node('a', '一'), node('c', '3'), node('d', '4')],
      edges: [line('start', 'a'), line('a', 'c'), line('d', 'c')],
    };
    const { document, marks } = drawDiff(before, after, diffDocuments(before, after));
    expect(document.nodes.map(({ id }) => id)).toEqual(['start', 'a', 'c', 'd', 'b']);
    expect(document.edges.map(({ id }) => id)).toEqual(['start-a', 'a-c', 'd-c', 'was-b-c']);
    expect(Object.fromEntries(marks)).toEqual({ a: 'changed', b: 'removed', d: 'added' });
  });
});
