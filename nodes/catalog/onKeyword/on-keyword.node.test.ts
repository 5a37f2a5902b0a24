// On keyword: which words begin a branch, and when they may cut in.
import { expect, test } from 'vitest';
import { drawFlow, talk, type NodeSketch } from '#nodes/testkit/talk.ts';

const draw = (config: Readonly<Record<string, unknown>>, interrupt: 'allow' | 'deny' = 'allow') =>
  drawFlow(
    {
      ask: ['askText', { prompt: '姓名？', interrupt }] as NodeSketch,
      n: ['onKeyword', config] as NodeSketch,
      hit: ['message', { text: '→matched' }] as NodeSketch,
    },
    ['start.next -> ask', 'n.matched -> hit'],
  );

test.each([
  ['contains', ['退货'], '我想退货呢', true],
  ['contains', ['art'], 'start', false],
  ['contains', ['art'], 'Art!', true],
  ['exact', ['退货'], ' 退货。', true],
  ['exact', ['退货'], '我要退货', false],
  ['starts', ['查'], '查订单', true],
  ['starts', ['查'], '帮我查', false],
  ['pattern', ['(?:退|换)货'], '怎么换货', true],
  ['pattern', ['^\\d{4}$'], '12345', false],
  ['contains', ['ＶＩＰ'], 'vip 客户', true],
])('%s %j in %j: %s', (match, words, text, matches) => {
  expect(talk(draw({ words, match })).says(text).texts.includes('→matched')).toBe(matches);
});

test('cuts into a question that allows it, and the question is asked again', () => {
  const conversation = talk(draw({ words: ['退货'] })).says('退货');
  expect(conversation.texts).toEqual(['→matched', '好的，我们接着刚才的问题。', '姓名？']);
  expect(conversation.says('王芳').ports('ask')).toEqual(['answered']);
});

test('that does not come back ends the question', () => {
  const conversation = talk(draw({ words: ['退货'], comesBack: false })).says('退货');
  expect(conversation.texts).toEqual(['→matched']);
  expect(conversation.last.snapshot.value).toBe('_idle');
});

test('does not cut into a question that forbids it', () => {
  expect(
    talk(draw({ words: ['退货'] }, 'deny'))
      .says('退货')
      .ports('ask'),
  ).toEqual(['answered']);
});

test('does not cut in when it may not, but begins when the flow rests', () => {
  const conversation = talk(draw({ words: ['退货'], mayInterrupt: false })).says('退货');
  expect(conversation.ports('ask')).toEqual(['answered']);
  expect(conversation.says('退货').texts).toEqual(['→matched']);
});

test('is silent when it is switched off', () => {
  const flow = draw({ words: ['退货'] });
  const off = { ...flow, nodes: flow.nodes.map((node) => (node.id === 'n' ? { ...node, disabled: true } : node)) };
  expect(talk(off).says('退货').path).not.toContain('n');
});

test('a keyword that may not cut in leaves an intent that may', () => {
  const flow = drawFlow(
    {
      ask: ['askText', { prompt: '姓名？' }],
      word: ['onKeyword', { words: ['退货'], mayInterrupt: false }],
      intent: ['onIntent', { intents: ['refund'] }],
    },
    ['start.next -> ask'],
  );
  const conversation = talk(flow).says('我要退货', { intents: [{ intent: 'refund', score: 0.9 }] });
  expect(conversation.path).toContain('intent.matched');
});
