// Carousel: cards written or made from a list; chosen by button, by name, by number.
import { expect, test } from 'vitest';
import { drawAlone, drawFlow, talk } from '#nodes/testkit/talk.ts';

const card = (id: string, title: string, button = '选') => ({
  id,
  title,
  text: `${title}说明`,
  imageUrl: 'https://example.com/a.png',
  button,
});
const written = { intro: '请看：', cards: [card('a', '标准版'), card('b', '专业版')], variable: 'plan' };
const noReply = { enabled: true, afterMs: 60_000, reminders: [] };

test('shows the cards in one message', () => {
  expect(talk(drawAlone('carousel', written)).said).toMatchObject([
    {
      kind: 'card',
      text: '请看：',
      cards: [{ title: '标准版', imageAlt: '标准版', buttons: [{ id: 'a', label: '选' }] }, { title: '专业版' }],
    },
  ]);
});

test.each([
  ['presses', (talking: ReturnType<typeof talk>) => talking.chooses('b')],
  ['types the name', (talking: ReturnType<typeof talk>) => talking.says('专业版')],
  ['types the number', (talking: ReturnType<typeof talk>) => talking.says('2')],
])('the customer %s', (_, act) => {
  const conversation = act(talk(drawAlone('carousel', written)));
  expect(conversation.texts).toEqual(['→b']);
  expect(conversation.vars['plan']).toBe('b');
});

test('other words have a way of their own; without it the cards are shown again', () => {
  expect(talk(drawAlone('carousel', written)).says('运费多少').texts).toEqual(['→next']);
  const alone = drawFlow({ n: ['carousel', written] }, ['start.next -> n']);
  expect(talk(alone).says('运费多少').said).toMatchObject([{ kind: 'card' }]);
});

test('cards without buttons are not waited for', () => {
  expect(talk(drawAlone('carousel', { cards: [card('a', '标准版', '')] })).texts.at(-1)).toBe('→next');
});

const listed = {
  mode: 'list',
  list: 'customer.products',
  itemTitle: '{{ item.name }}',
  itemText: '¥{{ item.price }}',
  most: 2,
  variable: 'product',
};
const products = [
  { name: '茶', price: 20 },
  { name: '咖啡', price: 30 },
  { name: '水', price: 2 },
];

test('a list becomes cards; what is chosen is stored whole', () => {
  const conversation = talk(drawAlone('carousel', listed), { customer: { products } });
  expect(conversation.said[0]?.cards).toMatchObject([
    { title: '茶', text: '¥20', buttons: [{ id: 'item:0', label: '选这个' }] },
    { title: '咖啡', buttons: [{ id: 'item:1' }] },
  ]);
  expect(conversation.said[0]?.cards).toHaveLength(2);
  expect(conversation.chooses('item:1').texts).toEqual(['→chosen']);
  expect(conversation.vars['product']).toEqual({ name: '咖啡', price: 30 });
});

test('an item that was not shown cannot be chosen; a number can', () => {
  expect(talk(drawAlone('carousel', listed), { customer: { products } }).chooses('item:2').texts).toEqual(['→next']);
  expect(talk(drawAlone('carousel', listed), { customer: { products } }).says('1').vars['product']).toEqual({
    name: '茶',
    price: 20,
  });
});

test('an empty list is not shown', () => {
  expect(talk(drawAlone('carousel', listed), { customer: { products: [] } }).texts).toEqual(['→empty']);
  expect(talk(drawAlone('carousel', listed)).texts).toEqual(['→empty']);
});

test('silence leaves by noReply', () => {
  expect(talk(drawAlone('carousel', { ...written, noReply })).passes(60_000).texts).toEqual(['→noReply']);
});
