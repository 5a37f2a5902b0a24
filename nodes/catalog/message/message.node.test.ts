// Message: words, placeholders, languages and wordings in turn.
import { expect, test } from 'vitest';
import { drawAlone, drawFlow, talk } from '#nodes/testkit/talk.ts';

const hello = { text: { 'zh-CN': '您好，{{ customer.name }}', en: 'Hello {{ customer.name }}' } };

test.each([
  ['zh-CN', '您好，王芳'],
  ['en', 'Hello 王芳'],
  ['en-GB', 'Hello 王芳'],
  ['fr', '您好，王芳'],
])('speaks the language of the customer: %s', (locale, words) => {
  expect(talk(drawAlone('message', hello), { locale, customer: { name: '王芳' } }).texts).toEqual([words, '→next']);
});

test('takes its wordings in turn when the customer comes by again', () => {
  const flow = drawFlow(
    { say: ['message', { text: '一', variants: ['二', '三'] }], ask: ['askText', { prompt: '?', interrupt: 'deny' }] },
    ['start.next -> say', 'say.next -> ask', 'ask.answered -> say'],
  );
  const conversation = talk(flow);
  const heard = [conversation.texts[0]];
  for (let round = 0; round < 3; round++) heard.push(conversation.says('再来').texts[0]);
  expect(heard).toEqual(['一', '二', '三', '一']);
});

test('fills a value in once: a placeholder in it stays as it is', () => {
  const conversation = talk(drawAlone('message', hello), { customer: { name: '{{ 7 * 7 }} <b>' } });
  expect(conversation.texts[0]).toBe('您好，{{ 7 * 7 }} <b>');
});

test('says nothing when nothing is left to say', () => {
  expect(talk(drawAlone('message', { text: '{{ customer.name }}' })).texts).toEqual(['→next']);
});

test('cuts a text that no channel would take, not in the middle of an emoji', () => {
  const [long] = talk(drawAlone('message', { text: 'a{{ customer.name }}' }), {
    customer: { name: '😀'.repeat(15_000) },
  }).texts;
  expect(long?.length).toBe(19_999);
  expect(long?.endsWith('😀')).toBe(true);
});

test('a placeholder that fails ends in an apology that offers a person', () => {
  const conversation = talk(drawAlone('message', { text: '{{ 1 / (turn.score - turn.score) }}' }));
  expect(conversation.last).toMatchObject({ outcome: 'faulted', fault: { code: 'EXPRESSION_FAILED', node: 'n' } });
  expect(conversation.said).toMatchObject([{ kind: 'choices', choices: [{ id: 'tandem:person' }] }]);
});
