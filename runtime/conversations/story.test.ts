// Paths and values told for people: names from the drawing, labels from the nodes that ask.
import { describe, expect, it } from 'vitest';
import { newSession, nextTurn } from '#runtime/testkit/turns.ts';
import { flowNode, supportFlow } from '#runtime/testkit/support-flow.ts';
import { pathWalked, valuesCollected } from './story.ts';

const entry = (trace: readonly { node: string; port?: string }[]) => ({ ...nextTurn(newSession()).journal, trace });

describe('pathWalked', () => {
  it('names nodes, joins a port to the visit it ended, and leaves out what is not drawn', () => {
    const path = pathWalked(
      [
        entry([{ node: '_begin' }, { node: 'start' }, { node: 'start', port: 'next' }, { node: 'hello' }]),
        entry([{ node: 'hello', port: 'next' }, { node: '_person' }, { node: 'gone' }]),
      ],
      new Map([[1, supportFlow()]]),
      1,
      'en',
    );
    expect(path[0]?.portLabel).toEqual({ 'zh-CN': '下一步', en: 'Next' });
    expect(path.map(({ name, port }) => [name, port])).toEqual([
      ['Start', 'next'],
      ['问候', 'next'],
      ['Talk to a person', undefined],
      ['gone', undefined],
    ]);
  });

  it('names each stretch by the version it was walked on, when the session was moved', () => {
    const named = (name: string) => {
      const flow = supportFlow();
      return { ...flow, nodes: flow.nodes.map((node) => (node.id === 'hello' ? { ...node, name } : node)) };
    };
    const { journal, session } = nextTurn(newSession());
    const moved = {
      type: 'session.migrated' as const,
      at: 1,
      from: 1,
      to: 2,
      snapshot: session.snapshot!,
      lost: {},
      by: { id: 'u1', name: 'Ann' },
    };
    const path = pathWalked(
      [
        { ...journal, trace: [{ node: 'hello' }] },
        { ...journal, trace: [], event: moved },
        { ...journal, trace: [{ node: 'hello' }] },
      ],
      new Map([
        [1, named('旧名')],
        [2, named('新名')],
      ]),
      2,
      'en',
    );
    expect(path.map(({ name }) => name)).toEqual(['旧名', '新名']);
  });

  it('tells the path of a version that no longer exists by its ids', () => {
    expect(pathWalked([entry([{ node: 'hello' }])], new Map(), 1, 'en')).toMatchObject([
      { node: 'hello', name: 'hello' },
    ]);
  });
});

describe('valuesCollected', () => {
  it('leaves out until when a value is kept', () => {
    const context = { vars: { offer: '10%', '~offer': 1 }, customer: { level: 'VIP', '~level': 2 } };
    expect(valuesCollected(context, undefined, 'en').map(({ name }) => name)).toEqual(['customer.level', 'offer']);
  });

  it('shows files by their names', () => {
    const file = { id: 'f', name: '破损.jpg', contentType: 'image/jpeg', kind: 'image', sizeBytes: 9 };
    const context = { vars: { photo: file, more: [file, { ...file, name: 'b.png' }] }, customer: {} };
    expect(valuesCollected(context, supportFlow(), 'zh-CN').map(({ name, value }) => [name, value])).toEqual([
      ['photo', '破损.jpg'],
      ['more', ['破损.jpg', 'b.png']],
    ]);
  });

  it('labels values by the node that asks, says a fact once, and skips what is empty', () => {
    const flow = supportFlow();
    const document = {
      ...flow,
      nodes: [...flow.nodes, flowNode('q', 'askText', { variable: 'order' }, '订单号')],
      variables: [{ name: 'vip', type: 'boolean' as const, scope: 'session' as const, description: '会员' }],
    };
    const context = {
      vars: {
        order: 'A1',
        vip: true,
        empty: '',
        none: null,
        list: [],
        knowledge: { confidence: 0 },
        lead: { phone: '13800138000', city: '上海' },
      },
      customer: { phone: '13800138000' },
    };
    expect(valuesCollected(context, document, 'zh-CN').map(({ label, value }) => [label, value])).toEqual([
      ['手机号', '13800138000'],
      ['订单号', 'A1'],
      ['会员', true],
      ['lead.city', '上海'],
    ]);
  });
});
