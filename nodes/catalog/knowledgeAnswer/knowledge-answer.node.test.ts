// Knowledge answer: quoted or written, unsure or nothing found, and what happens when search or model fail.
import { expect, test } from 'vitest';
import { drawAlone, drawFlow, talk, type Outside } from '#nodes/testkit/talk.ts';
import { knowledgeAnswerNode } from './knowledge-answer.node.ts';

const hit = { passageId: 'p1', title: '退货政策', text: '七天无理由退货。', score: 0.9 };
const sources = [{ title: '退货政策', quote: '七天无理由退货。', url: 'https://example.com/r' }];
const found = { hits: [hit], confidence: 0.9, answer: '七天内可以退货。', sources, modelAvailable: false };
const fails = () => {
  throw new Error('down');
};
const ask = (outside: Outside, config: Readonly<Record<string, unknown>> = {}) =>
  talk(drawAlone('knowledgeAnswer', config, { hearing: true }), { outside }).says('怎么退货');

test('quotes the answer with its sources', () => {
  const conversation = ask({ 'knowledge.search': () => found });
  expect(conversation.said[0]).toMatchObject({ kind: 'text', text: '七天内可以退货。', sources });
  expect(conversation.said[0]?.ai).toBeUndefined();
  expect(conversation.texts[1]).toBe('→answered');
  expect(conversation.vars['knowledge']).toMatchObject({ confidence: 0.9 });
});

test('asks for what the customer just said, in the bases of the node', () => {
  const conversation = ask({ 'knowledge.search': () => found }, { baseIds: ['b1'], topK: 2, minScore: 0.5 });
  expect(conversation.asked('knowledge.search')[0]?.request).toEqual({
    question: '怎么退货',
    baseIds: ['b1'],
    topK: 2,
    minScore: 0.5,
  });
});

test('lets the model write where there is one, and marks its words', () => {
  const conversation = ask({
    'knowledge.search': () => ({ ...found, modelAvailable: true }),
    'model.generate': (effect) => ({ text: `答：${(effect.request as { question: string }).question}`, sources }),
  });
  expect(conversation.said[0]).toMatchObject({ text: '答：怎么退货', ai: true, sources });
  expect(conversation.asked('model.generate')[0]?.request).toMatchObject({ passages: [hit], locale: 'zh-CN' });
  expect(conversation.asked('model.generate')[0]?.id).toBe('n:1:1');
  expect(conversation.ports('n')).toEqual(['answered']);
});

test('a failing model falls back to the quote', () => {
  const conversation = ask({ 'knowledge.search': () => ({ ...found, modelAvailable: true }), 'model.generate': fails });
  expect(conversation.texts).toEqual(['七天内可以退货。', '→answered']);
  expect(conversation.last.outcome).toBe('waiting');
});

test('does not ask the model when it may only quote', () => {
  const conversation = ask({ 'knowledge.search': () => ({ ...found, modelAvailable: true }) }, { mode: 'extract' });
  expect(conversation.asked('model.generate')).toEqual([]);
  expect(conversation.texts).toEqual(['七天内可以退货。', '→answered']);
});

test('hides the sources where the operator wants it', () => {
  expect(ask({ 'knowledge.search': () => found }, { showSources: false }).said[0]?.sources).toBeUndefined();
});

test('nothing found leaves by noHit without a word', () => {
  const nothing = { ...found, hits: [], confidence: 0, answer: '', sources: [] };
  expect(ask({ 'knowledge.search': () => nothing }).texts).toEqual(['→noHit']);
});

test('an unsure answer is not said', () => {
  expect(ask({ 'knowledge.search': () => ({ ...found, confidence: 0.2 }) }).texts).toEqual(['→lowConfidence']);
  expect(ask({ 'knowledge.search': () => ({ ...found, answer: '' }) }).texts).toEqual(['→lowConfidence']);
});

test('a failing search leaves by error', () => {
  expect(ask({ 'knowledge.search': fails }).texts).toEqual(['→error']);
});

test('a result of the wrong shape is never taken for an answer', () => {
  expect(ask({ 'knowledge.search': () => ({ hits: 7 }) }).texts).toEqual(['→lowConfidence']);
  expect(ask({ 'knowledge.search': () => null }).ports('n')).not.toContain('answered');
});

test('a failing search without a way for it apologises and offers a person', () => {
  const flow = drawFlow({ n: ['knowledgeAnswer', { question: 'x' }] }, ['start.next -> n']);
  const conversation = talk(flow, { outside: { 'knowledge.search': fails }, locale: 'en' });
  expect(conversation.last.outcome).toBe('faulted');
  expect(conversation.said[0]?.choices).toMatchObject([{ label: 'Talk to a person' }]);
});

test('a late answer of the model is dropped when the customer went on to what gives up the question', () => {
  const flow = drawFlow(
    {
      hear: ['askText', { prompt: '?', interrupt: 'deny' }],
      n: ['knowledgeAnswer'],
      other: ['onKeyword', { words: ['换货'], comesBack: false }],
      told: ['message', { text: '换货说明' }],
    },
    ['start.next -> hear', 'hear.answered -> n', 'other.matched -> told'],
  );
  const outside: Outside = { 'knowledge.search': () => ({ ...found, modelAvailable: true }) };
  const conversation = talk(flow, { outside }).says('怎么退货').says('换货');
  expect(conversation.texts).toEqual(['换货说明']);
  conversation.happens({
    type: 'effect.completed',
    node: 'n',
    visit: 1,
    index: 1,
    output: { text: '晚了', sources: [] },
  });
  expect(conversation.said).toEqual([]);
});

const RELATED = { ...found, followUps: ['运费谁出', '多久退款'] };

test('offers related questions after the answer, and a tap asks one', () => {
  const [answer, offered] = ask({ 'knowledge.search': () => RELATED }, { followUps: true }).said;
  expect(answer).toMatchObject({ kind: 'text', text: '七天内可以退货。' });
  expect(offered).toMatchObject({
    kind: 'choices',
    text: '您可能还想问：',
    choices: [
      { id: 'say:0', label: '运费谁出' },
      { id: 'say:1', label: '多久退款' },
    ],
  });
});

test('offers them after what the model wrote too, three at most', () => {
  const many = { ...RELATED, followUps: ['一', '二', '三', '四'], modelAvailable: true };
  const outside = { 'knowledge.search': () => many, 'model.generate': () => ({ text: '可以退。', sources }) };
  const conversation = ask(outside, { followUps: true });
  expect(conversation.texts).toEqual(['可以退。', '您可能还想问：', '→answered']);
  expect(conversation.said[1]?.choices?.map(({ label }) => label)).toEqual(['一', '二', '三']);
});

test.each([[{ followUps: false }, RELATED] as const, [{ followUps: true }, found] as const])(
  'offers nothing when it is not wanted or there is nothing: %j',
  (config, result) => {
    expect(ask({ 'knowledge.search': () => result }, config).texts).toEqual(['七天内可以退货。', '→answered']);
  },
);

test('a node of before offers nothing', () => {
  expect(knowledgeAnswerNode.upgrades?.[1]?.({ mode: 'extract' })).toMatchObject({ followUps: false, mode: 'extract' });
});
