// Ask for a typed value: each kind taken from the customer's own words, bounds kept, wrong ones refused.
import { expect, test } from 'vitest';
import { drawAlone, talk } from '#nodes/testkit/talk.ts';

const noReply = {
  enabled: true,
  afterMs: 60_000,
  reminders: [{ afterMs: 30_000, text: { 'zh-CN': '还在吗？', en: 'Still there?' } }],
};

const ask = (kind: string, more: Readonly<Record<string, unknown>> = {}) =>
  drawAlone('askTyped', {
    prompt: { 'zh-CN': '请填写', en: 'Please' },
    kind,
    variable: 'value',
    interrupt: 'deny',
    ...more,
  });

test.each([
  ['number', {}, '大概三百个', 300],
  ['number', { min: '10', max: '20' }, '15', 15],
  ['date', {}, '明天', '2026-11-24'],
  ['date', { min: '2026-11-23' }, '2026-12-24', '2026-12-24'],
  ['phone', {}, '电话 138 1234 5678', '13812345678'],
  ['email', {}, 'It is Ann@Example.com', 'ann@example.com'],
  ['order', {}, '单号是 ab-12345678 哦', 'AB-12345678'],
] as const)('reads a %s %j from %j', (kind, more, words, value) => {
  const conversation = talk(ask(kind, more)).says(words);
  expect(conversation.texts).toEqual(['→answered']);
  expect(conversation.vars['value']).toBe(value);
});

test.each([
  ['number', { min: '10' }, '3'],
  ['number', { max: '10' }, '30'],
  ['date', { min: '2026-11-23' }, '2026-01-01'],
  ['phone', {}, '12'],
  ['email', {}, 'ann at example'],
  ['order', { patterns: ['X\\d{4}'] }, 'Y1234'],
] as const)('refuses a %s %j that does not fit: %j', (kind, more, words) => {
  const conversation = talk(ask(kind, { ...more, maxTries: 2 }), { locale: 'en' });
  expect(conversation.says(words).texts).toEqual(["That doesn't look right. Please check and send it again."]);
  expect(conversation.says(words).texts).toEqual(['→invalid']);
  expect(conversation.vars['value']).toBeUndefined();
});

test('reads dates on the clock of the flow', () => {
  // 10:00 on the 23rd in Shanghai is still the 22nd in Los Angeles.
  const flow = ask('date');
  const west = { ...flow, settings: { ...flow.settings, timeZone: 'America/Los_Angeles' } };
  expect(talk(west).says('tomorrow').vars['value']).toBe('2026-11-23');
});

test('silence leaves by noReply', () => {
  expect(talk(ask('number', { noReply })).passes(90_000).texts).toEqual(['还在吗？', '→noReply']);
});

test('a hostile order number ends in time', () => {
  expect(talk(ask('order', { patterns: ['(a+)+$'], maxTries: 1 })).says(`${'a'.repeat(20_000)}!`).texts).toHaveLength(
    1,
  );
});
