// Problems of a flow: each named once, with the node and what to do about it, in both languages.
import { describe, expect, it } from 'vitest';
import type { FlowProblem } from '#nodes/wire/flows.ts';
import { drawFlow, type NodeSketch } from '#nodes/testkit/talk.ts';
import { createFlowDocument, type FlowDocument } from './document.ts';
import { validateFlow } from './validate.ts';

const bye: NodeSketch = ['end', {}];
const sound = drawFlow({ hi: ['message', { text: '您好' }], bye }, ['start.next -> hi', 'hi.next -> bye']);
const weekly = { timeZone: 'Mars/Olympus', week: Array(7).fill([{ from: '09:00', to: '18:00' }]), holidays: [] };

function withNode(id: string, change: Partial<FlowDocument['nodes'][number]>): FlowDocument {
  return { ...sound, nodes: sound.nodes.map((node) => (node.id === id ? { ...node, ...change } : node)) };
}

/** Code, the broken document, the node it is in (null: the whole flow). */
const BROKEN: readonly (readonly [code: string, document: FlowDocument, node: string | null])[] = [
  ['START_MISSING', drawFlow({}, [], { nodes: [] }), null],
  ['START_TWICE', drawFlow({ again: ['start'], hi: bye }, ['start.next -> hi', 'again.next -> hi']), 'again'],
  ['NODE_UNKNOWN', withNode('hi', { type: 'teleport' }), 'hi'],
  ['NODE_VERSION_NEWER', withNode('hi', { version: 9 }), 'hi'],
  ['NODE_ID_TAKEN', { ...sound, nodes: [...sound.nodes, ...sound.nodes.filter(({ id }) => id === 'hi')] }, 'hi'],
  ['CONFIG_INVALID', withNode('hi', { config: { text: 7, variants: [] } }), 'hi'],
  ['CONFIG_PROBLEM', withNode('hi', { config: { text: ' ', variants: [] } }), 'hi'],
  ['EDGE_DANGLING', drawFlow({ hi: bye }, ['start.next -> hi', 'hi.next -> nowhere']), 'hi'],
  ['PORT_UNKNOWN', drawFlow({ hi: bye }, ['start.next -> hi', 'start.sideways -> hi']), 'start'],
  ['PORT_TWICE', drawFlow({ hi: bye, ho: bye }, ['start.next -> hi', 'start.next -> ho']), 'start'],
  ['PORT_OPEN', drawFlow({ c: ['condition', { expression: '1' }], hi: bye }, ['start.next -> c', 'c.then -> hi']), 'c'],
  ['DEAD_END', drawFlow({ hi: ['message', { text: 'x' }] }, ['start.next -> hi']), 'hi'],
  ['TARGET_INVALID', drawFlow({ hi: ['message', { text: 'x' }] }, ['start.next -> hi', 'hi.next -> start']), 'hi'],
  ['TARGET_MISSING', drawFlow({ j: ['jump', { target: 'gone' }] }, ['start.next -> j']), 'j'],
  ['NODE_UNREACHABLE', drawFlow({ hi: bye, lost: bye }, ['start.next -> hi']), 'lost'],
  [
    'INTENT_MISSING',
    drawFlow({ i: ['onIntent', { intents: ['gone'] }], hi: bye }, ['start.next -> hi', 'i.matched -> hi']),
    'i',
  ],
  [
    'INTENT_THIN',
    drawFlow({ i: ['onIntent', { intents: ['a'] }], hi: bye }, ['start.next -> hi', 'i.matched -> hi'], {
      intents: [{ id: 'a', name: 'A', examples: ['x'] }],
    }),
    'i',
  ],
  [
    'EXPRESSION_INVALID',
    drawFlow({ hi: ['message', { text: '{{ 1 + }}' }], bye }, ['start.next -> hi', 'hi.next -> bye']),
    'hi',
  ],
  [
    'VARIABLE_UNKNOWN',
    drawFlow({ hi: ['message', { text: '{{ nmae }}' }], bye }, ['start.next -> hi', 'hi.next -> bye']),
    'hi',
  ],
  [
    'VARIABLE_RESERVED',
    drawFlow({ s: ['set', { assignments: [{ variable: 'turn', value: '1' }] }], bye }, [
      'start.next -> s',
      's.next -> bye',
    ]),
    's',
  ],
  [
    'TIME_ZONE_UNKNOWN',
    drawFlow({ h: ['hours', { hours: weekly }], bye }, ['start.next -> h', 'h.open -> bye', 'h.closed -> bye']),
    'h',
  ],
  [
    'CYCLE_WITHOUT_WAIT',
    drawFlow({ a: ['message', { text: 'a' }], b: ['tag', { add: ['x'] }] }, [
      'start.next -> a',
      'a.next -> b',
      'b.next -> a',
    ]),
    'a',
  ],
];

