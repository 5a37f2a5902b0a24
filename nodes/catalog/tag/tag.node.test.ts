// Tag: labels put on the customer and taken off.
import { expect, test } from 'vitest';
import { drawAlone, talk } from '#nodes/testkit/talk.ts';

test('asks for the labels and goes on at once', () => {
  const conversation = talk(drawAlone('tag', { add: ['VIP'], remove: ['新客'] }));
  expect(conversation.asked('contact.tag').map(({ id, request }) => [id, request])).toEqual([
    ['n:1:0', { add: ['VIP'], remove: ['新客'] }],
  ]);
  expect(conversation.texts).toEqual(['→next']);
});
