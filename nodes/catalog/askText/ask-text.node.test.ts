// Ask for text: what is taken, what is refused, how often, and what silence does.
import { expect, test } from 'vitest';
import { drawAlone, drawFlow, talk } from '#nodes/testkit/talk.ts';

const prompt = { 'zh-CN': '怎么称呼您？', en: 'What is your name?' };
const noReply = {
  enabled: true,
  afterMs: 60_000,
  reminders: [{ afterMs: 30_000, text: { 'zh-CN': '还在吗？', en: 'Still there?' } }],
};

const plain = { prompt, variable: 'name', interrupt: 'deny' };
const strict = { ...plain, pattern: '[A-Z]{2}\\d{3}', maxTries: 2 };

test.each([
  ['zh-CN', '怎么称呼您？'],
  ['en', 'What is your name?'],
])('asks in the language of the customer: %s', (locale, words) => {
  expect(talk(drawAlone('askText', plain), { locale }).texts).toEqual([words]);
});

test('stores the answer as it was written', () => {
  const conversation = talk(drawAlone('askText', plain)).says(' 王 芳 😀 ');
  expect(conversation.texts).toEqual(['→answered']);
  expect(conversation.vars['name']).toBe('王 芳 😀');
});

test.each([['שלום עולם'], ['\ud83d'], ['x'.repeat(20_000)], ['{{ customer }}'], ['__proto__']])(
  'takes any text: %.20s',
  (text) => {
    expect(talk(drawAlone('askText', plain)).says(text).texts).toEqual(['→answered']);
  },
);

test('stores into what is known of the customer', () => {
  const conversation = talk(drawAlone('askText', { ...plain, variable: 'customer.name' })).says('王芳');
  expect(conversation.last.snapshot.context.customer).toEqual({ name: '王芳' });
});

test('blank words are asked again for, as often as it takes', () => {
  const conversation = talk(drawAlone('askText', plain));
  for (let round = 0; round < 5; round++)
    expect(conversation.says('   ').texts).toEqual(['没有看明白，能再说一次吗？']);
});

test('an answer of the wrong form is asked again for, then leaves by invalid', () => {
  const conversation = talk(drawAlone('askText', strict), { locale: 'en' });
  expect(conversation.says('later').texts).toEqual(["I couldn't read that. Could you say it again?"]);
  expect(conversation.says('no').texts).toEqual(['→invalid']);
  expect(conversation.last.snapshot.context.tries).toEqual({});
});

test('without a way for invalid answers it keeps asking', () => {
  const flow = drawFlow({ n: ['askText', strict] }, ['start.next -> n', 'n.answered -> n']);
  const conversation = talk(flow);
  for (let round = 0; round < 4; round++) expect(conversation.says('no').texts).toHaveLength(1);
  expect(conversation.path.filter((step) => step === 'n.answered')).toEqual([]);
});

test('tries are counted anew on the next visit', () => {
  const conversation = talk(
    drawFlow({ n: ['askText', strict] }, ['start.next -> n', 'n.answered -> n', 'n.invalid -> n']),
  );
  conversation.says('no').says('no');
  expect(conversation.ports('n')).toEqual(['invalid']);
  conversation.says('no');
  expect(conversation.ports('n')).toEqual(['invalid']);
});

test('silence brings the reminder and then noReply, at these very times', () => {
  const conversation = talk(drawAlone('askText', { ...plain, noReply }));
  expect(conversation.dueIn).toEqual([30_000, 90_000]);
  expect(conversation.passes(29_999).said).toEqual([]);
  expect(conversation.passes(1).texts).toEqual(['还在吗？']);
  expect(conversation.passes(59_999).said).toEqual([]);
  expect(conversation.passes(1).texts).toEqual(['→noReply']);
});

test('an answer ends the waiting: nothing is reminded of afterwards', () => {
  const conversation = talk(drawAlone('askText', { ...plain, noReply })).says('王芳');
  expect(conversation.openTimers).toEqual([]);
  expect(conversation.passes(200_000).said).toEqual([]);
});

test('a wrong answer starts the silence anew', () => {
  const conversation = talk(drawAlone('askText', { ...strict, noReply }));
  conversation.passes(20_000);
  conversation.says('no');
  expect(conversation.dueIn).toEqual([30_000, 90_000]);
});
