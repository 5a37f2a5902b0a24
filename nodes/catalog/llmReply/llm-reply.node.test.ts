// Reply by model: said and marked, stored as JSON, refused, unavailable.
import { expect, test } from 'vitest';
import { NODE_TYPES } from '#nodes/registry.gen.ts';
import { drawAlone, talk, type Outside } from '#nodes/testkit/talk.ts';

const answers = (output: object): Outside => ({
  'model.chat': () => ({ text: '', json: null, refused: false, ...output }),
});
const ask = (outside: Outside, config = {}) =>
  talk(
    drawAlone(
      'llmReply',
      { prompt: '你是茶馆的店员。', instructions: '简短', variable: 'reply', ...config },
      { hearing: true },
    ),
    { outside },
  ).says('推荐什么茶？');

test('is said and marked as written by a model', () => {
  const conversation = ask(answers({ text: '推荐龙井。' }));
  expect(conversation.said).toMatchObject([{ text: '推荐龙井。', ai: true }, { text: '→done' }]);
  expect(conversation.asked('model.chat')[0]?.request).toMatchObject({
    system: '你是茶馆的店员。\n简短',
    user: '推荐什么茶？',
    schema: null,
  });
});

test('JSON is stored and not said', () => {
  const conversation = ask(answers({ text: '{"tea":"龙井"}', json: { tea: '龙井' } }), { schema: '{"type":"object"}' });
  expect(conversation.texts).toEqual(['→done']);
  expect(conversation.vars['reply']).toEqual({ tea: '龙井' });
});

test('what it says is never read as a placeholder', () => {
  expect(ask(answers({ text: '{{ customer.phone }} <b>' })).texts[0]).toBe('{{ customer.phone }} <b>');
});

test('a refusal and a missing model have ways of their own', () => {
  expect(ask(answers({ refused: true })).texts).toEqual(['→refused']);
  expect(
    ask({
      'model.chat': () => {
        throw new Error('none');
      },
    }).texts,
  ).toEqual(['→error']);
});

test('the check says what happens without a model', () => {
  const problems = NODE_TYPES['llmReply']?.check?.({ ...NODE_TYPES['llmReply'].defaults, prompt: 'x' });
  expect(problems).toMatchObject([{ severity: 'warning' }]);
});