describe('a sound flow', () => {
  it('has no problem', () => {
    expect(validateFlow(sound)).toEqual([]);
  });

  it('may hold every kind of circle that waits', () => {
    for (const wait of ['askText', 'wait'] as const) {
      const config = wait === 'wait' ? {} : { prompt: '?' };
      const flow = drawFlow({ a: ['message', { text: 'a' }], w: [wait, config] }, [
        'start.next -> a',
        'a.next -> w',
        ...(wait === 'wait' ? ['w.due -> a', 'w.cancelled -> a'] : ['w.answered -> a']),
      ]);
      expect(validateFlow(flow)).toEqual([]);
    }
  });
});

describe('a broken flow', () => {
  it.each(BROKEN)('is told of %s, once, in its node, with a way to mend it', (code, document, node) => {
    const found = validateFlow(document).filter((problem) => problem.code === code);
    expect(found).toHaveLength(1);
    const [problem] = found as [FlowProblem];
    expect(problem.node).toBe(node);
    for (const locale of ['zh-CN', 'en'] as const) {
      expect(problem.message[locale].trim()).not.toBe('');
      expect(problem.fix[locale].trim()).not.toBe('');
    }
    expect(problem.message['zh-CN']).toMatch(/[\u4e00-\u9fff]/u);
    expect(problem.message.en).not.toMatch(/[\u4e00-\u9fff]{4}/u);
  });

  it('is told of a missing knowledge base when it is known which ones exist', () => {
    const flow = drawFlow({ k: ['knowledgeAnswer', { baseIds: ['b1', 'b2'] }] }, ['start.next -> k']);
    const codes = (knowledgeBaseIds?: readonly string[]) =>
      validateFlow(flow, knowledgeBaseIds === undefined ? {} : { knowledgeBaseIds }).filter(
        ({ code }) => code === 'KNOWLEDGE_MISSING',
      );
    expect(codes()).toEqual([]);
    expect(codes(['b1'])).toHaveLength(1);
    expect(codes(['b1'])[0]?.message.en).toContain('b2');
  });

  it('names its problems with errors first', () => {
    const flow = drawFlow({ lost: bye, hi: ['message', { text: '{{ nmae }}' }] }, ['start.next -> hi']);
    const severities = validateFlow(flow).map(({ severity }) => severity);
    expect(severities).toEqual([...severities].sort());
    expect(severities).toContain('error');
    expect(severities).toContain('warning');
  });

  it('names the edge of a broken line and the field of a wrong setting', () => {
    const dangling = drawFlow({ hi: bye }, ['start.next -> hi', 'gone.next -> hi']);
    expect(validateFlow(dangling)).toMatchObject([{ code: 'EDGE_DANGLING', node: null, edge: 'e1' }]);
    expect(validateFlow(withNode('hi', { config: { text: 'x', variants: [7] } }))[0]).toMatchObject({
      code: 'CONFIG_INVALID',
      field: expect.stringContaining('/variants'),
    });
  });

  it('with a circle through jumps is refused', () => {
    const flow = drawFlow(
      { a: ['set', { assignments: [{ variable: 'x', value: '1' }] }], j: ['jump', { target: 'a' }] },
      ['start.next -> a', 'a.next -> j'],
    );
    expect(validateFlow(flow)).toMatchObject([{ code: 'CYCLE_WITHOUT_WAIT' }]);
    const self = drawFlow({ j: ['jump', { target: 'j' }] }, ['start.next -> j']);
    expect(validateFlow(self)).toMatchObject([{ code: 'CYCLE_WITHOUT_WAIT', node: 'j' }]);
  });

  it.each(['constructor', 'toString', '__proto__', 'hasOwnProperty'])('may name any type and id: %s', (word) => {
    expect(validateFlow(withNode('hi', { type: word })).map(({ code }) => code)).toContain('NODE_UNKNOWN');
    const called = drawFlow({ [word]: bye }, [`start.next -> ${word}`]);
    if (word !== '__proto__') expect(validateFlow(called)).toEqual([]);
  });

  it('may declare variables only under names that can be read', () => {
    const variables = ['turn', '__proto__', 'name'].map((name) => ({
      name,
      type: 'text' as const,
      scope: 'session' as const,
    }));
    const found = validateFlow({ ...sound, variables });
    expect(found.map(({ code, node }) => [code, node])).toEqual([
      ['VARIABLE_RESERVED', null],
      ['VARIABLE_RESERVED', null],
    ]);
  });

  it('that is empty is told what it lacks', () => {
    expect(validateFlow(createFlowDocument('x')).map(({ code, node }) => [code, node])).toEqual([
      ['DEAD_END', 'start'],
    ]);
    expect(validateFlow({ ...createFlowDocument('x'), nodes: [] }).map(({ code }) => code)).toEqual(['START_MISSING']);
  });

  it.each([
    'https://{{ x }}/',
    'https://api.{{ x }}',
    'https://a.com:{{ x }}/',
    'ftp://a.com',
    '{{ x }}',
    'https://a.com\\{{ x }}',
  ])('may not call a host that comes from data: %s', (url) => {
    const flow = drawFlow({ n: ['http', { url }], bye }, ['start.next -> n', 'n.ok -> bye', 'n.error -> bye']);
    expect(validateFlow(flow).filter(({ severity }) => severity === 'error')).toMatchObject([{ field: '/url' }]);
  });
});

