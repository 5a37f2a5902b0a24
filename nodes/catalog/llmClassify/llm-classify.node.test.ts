// Classify by model: only declared classes count; without a model, likeness decides.
import { expect, test } from 'vitest';
import { drawAlone, drawFlow, talk, type Outside } from '#nodes/testkit/talk.ts';

const classes = [
  {
    id: 'refund',
    label: { 'zh-CN': '退款', en: 'Refund' },
    description: '要退钱',
    examples: ['把钱退给我', 'money back'],
  },
  { id: 'repair', label: { 'zh-CN': '维修', en: 'Repair' }, description: '', examples: ['坏了', 'broken'] },
];
const flow = drawAlone('llmClassify', { classes, variable: 'topic' }, { hearing: true });
const model = (json: object): Outside => ({ 'model.chat': () => ({ text: '', json, refused: false }) });
const none: Outside = {
  'model.chat': () => {
    throw new Error('MODEL_UNAVAILABLE');
  },
};

test('goes the way the model says, and asks with a closed list', () => {
  const conversation = talk(flow, { outside: model({ class: 'repair' }) }).says('不转了');
  expect(conversation.texts).toEqual(['→class-repair']);
  expect(conversation.vars['topic']).toBe('repair');
  const request = conversation.asked('model.chat')[0]?.request;
  expect(request).toMatchObject({
    user: '不转了',
    schema: { properties: { class: { enum: ['refund', 'repair', 'other'] } } },
  });
  expect(request?.system).toContain('- refund: 退款 — 要退钱 — 把钱退给我 | money back');
});

test.each([[{ class: 'other' }], [{ class: 'constructor' }], [{}]])('%j is none of them', (json) => {
  expect(talk(flow, { outside: model(json) }).says('hi').texts).toEqual(['→other']);
});

test.each([
  ['把钱退给我', '→class-refund'],
  ['I want my money back', '→class-refund'],
  ['手机坏了', '→class-repair'],
  ['你好', '→error'],
])('without a model %s goes by likeness', (words, way) => {
  expect(talk(flow, { outside: none }).says(words).texts).toEqual([way]);
});

test('without a model and without a way for errors, what is like nothing is other', () => {
  const alone = drawFlow({ n: ['llmClassify', { classes }], to: ['message', { text: '→other' }] }, [
    'start.next -> n',
    'n.other -> to',
  ]);
  expect(talk(alone, { outside: none }).texts).toEqual(['→other']);
});
