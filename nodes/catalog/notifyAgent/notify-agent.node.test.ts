// Notify agent: who is reached, what they read, and the way when nobody is.
import { expect, test } from 'vitest';
import { NODE_TYPES } from '#nodes/registry.gen.ts';
import { drawAlone, talk } from '#nodes/testkit/talk.ts';

const reaching = (...people: string[]) => ({ outside: { 'notice.address': () => ({ people }) } });

test('tells everyone who was found, with the words filled in, and goes on at once', () => {
  const flow = drawAlone('notifyAgent', {
    department: '售后',
    text: { 'zh-CN': '{{ customer.name }} 很着急', en: '{{ customer.name }} is in a hurry' },
    urgent: true,
  });
  const conversation = talk(flow, { ...reaching('u1', 'u2'), customer: { name: '小王' } });
  expect(conversation.asked('notice.address')[0]?.request).toEqual({ target: 'department', person: '' });
  expect(conversation.asked('notice.send').map(({ id, request }) => [id, request])).toEqual([
    ['n:1:1', { people: ['u1', 'u2'], department: '售后', text: '小王 很着急', urgent: true, linked: true }],
  ]);
  expect(conversation.texts).toEqual(['→sent']);
});

test('speaks the language of the conversation and names no department for one person', () => {
  const flow = drawAlone('notifyAgent', {
    target: 'person',
    person: 'u7',
    department: '售后',
    text: { 'zh-CN': '看看', en: 'Have a look' },
    link: false,
  });
  const conversation = talk(flow, { ...reaching('u7'), locale: 'en' });
  expect(conversation.asked('notice.address')[0]?.request).toEqual({ target: 'person', person: 'u7' });
  expect(conversation.asked('notice.send')[0]?.request).toMatchObject({
    people: ['u7'],
    department: '',
    text: 'Have a look',
    linked: false,
  });
});

test('leaves by error and sends nothing when nobody is reached', () => {
  const conversation = talk(drawAlone('notifyAgent', { target: 'online' }), reaching());
  expect(conversation.texts).toEqual(['→error']);
  expect(conversation.asked('notice.send')).toEqual([]);
});

test('leaves by error when the desk cannot say who is there', () => {
  const failing = {
    outside: {
      'notice.address': () => {
        throw new Error('down');
      },
    },
  };
  expect(talk(drawAlone('notifyAgent'), failing).texts).toEqual(['→error']);
});

test('asks for a colleague and for words', () => {
  const type = NODE_TYPES['notifyAgent']!;
  expect(type.check?.({ ...type.defaults, target: 'person', text: '' }).map(({ field }) => field)).toEqual([
    '/person',
    '/text',
  ]);
  expect(type.check?.(type.defaults)).toEqual([]);
});
