// Consent: a clear yes and nothing else, with a receipt; not asked again while it holds.
import { expect, test } from 'vitest';
import { drawAlone, talk } from '#nodes/testkit/talk.ts';

const DAY = 86_400_000;
const NOW = 1_795_399_200_000;

test.each([
  ['同意', true, '→given'],
  ['不同意', false, '→refused'],
])('%s is kept with the words that were asked', (words, given, way) => {
  const conversation = talk(drawAlone('consent', { text: '可以联系您吗？', version: '2' })).says(words);
  expect(conversation.texts).toEqual([way]);
  expect(conversation.asked('consent.record').map(({ request }) => request)).toEqual([
    { purpose: 'contact', text: '可以联系您吗？', version: '2', given, keepDays: 365 },
  ]);
  expect(conversation.last.snapshot.context.customer['consent_contact']).toBe(given ? '2' : null);
});

test('what is not a clear yes is no consent, and leaves no receipt', () => {
  const conversation = talk(drawAlone('consent')).says('看情况吧').says('随便');
  expect(conversation.texts).toEqual(['→refused']);
  expect(conversation.asked('consent.record')).toEqual([]);
});

test.each([
  ['1', NOW + DAY, '→given'],
  ['1', NOW - DAY, 'asked'],
  ['0', NOW + DAY, 'asked'],
])('version %s until %i', (version, until, way) => {
  const conversation = talk(drawAlone('consent'), {
    customer: { consent_contact: version, consent_contact_until: until },
  });
  expect(conversation.texts[0]).toBe(
    way === 'asked' ? '为了给您提供服务，我们需要使用您留下的联系方式。您同意吗？' : way,
  );
});

test('silence leaves by noReply', () => {
  const noReply = { enabled: true, afterMs: 60_000, reminders: [] };
  expect(talk(drawAlone('consent', { noReply })).passes(60_000).texts).toEqual(['→noReply']);
});
