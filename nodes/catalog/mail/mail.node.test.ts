// Mail: every way it can go, and words of a customer that cannot become a recipient.
import { expect, test } from 'vitest';
import { isMailAddress, recipientsIn } from '#nodes/kit/mail-address.ts';
import { validateFlow } from '#nodes/flow/validate.ts';
import { drawAlone, drawFlow, talk, type Outside } from '#nodes/testkit/talk.ts';

const mail = (config: Readonly<Record<string, unknown>> = {}) =>
  drawAlone('mail', { to: 'li@example.com', subject: '订单', body: '您好', ...config });
const taken = { messageId: '<a@b.c>', accepted: ['li@example.com'], refused: [] };
const sends: Outside = { 'mail.send': () => taken };

test('a mail that was taken leaves by sent, and its result is stored', () => {
  const conversation = talk(mail({ variable: 'mail' }), { outside: sends });
  expect(conversation.texts).toEqual(['→sent']);
  expect(conversation.vars['mail']).toEqual(taken);
});

test('a mail that failed for good leaves by error', () => {
  const refuses: Outside = {
    'mail.send': () => {
      throw new Error('550');
    },
  };
  expect(talk(mail(), { outside: refuses }).texts).toEqual(['→error']);
});

test('everything is filled in, in the language of the conversation', () => {
  const flow = mail({
    to: 'desk@example.com; {{ customer.email }}',
    subject: { 'zh-CN': '订单 {{ customer.order }}', en: 'Order {{ customer.order }}' },
    body: { 'zh-CN': '您好', en: 'Hello {{ customer.name }}' },
    replyTo: '{{ customer.email }}',
    files: 'customer.photo',
    timeoutMs: 700,
    retry: { max: 1, backoffMs: 200 },
  });
  const photo = { id: 'f1', name: 'a.png' };
  const customer = { email: 'li@example.com', order: 'A1', name: 'Li', photo };
  expect(talk(flow, { customer, locale: 'en', outside: sends }).asked('mail.send')[0]).toMatchObject({
    id: 'n:1:0',
    request: {
      to: ['desk@example.com', 'li@example.com'],
      subject: 'Order A1',
      text: 'Hello Li',
      replyTo: 'li@example.com',
      files: photo,
      timeoutMs: 700,
      retry: { max: 1, backoffMs: 200 },
    },
  });
});

test('what a customer wrote stays one recipient, whatever it holds', () => {
  const flow = mail({ to: '{{ customer.email }}, desk@example.com' });
  const email = 'li@example.com, everybody@example.com\r\nBcc: all@example.com';
  expect(talk(flow, { customer: { email } }).asked('mail.send')[0]?.request.to).toEqual([email, 'desk@example.com']);
});

test('the files of a question go along', () => {
  const flow = drawFlow(
    {
      ask: ['askFile', { prompt: '照片？', variable: 'photo' }],
      n: ['mail', { to: 'a@b.cn', subject: 's', body: 'b', files: 'photo' }],
    },
    ['start.next -> ask', 'ask.received -> n'],
  );
  expect(validateFlow(flow).filter(({ field }) => field === '/files')).toEqual([]);
  expect(validateFlow(mail({ files: 'phot' })).map(({ field }) => field)).toContain('/files');
});

test.each([
  [{ to: '' }, '/to'],
  [{ to: 'li' }, '/to'],
  [{ to: 'Li <li@example.com>' }, '/to'],
  [{ to: 'li@example.com, desk' }, '/to'],
  [{ to: Array.from({ length: 11 }, (_, index) => `a${String(index)}@b.cn`).join() }, '/to'],
  [{ subject: '' }, '/subject'],
  [{ subject: { 'zh-CN': 'a\nBcc: b@c.cn', en: 'a' } }, '/subject'],
  [{ body: '' }, '/body'],
  [{ replyTo: 'nobody' }, '/replyTo'],
  [{ to: '{{ 1 + }}' }, '/to'],
])('names what is wrong with %j', (config, field) => {
  expect(validateFlow(mail(config)).map((problem) => problem.field)).toContain(field);
});

test('has no problem with what is right', () => {
  const right = [
    {},
    { body: '', files: 'turn.files' },
    { to: '{{ customer.email }}，售后@例子.公司'.replace('售后', 'shouhou') },
  ];
  for (const config of right) expect(validateFlow(mail(config)).filter(({ node }) => node === 'n')).toEqual([]);
});

test.each([
  ['a@b.cn', true],
  ['a.b+c@sub.example.com', true],
  ['li@例子.公司', true],
  ['a@b', false],
  ['a..b@c.cn', false],
  ['a@b.cn,c@d.cn', false],
  ['a@b.cn\r\nBcc: c@d.cn', false],
  ['<a@b.cn>', false],
  ['"a b"@c.cn', false],
  ['a b@c.cn', false],
  ['@c.cn', false],
  [`${'a'.repeat(65)}@c.cn`, false],
])('%j is an address: %s', (text, expected) => {
  expect(isMailAddress(text)).toBe(expected);
});

test('a list is split at commas, semicolons and lines, but not inside placeholders', () => {
  expect(recipientsIn("a@b.cn, {{ [x, 'y;z'][0] }};c@d.cn，\n e@f.cn,,")).toEqual([
    'a@b.cn',
    "{{ [x, 'y;z'][0] }}",
    'c@d.cn',
    'e@f.cn',
  ]);
});
