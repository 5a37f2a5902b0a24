// Leave a message: saved with its consent, promised an answer; wrong entries asked again.
import { expect, test } from 'vitest';
import { drawAlone, talk } from '#nodes/testkit/talk.ts';

const full = { message: '发票没收到', name: '王芳', phone: '13812345678', consent: true };

test('is saved for staff, and the customer hears the promise', () => {
  const conversation = talk(drawAlone('leaveMessage')).submits(full);
  expect(conversation.texts).toEqual(['收到，我们上班后会尽快联系您。', '→saved']);
  expect(conversation.asked('lead.save')[0]?.request).toMatchObject({
    values: { message: '发票没收到', name: '王芳', phone: '13812345678' },
    consent: { given: true, version: '1' },
    partial: false,
  });
});

test.each([
  ['without consent', { ...full, consent: false }],
  ['with a wrong number', { ...full, phone: '12' }],
  ['without words', { ...full, message: '' }],
])('%s it is asked again and nothing is saved', (_, values) => {
  const conversation = talk(drawAlone('leaveMessage'), { locale: 'en' }).submits(values);
  expect(conversation.said).toMatchObject([{ kind: 'form', text: 'Please check what you entered:' }]);
  expect(conversation.asked('lead.save')).toEqual([]);
});

test('may be declined, and silence ends it', () => {
  expect(talk(drawAlone('leaveMessage')).submits({ cancelled: true }).texts).toEqual(['→declined']);
  const noReply = { enabled: true, afterMs: 60_000, reminders: [] };
  expect(talk(drawAlone('leaveMessage', { noReply })).passes(60_000).texts).toEqual(['→noReply']);
});
