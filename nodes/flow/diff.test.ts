// The comparison of two documents: what counts as a change, and the laws every comparison keeps.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { randomFlow } from '#nodes/testkit/random-flow.ts';
import { drawFlow } from '#nodes/testkit/talk.ts';
import { changeKey, diffDocuments, sourceOfEdge } from './diff.ts';
import type { FlowDocument } from './document.ts';

const base = drawFlow(
  {
    ask: ['askChoice', { prompt: '要什么?', options: [{ id: 'a', label: '退货' }] }],
    bye: ['message', { text: '再见' }],
  },
  ['start.next -> ask', 'ask.a -> bye'],
  { variables: [{ name: 'order', type: 'text', scope: 'session' }] },
);

function withNode(document: FlowDocument, id: string, change: Partial<FlowDocument['nodes'][number]>): FlowDocument {
  return { ...document, nodes: document.nodes.map((node) => (node.id === id ? { ...node, ...change } : node)) };
}

describe('diffDocuments', () => {
  it('names the field that changed, with the old and the new value', () => {
    const node = base.nodes.find(({ id }) => id === 'ask');
    const after = withNode(base, 'ask', {
      name: '菜单',
      config: {
        ...node?.config,
        options: [
          { id: 'a', label: '退款' },
          { id: 'b', label: '换货' },
        ],
      },
    });
    expect(diffDocuments(base, after).changes).toEqual([
      {
        subject: 'node',
        id: 'ask',
        kind: 'changed',
        fields: [
          { path: '/name', before: '', after: '菜单' },
          { path: '/config/options/a/label', before: '退货', after: '退款' },
          { path: '/config/options/b', after: { id: 'b', label: '换货' } },
        ],
      },
    ]);
  });

  it('tells a card that only moved from one that changed', () => {
    const moved = diffDocuments(base, withNode(base, 'bye', { position: { x: 1, y: 2 } }));
    expect(moved).toEqual({ changes: [], moved: ['bye'] });
  });

  it('knows a line by the port it leaves, whatever its id', () => {
    const redrawn = { ...base, edges: base.edges.map((edge) => ({ ...edge, id: `new-${edge.id}` })) };
    expect(diffDocuments(base, redrawn).changes).toEqual([]);
    const led = { ...base, edges: base.edges.map((edge) => ({ ...edge, to: { node: 'bye' } })) };
    expect(diffDocuments(base, led).changes).toEqual([
      {
        subject: 'edge',
        id: 'start next',
        kind: 'changed',
        fields: [{ path: '/to', before: 'ask', after: 'bye' }],
      },
    ]);
    expect(sourceOfEdge('start next')).toEqual({ node: 'start', port: 'next' });
    expect(sourceOfEdge('start next #2')).toEqual({ node: 'start', port: 'next' });
  });

  it('sees variables, intents and settings', () => {
    const after: FlowDocument = {
      ...base,
      name: '新名字',
      variables: [{ name: 'order', type: 'number', scope: 'session' }],
      intents: [{ id: 'refund', name: '退款', examples: [] }],
    };
    expect(diffDocuments(base, after).changes.map((change) => [changeKey(change), change.kind])).toEqual([
      ['variable:order', 'changed'],
      ['intent:refund', 'added'],
      ['settings:settings', 'changed'],
    ]);
  });

  it('finds nothing in equal documents, and swaps added and removed when the two are swapped', () => {
    fc.assert(
      fc.property(randomFlow(false), randomFlow(false), (a, b) => {
        expect(diffDocuments(a, JSON.parse(JSON.stringify(a)) as FlowDocument)).toEqual({ changes: [], moved: [] });
        const forth = diffDocuments(a, b);
        const back = diffDocuments(b, a);
        const keys = (diff: typeof forth, kind: string) =>
          diff.changes
            .filter((change) => change.kind === kind)
            .map(changeKey)
            .sort();
        expect(keys(forth, 'added')).toEqual(keys(back, 'removed'));
        expect(keys(forth, 'removed')).toEqual(keys(back, 'added'));
        expect(keys(forth, 'changed')).toEqual(keys(back, 'changed'));
        expect([...forth.moved].sort()).toEqual([...back.moved].sort());
      }),
      { numRuns: 200 },
    );
  });

  it('is silent only where the two mean the same', () => {
    fc.assert(
      fc.property(randomFlow(false), randomFlow(false), (a, b) => {
        if (diffDocuments(a, b).changes.length > 0) return;
        const meaning = ({ nodes, edges, ...rest }: FlowDocument) => ({
          ...rest,
          nodes: nodes.map(({ position: _p, size: _s, parent: _f, ...node }) => node).sort(byId),
          edges: edges.map(({ from, to }) => `${from.node} ${from.port} ${to.node}`).sort(),
        });
        expect(meaning(a)).toEqual(meaning(b));
      }),
      { numRuns: 200 },
    );
  });
});

function byId(a: { readonly id: string }, b: { readonly id: string }): number {
  return a.id < b.id ? -1 : 1;
}
