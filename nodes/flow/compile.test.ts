// From document to machine: plain JSON, the same each time, and as large as flows get.
import { describe, expect, it } from 'vitest';
import type { NodeType } from '#nodes/kit/define-node.ts';
import { FlowError } from '#nodes/kit/errors.ts';
import { NODE_TYPES } from '#nodes/registry.gen.ts';
import { drawFlow, talk, type NodeSketch } from '#nodes/testkit/talk.ts';
import { compileFlow, configFrom } from './compile.ts';
import { validateFlow } from './validate.ts';

function chainOf(count: number) {
  const nodes: Record<string, NodeSketch> = {};
  const lines = ['start.next -> q0'];
  for (let index = 0; index < count; index++) {
    const id = `q${String(index)}`;
    const options = [
      { id: 'a', label: `${id} 是` },
      { id: 'b', label: '否' },
    ];
    nodes[id] = ['askChoice', { prompt: id, options, interrupt: 'deny' }];
    const next = `q${String((index + 1) % count)}`;
    lines.push(`${id}.a -> ${next}`, `${id}.b -> ${next}`, `${id}.other -> ${next}`);
  }
  return drawFlow(nodes, lines);
}

describe('compiling', () => {
  it('gives equal machines each time, all plain JSON', () => {
    const flow = drawFlow(
      { ask: ['askText', { prompt: '?' }], h: ['handoff'], k: ['knowledgeAnswer'], w: ['wait'], l: ['leadCard'] },
      ['start.next -> ask', 'ask.answered -> k', 'k.answered -> w', 'w.due -> l', 'l.submitted -> h'],
    );
    const config = configFrom(flow);
    expect(configFrom(structuredClone(flow))).toEqual(config);
    expect(JSON.parse(JSON.stringify(config))).toEqual(config);
    expect(JSON.stringify(configFrom(flow))).toBe(JSON.stringify(config));
  });

  it('plays and checks 2,000 nodes', () => {
    const flow = chainOf(2000);
    expect(validateFlow(flow)).toEqual([]);
    const conversation = talk(flow);
    for (let turn = 0; turn < 50; turn++) conversation.chooses('a');
    expect(conversation.texts).toEqual(['q50']);
  });

  it('keeps one restored skeleton for each state that sessions rest in, and no context in it', () => {
    const conversation = talk(chainOf(20));
    for (let turn = 0; turn < 100; turn++) conversation.chooses('a');
    expect(conversation.flow.skeletons.size).toBe(21);
    expect(
      [...conversation.flow.skeletons.values()].every(({ context }) => Object.keys(context as object).length === 0),
    ).toBe(true);
  });

  it('serves many sessions of one machine without mixing them', () => {
    const flow = drawFlow({ a: ['askText', { prompt: '{{ name }}?', variable: 'name', interrupt: 'deny' }] }, [
      'start.next -> a',
      'a.answered -> a',
    ]);
    const compiled = compileFlow(flow);
    const sessions = ['甲', '乙', '丙'].map((name) => ({ name, conversation: talk(flow) }));
    for (const { name, conversation } of sessions) {
      Object.assign(conversation, { flow: compiled });
      conversation.says(name);
    }
    for (const { name, conversation } of sessions) expect(conversation.says(name).texts).toEqual([`${name}?`]);
  });

  it('refuses an unknown node type with its name', () => {
    const flow = drawFlow({ odd: ['teleport'] }, []);
    for (const type of ['teleport', 'constructor', '__proto__']) {
      const document = { ...flow, nodes: flow.nodes.map((node) => (node.id === 'odd' ? { ...node, type } : node)) };
      expect(() => compileFlow(document)).toThrow(FlowError);
      expect(() => compileFlow(document)).toThrow(`the unknown type "${type}"`);
    }
  });

  it('passes through nodes that are switched off, by their main way', () => {
    const flow = drawFlow(
      { a: ['askConfirm', { prompt: '?' }], b: ['message', { text: 'b' }], c: ['message', { text: 'c' }] },
      ['start.next -> a', 'a.yes -> b', 'a.no -> c', 'b.next -> c'],
    );
    const without = (...ids: readonly string[]) =>
      talk({ ...flow, nodes: flow.nodes.map((node) => (ids.includes(node.id) ? { ...node, disabled: true } : node)) })
        .texts;
    expect(without('a')).toEqual(['b', 'c']);
    expect(without('a', 'b')).toEqual(['c']);
    expect(without('a', 'b', 'c')).toEqual([]);
    expect(without('start')).toEqual([]);
  });

  it('does not hang on a circle of nodes that are switched off', () => {
    const flow = drawFlow({ a: ['message'], b: ['message'] }, ['start.next -> a', 'a.next -> b', 'b.next -> a']);
    const off = {
      ...flow,
      nodes: flow.nodes.map((node) => (node.id === 'start' ? node : { ...node, disabled: true })),
    };
    expect(talk(off).last.snapshot.value).toBe('_idle');
    expect(validateFlow(off).some(({ code }) => code === 'CYCLE_WITHOUT_WAIT')).toBe(false);
  });

  it('looks at each node of a long row that is switched off a few times, however many lines lead into it', () => {
    const on = Array.from({ length: 100 }, (_none, at) => `on${String(at)}`);
    const off = Array.from({ length: 100 }, (_none, at) => `off${String(at)}`);
    const drawn = drawFlow(Object.fromEntries([...on, ...off].map((id) => [id, ['message']])), [
      ...on.map((id) => `${id}.next -> off0`),
      ...off.slice(1).map((id, at) => `off${String(at)}.next -> ${id}`),
    ]);
    const flow = { ...drawn, nodes: drawn.nodes.map((node) => ({ ...node, disabled: off.includes(node.id) })) };
    const message = NODE_TYPES['message'] as NodeType;
    let looks = 0;
    const ports: NodeType['ports'] = (config) => {
      looks += 1;
      return message.ports(config);
    };
    compileFlow(flow, { ...NODE_TYPES, message: { ...message, ports } });
    expect(looks).toBeLessThan(10 * flow.nodes.length);
  });

  it.each([
    ['an intent', { n: ['onIntent', { intents: ['a'] }] }, true],
    ['a mood', { n: ['emotionGate'] }, true],
    ['an expression about the mood', { n: ['condition', { expression: "turn.emotion == 'angry'" }] }, true],
    ['a text with a fact of the message', { n: ['message', { text: 'x {{ last.entities.phone }}' }] }, true],
    ['a computed member', { n: ['condition', { expression: 'turn[name]' }] }, true],
    ['only the words', { n: ['message', { text: '{{ turn.text }} turn.emotion' }] }, false],
    ['nothing of it', { n: ['askText', { prompt: '?' }] }, false],
  ] as const)('needs understanding for %s: %s', (_name, nodes, needed) => {
    expect(compileFlow(drawFlow(nodes, [])).needs.understanding).toBe(needed);
  });
});
