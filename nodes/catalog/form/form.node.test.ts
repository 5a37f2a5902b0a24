// Form: fields checked together, problems shown beside them, what was filled in kept.
import { expect, test } from 'vitest';
import { drawAlone, talk } from '#nodes/testkit/talk.ts';

const noReply = {
  enabled: true,
  afterMs: 60_000,
  reminders: [{ afterMs: 30_000, text: { 'zh-CN': '还在吗？', en: 'Still there?' } }],
};

const config = {
  title: { 'zh-CN': '预约', en: 'Appointment' },
  fields: [
    { name: 'name', label: { 'zh-CN': '称呼', en: 'Name' }, kind: 'text', required: true, prefill: 'customer.name' },
    { name: 'day', label: { 'zh-CN': '日期', en: 'Day' }, kind: 'date', required: true },
    {
      name: 'size',
      label: '尺码',
      kind: 'select',
      required: false,
      options: [{ id: 's', label: { 'zh-CN': '小', en: 'Small' } }],
    },
  ],
  cancelLabel: { 'zh-CN': '算了', en: 'Cancel' },
  interrupt: 'deny',
};

test.each([
  ['zh-CN', '请填写下面的内容：', '预约', '称呼', '小', '算了'],
  ['en', 'Please fill this in:', 'Appointment', 'Name', 'Small', 'Cancel'],
])('is shown in the language of the customer: %s', (locale, text, title, label, option, cancelLabel) => {
  const [shown] = talk(drawAlone('form', config), { locale, customer: { name: '王芳' } }).said;
  expect(shown).toMatchObject({
    kind: 'form',
    text,
    form: {
      formId: 'n',
      title,
      cancelLabel,
      fields: [{ label, value: '王芳' }, {}, { options: [{ id: 's', label: option }] }],
    },
  });
});

test('stores the declared fields and nothing else', () => {
  const values = JSON.parse(
    '{"name": " 王芳 ", "day": "2026-12-24", "size": "s", "admin": true, "__proto__": {"x": 1}}',
  ) as {
    name: string;
  };
  const conversation = talk(drawAlone('form', config)).submits(values);
  expect(conversation.texts).toEqual(['→submitted']);
  expect(conversation.vars['form']).toEqual({ name: '王芳', day: '2026-12-24', size: 's', consent: false });
  expect(({} as { x?: number }).x).toBeUndefined();
});

test('shows what is wrong beside the fields and keeps what was filled in', () => {
  const conversation = talk(drawAlone('form', config), { locale: 'en' });
  const [again] = conversation.submits({ name: 'Ann', day: 'soon' }).said;
  expect(again?.text).toBe('Please check what you entered:');
  expect(again?.form?.errors).toHaveProperty('day');
  expect(again?.form?.errors).not.toHaveProperty('name');
  expect(again?.form?.fields.map(({ value }) => value)).toEqual(['Ann', 'soon', undefined]);
  expect(conversation.submits({ name: 'Ann', day: '2026-12-24' }).texts).toEqual(['→submitted']);
});

test('odd values are refused, not shown again', () => {
  const [again] = talk(drawAlone('form', config)).submits({ name: { a: 1 }, day: ['x'] }).said;
  expect(again?.form?.fields.map(({ value }) => value)).toEqual([undefined, undefined, undefined]);
});

test('is shown again to a customer who writes instead', () => {
  const conversation = talk(drawAlone('form', config));
  expect(conversation.says('在哪填').said).toMatchObject([{ kind: 'form' }]);
  expect(conversation.said[0]?.form?.errors).toBeUndefined();
  expect(conversation.chooses('x').said).toMatchObject([{ kind: 'form' }]);
});

test('may be cancelled where the operator allows it', () => {
  expect(talk(drawAlone('form', config)).submits({ cancelled: true }).texts).toEqual(['→cancelled']);
  expect(talk(drawAlone('form', { ...config, cancelLabel: '' })).submits({ cancelled: true }).said).toMatchObject([
    { kind: 'form' },
  ]);
});

test('silence leaves by noReply', () => {
  expect(talk(drawAlone('form', { ...config, noReply })).passes(90_000).texts).toEqual(['还在吗？', '→noReply']);
});
