// Card: buttons are ways out, pressed or written.
import { expect, test } from 'vitest';
import { drawAlone, drawFlow, talk } from '#nodes/testkit/talk.ts';

const buttons = [
  { id: 'buy', label: { 'zh-CN': '购买', en: 'Buy' }, action: 'reply' },
  { id: 'more', label: { 'zh-CN': '了解更多', en: 'Learn more' }, action: 'reply' },
  { id: 'site', label: { 'zh-CN': '官网', en: 'Site' }, action: 'url', value: 'https://example.com/{{ customer.id }}' },
];
const card = {
  title: { 'zh-CN': '新品', en: 'New' },
  text: '{{ customer.id }}',
  imageUrl: 'https://e.com/1.png',
  buttons,
};

test.each([
  ['zh-CN', '新品', '购买'],
  ['en', 'New', 'Buy'],
])('is shown in the language of the customer: %s', (locale, title, label) => {
  const [shown] = talk(drawAlone('card', card), { locale, customer: { id: 7 } }).said;
  expect(shown).toMatchObject({
    kind: 'card',
    card: {
      title,
      text: '7',
      buttons: [{ id: 'buy', label, action: 'reply' }, {}, { value: 'https://example.com/7' }],
    },
  });
});

test('a pressed button leaves by its port', () => {
  expect(talk(drawAlone('card', card)).chooses('more').texts).toEqual(['→more']);
});

test('a written button leaves by its port', () => {
  expect(talk(drawAlone('card', card)).says('我要购买').texts).toEqual(['→buy']);
});

test('other words go on by next', () => {
  expect(talk(drawAlone('card', card)).says('今天天气怎么样').texts).toEqual(['→next']);
  expect(talk(drawAlone('card', card)).submits({}).texts).toEqual(['→next']);
});

test('other words show the card again where no way is drawn for them', () => {
  const flow = drawFlow({ n: ['card', card] }, ['start.next -> n', 'n.buy -> n', 'n.more -> n']);
  expect(talk(flow).says('今天天气怎么样').said).toMatchObject([{ kind: 'card' }]);
});

test('silence leaves by noReply', () => {
  const noReply = { enabled: true, afterMs: 60_000, reminders: [] };
  const conversation = talk(drawAlone('card', { ...card, noReply }));
  expect(conversation.passes(59_999).said).toEqual([]);
  expect(conversation.passes(1).texts).toEqual(['→noReply']);
});

test('a card without reply buttons does not wait', () => {
  expect(talk(drawAlone('card', { ...card, buttons: buttons.slice(2) })).texts[1]).toBe('→next');
});

test('a title that grew too long is cut to what a channel takes', () => {
  const [shown] = talk(drawAlone('card', { ...card, title: '{{ customer.id }}' }), {
    customer: { id: 'x'.repeat(3000) },
  }).said;
  expect(shown?.card?.title.length).toBe(500);
});