describe('a drawing that was spoilt outside the designer', () => {
  it('with two nodes of one id is checked as if the second were not there, whatever that one holds', () => {
    const flow = drawFlow({ n: ['parallel'], bye }, ['start.next -> n', 'n.joined -> bye']);
    const twin = { id: 'n', type: 'parallel', version: 1, name: '', position: { x: 0, y: 0 }, config: {} };
    const codes = validateFlow({ ...flow, nodes: [...flow.nodes, twin] }).map(({ code }) => code);
    expect(codes).toContain('NODE_ID_TAKEN');
  });

  it('with a wait that names no opening hours is checked like any other', () => {
    const flow = drawFlow({ n: ['wait', { cancelOnMessage: false, hours: undefined }], bye }, [
      'start.next -> n',
      'n.due -> bye',
    ]);
    const plain = JSON.parse(JSON.stringify(flow)) as typeof flow;
    expect(validateFlow(plain)).toEqual([]);
  });
});

describe('checking a large flow', () => {
  it('finishes with 4,000 nodes and 12,000 lines', () => {
    const nodes: Record<string, NodeSketch> = { h: ['handoff', {}] };
    const lines = ['start.next -> n0', 'h.accepted -> n0', 'h.offline -> n1', 'h.timeout -> n1'];
    for (let index = 0; index < 3_990; index++) {
      const [id, a, b, c] = [index, index * 2 + 1, index * 2 + 2, (index * 7) % 3_990].map(
        (n) => `n${String(n % 3_990)}`,
      );
      nodes[id ?? ''] = ['askConfirm', { prompt: '?' }];
      lines.push(`${id ?? ''}.yes -> ${a ?? ''}`, `${id ?? ''}.no -> ${b ?? ''}`, `${id ?? ''}.unclear -> ${c ?? ''}`);
    }
    expect(validateFlow(drawFlow(nodes, lines)).filter(({ severity }) => severity === 'error')).toEqual([]);
  });
});
