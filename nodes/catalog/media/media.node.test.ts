// Media: what is shown, and what happens when an address from data is none.
import { expect, test } from 'vitest';
import { drawAlone, drawFlow, talk } from '#nodes/testkit/talk.ts';

test.each([
  ['zh-CN', '尺码表'],
  ['en', 'Size chart'],
])('shows a picture with its alternative text: %s', (locale, alt) => {
  const flow = drawAlone('media', { url: 'https://example.com/a.png', alt: { 'zh-CN': '尺码表', en: 'Size chart' } });
  const [shown, next] = talk(flow, { locale }).said;
  expect(shown).toMatchObject({ kind: 'media', media: { kind: 'image', url: 'https://example.com/a.png', alt } });
  expect(next?.text).toBe('→next');
});

test('an address from data is filled in', () => {
  const flow = drawAlone('media', { kind: 'file', url: 'https://example.com/{{ customer.file }}' });
  expect(talk(flow, { customer: { file: 'manual.pdf' } }).said[0]).toMatchObject({
    media: { kind: 'file', url: 'https://example.com/manual.pdf' },
  });
});

test.each([['javascript:alert(1)'], [''], ['data:text/html,x']])(
  'an address that is none goes to error: %j',
  (file) => {
    const conversation = talk(drawAlone('media', { url: '{{ customer.file }}' }), { customer: { file } });
    expect(conversation.ports('n')).toEqual(['error']);
    expect(conversation.texts).toEqual(['→error']);
  },
);

test('without a way for errors the picture is left out and the flow goes on', () => {
  const flow = drawFlow({ n: ['media', { url: '{{ customer.file }}' }], bye: ['message', { text: '继续' }] }, [
    'start.next -> n',
    'n.next -> bye',
  ]);
  expect(talk(flow).texts).toEqual(['继续']);
});

test('an address that cannot be computed goes to error', () => {
  const flow = drawAlone('media', { url: 'https://example.com/{{ 1 / length(customer.none) }}' });
  expect(talk(flow).texts).toEqual(['→error']);
});
