// The paper clip is there while a question asks for files, and at no other time.
import { expect, test } from 'vitest';
import { attachable } from './attachable.ts';
import type { ShownMessage } from './api.ts';

const upload = { types: ['image' as const], maxBytes: 10, count: 1 };
const say = (node: string, more: Partial<ShownMessage> = {}): ShownMessage => ({
  id: node,
  from: 'bot',
  kind: 'text',
  node,
  ...more,
});
const own: ShownMessage = { id: 'm', from: 'customer', kind: 'text', text: 'a' };

test.each([
  ['right after it was asked', [say('a'), say('ask', { upload })], true],
  ['after a reminder of the same question', [say('ask', { upload }), say('ask')], true],
  ['once the customer has answered', [say('ask', { upload }), own], false],
  ['once the flow went on by itself', [say('ask', { upload }), say('other')], false],
  ['when nothing was asked', [say('a'), say('b')], false],
])('%s', (_when, messages, open) => {
  expect(attachable(messages, 'bot')).toEqual(open ? upload : null);
});

test('any safe file while a person is there, none in the queue or after the end', () => {
  expect(attachable([own], 'person')?.count).toBe(5);
  expect(attachable([say('ask', { upload })], 'queue')).toBeNull();
  expect(attachable([say('ask', { upload })], 'closed')).toBeNull();
});
