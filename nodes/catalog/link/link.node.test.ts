// Link: a line drawn in two halves is that line, and halves that do not meet are named.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { configFrom } from '#nodes/flow/compile.ts';
import type { FlowDocument } from '#nodes/flow/document.ts';
import { withoutLinks } from '#nodes/flow/links.ts';
import { validateFlow } from '#nodes/flow/validate.ts';
import { drawFlow, talk } from '#nodes/testkit/talk.ts';

const STEPS = {
  a: ['message', { text: '一' }],
  b: ['message', { text: '二' }],
  bye: ['end', { text: '再见' }],
} as const;
const out = (name: string) => ['link', { name, side: 'out' }] as const;
const into = (name: string) => ['link', { name, side: 'in' }] as const;
const codes = (flow: FlowDocument) => validateFlow(flow).map(({ code, node }) => `${code} ${node ?? ''}`);

test('two ends of a name are one line: same machine, same conversation, no problem', () => {
  const straight = drawFlow(STEPS, ['start.next -> a', 'a.next -> b', 'b.next -> bye']);
  const linked = drawFlow({ ...STEPS, go: out('A'), come: into(' A ') }, [
    'start.next -> a',
    'a.next -> go',
    'come.next -> b',
    'b.next -> bye',
  ]);
  expect(codes(linked)).toEqual(codes(straight));
  expect(configFrom(linked)).toEqual(configFrom(straight));
  const conversation = talk(linked);
  expect(conversation.texts).toEqual(['一', '二', '再见']);
  expect(conversation.path).not.toContain('go');
});

test('several lines may leave for one name, and links may lead to links', () => {
  const flow = drawFlow({ ...STEPS, go: out('A'), too: out('A'), come: into('A'), on: out('B'), there: into('B') }, [
    'start.next -> go',
    'a.next -> too',
    'come.next -> on',
    'there.next -> bye',
  ]);
  expect(withoutLinks(flow).edges.map(({ from, to }) => `${from.node} -> ${to.node}`)).toEqual([
    'start -> bye',
    'a -> bye',
  ]);
});

test.each([
  ['without partner', { go: out('A') }, ['a.next -> go'], ['LINK_ALONE go']],
  ['that nothing leaves for', { come: into('A') }, ['a.next -> bye', 'come.next -> bye'], ['LINK_ALONE come']],
  [
    'with two ends that arrive',
    { go: out('A'), come: into('A'), other: into('A') },
    ['a.next -> go', 'come.next -> bye', 'other.next -> bye'],
    ['LINK_TWICE other'],
  ],
  ['with nothing behind it', { go: out('A'), come: into('A') }, ['a.next -> go'], ['LINK_OPEN come']],
  [
    'in a circle',
    { go: out('A'), come: into('A'), on: out('B'), there: into('B') },
    ['a.next -> go', 'come.next -> on', 'there.next -> go'],
    ['LINK_CIRCLE go'],
  ],
  [
    'with a line into the end that arrives',
    { go: out('A'), come: into('A') },
    ['a.next -> come', 'start.next -> go', 'come.next -> bye'],
    ['TARGET_INVALID a'],
  ],
  ['without a name', { go: out(' ') }, ['a.next -> go'], ['CONFIG_PROBLEM go']],
] as const)('a link %s is named as a problem', (_what, links, lines, expected) => {
  const start = lines.some((line) => line.startsWith('start.')) ? [] : ['start.next -> a'];
  const flow = drawFlow({ a: STEPS.a, bye: STEPS.bye, ...links }, [...start, ...lines]);
  expect(codes(flow).filter((code) => !code.startsWith('NODE_UNREACHABLE'))).toEqual(expected);
  expect(() => talk(flow)).not.toThrow();
});

test('a link that is switched off is no link', () => {
  const flow = drawFlow({ a: STEPS.a, go: out('A'), come: into('A') }, ['start.next -> go', 'come.next -> a']);
  const nodes = flow.nodes.map((node) => (node.id === 'come' ? { ...node, disabled: true } : node));
  expect(codes({ ...flow, nodes })).toContain('LINK_ALONE go');
});

test('any tangle of links resolves in time, to lines between steps that are there', () => {
  const name = fc.constantFrom('A', 'B', 'C');
  const link = fc.record({ name, side: fc.constantFrom('in', 'out') });
  fc.assert(
    fc.property(
      fc.array(link, { maxLength: 12 }),
      fc.array(fc.nat(), { minLength: 13, maxLength: 13 }),
      (links, to) => {
        const drawn = Object.fromEntries(
          links.map((config, index) => [`l${String(index)}`, ['link', config] as const]),
        );
        const ids = [...Object.keys(drawn), 'bye'];
        const lines = links.flatMap(({ side }, index) =>
          side === 'in' ? [`l${String(index)}.next -> ${ids[(to[index] ?? 0) % ids.length] ?? 'bye'}`] : [],
        );
        const flow = drawFlow({ bye: STEPS.bye, ...drawn }, [
          `start.next -> ${ids[(to[12] ?? 0) % ids.length] ?? ''}`,
          ...lines,
        ]);
        const [line] = withoutLinks(flow).edges;
        const isStuck = line?.to.node !== 'bye';
        expect(validateFlow(flow).some(({ severity }) => severity === 'error') || !isStuck).toBe(true);
      },
    ),
  );
});
