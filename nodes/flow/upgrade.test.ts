// Old, new and broken documents.
import { Type } from 'typebox';
import { describe, expect, it } from 'vitest';
import { defineNode, type NodeType } from '#nodes/kit/define-node.ts';
import { passThrough } from '#nodes/kit/behaviours.ts';
import { PORTS } from '#nodes/kit/ports.ts';
import { NODE_TYPES } from '#nodes/registry.gen.ts';
import { drawFlow } from '#nodes/testkit/talk.ts';
import { createFlowDocument, type FlowDocument } from './document.ts';
import { upgradeFlow } from './upgrade.ts';
import { validateFlow } from './validate.ts';

/** Version 1 had `word`, version 2 `words`, version 3 has `words` and `loud`. */
const shout = defineNode({
  type: 'shout',
  version: 3,
  group: 'message',
  icon: 'megaphone',
  title: { 'zh-CN': '喊', en: 'Shout' },
  description: { 'zh-CN': '喊', en: 'Shouts' },
  keywords: [],
  config: Type.Object({ words: Type.Array(Type.String()), loud: Type.Boolean() }, { additionalProperties: false }),
  defaults: { words: [], loud: true },
  ports: () => [PORTS.next],
  summary: ({ words }) => words.join(' '),
  compile: (context) => passThrough(context, []),
  upgrades: {
    1: (config) => ({ words: [(config as { word: string }).word.trim()] }),
    2: (config) => ({ ...(config as object), loud: false }),
  },
  effects: [],
  waits: false,
});
const types: Readonly<Record<string, NodeType>> = { ...NODE_TYPES, shout };

function shouting(version: number, config: Readonly<Record<string, unknown>>): FlowDocument {
  const flow = drawFlow({ s: ['shout'], bye: ['end'] }, ['start.next -> s', 's.next -> bye']);
  return { ...flow, nodes: flow.nodes.map((node) => (node.id === 's' ? { ...node, version, config } : node)) };
}

function upgraded(json: unknown): FlowDocument {
  const result = upgradeFlow(json, types);
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.document;
}

function refused(json: unknown) {
  const result = upgradeFlow(json, types);
  if (result.ok) throw new Error('taken');
  return result.problems;
}

it('leaves behind calls that somebody else inlined, whatever they hold', () => {
  const flow = drawFlow({ bye: ['end'] }, ['start.next -> bye']);
  const forged = { ...flow, frames: { bye: {} }, nodes: flow.nodes.map((node) => ({ ...node, frame: node.id })) };
  expect(upgraded(JSON.parse(JSON.stringify(forged)))).toEqual(flow);
});

describe('a node of an older version', () => {
  it.each([
    [1, { word: ' 嗨 ' }, { words: ['嗨'], loud: false }],
    [2, { words: ['a'] }, { words: ['a'], loud: false }],
    [3, { words: ['a'], loud: true }, { words: ['a'], loud: true }],
  ])('from %i is lifted step by step', (version, config, expected) => {
    const document = upgraded(shouting(version, config));
    expect(document.nodes.find(({ id }) => id === 's')).toMatchObject({ version: 3, config: expected });
    expect(validateFlow(document, { types })).toEqual([]);
  });

  it('that cannot be lifted is kept as it is, and named', () => {
    const document = upgraded(shouting(1, { wrod: 'x' }));
    expect(document.nodes.find(({ id }) => id === 's')).toMatchObject({ version: 1, config: { wrod: 'x' } });
    expect(validateFlow(document, { types })).toContainEqual(
      expect.objectContaining({ code: 'CONFIG_INVALID', node: 's' }),
    );
  });

  it('is lifted once: lifting again changes nothing', () => {
    const once = upgraded(shouting(1, { word: 'x' }));
    expect(upgraded(JSON.parse(JSON.stringify(once)))).toEqual(once);
  });
});

describe('a node of a newer version or unknown type', () => {
  it('is kept, so that nothing is lost, and named by the checks', () => {
    const newer = shouting(9, { anything: [1] });
    expect(upgraded(newer)).toEqual(newer);
    expect(validateFlow(newer, { types }).map(({ code }) => code)).toContain('NODE_VERSION_NEWER');
    const odd = drawFlow({ x: ['teleport', { to: 'moon' }] }, ['start.next -> x']);
    expect(upgraded(odd)).toEqual(odd);
  });
});

describe('a document that cannot be read', () => {
  it('of a newer format says so', () => {
    const [problem] = refused({ ...createFlowDocument('x'), formatVersion: 2 });
    expect(problem).toMatchObject({ code: 'FLOW_FORMAT_UNKNOWN', severity: 'error' });
    expect(problem?.message.en).toContain('newer release (format 2)');
  });

  it.each([
    [null],
    ['text'],
    [[]],
    [{}],
    [{ format: 'other' }],
    [{ format: 'tandem.flow' }],
    [{ format: 'tandem.flow', formatVersion: '1' }],
    [Object.create({ format: 'tandem.flow' })],
  ])('is refused with what it is not: %j', (json) => {
    expect(refused(json)).toMatchObject([{ code: 'FLOW_FORMAT_UNKNOWN', node: null }]);
  });

  it.each([
    ['no nodes', { nodes: undefined }],
    ['nodes that are none', { nodes: [7, null, 'x'] }],
    ['an id that XState would misread', { nodes: [{ ...createFlowDocument('x').nodes[0], id: 'a.b' }] }],
    ['an id of the language itself', { nodes: [{ ...createFlowDocument('x').nodes[0], id: '_idle' }] }],
    ['a line without ends', { edges: [{ id: 'e1' }] }],
    ['settings of another kind', { settings: 'none' }],
    ['a format version that is none', { formatVersion: 0 }],
    [
      'a colour that is a style',
      { settings: { ...createFlowDocument('x').settings, face: { title: 'x', color: 'red;}', side: 'left' } } },
    ],
  ])('is refused with the place: %s', (_name, change) => {
    const problems = refused({ ...createFlowDocument('x'), ...change });
    expect(problems.length).toBeGreaterThan(0);
    expect(problems.length).toBeLessThanOrEqual(20);
    for (const problem of problems) {
      expect(problem.code).toBe('DOCUMENT_INVALID');
      expect(problem.field).toMatch(/^(?:\/|$)/u);
      expect(problem.fix['zh-CN']).not.toBe('');
    }
  });

  it('does not touch the prototype of anything', () => {
    const json: unknown = JSON.parse(
      `{"__proto__": {"x": 1}, ${JSON.stringify(createFlowDocument('x')).slice(1, -1)}}`,
    );
    upgradeFlow(json, types);
    expect(({} as { x?: number }).x).toBeUndefined();
  });

  it('may be deep rubbish', () => {
    let deep: unknown = 1;
    for (let depth = 0; depth < 5000; depth++) deep = { deep };
    const flow = createFlowDocument('x');
    const json = { ...flow, nodes: [{ ...flow.nodes[0], config: { deep } }] };
    const result = upgradeFlow(json, types);
    if (result.ok) expect(validateFlow(result.document, { types }).map(({ code }) => code)).toContain('CONFIG_INVALID');
  });
});
