// Lead card: consent, checked details, the lead that is saved, and every way it can be refused.
import { expect, test } from 'vitest';
import { drawAlone, drawFlow, talk, type Outside } from '#nodes/testkit/talk.ts';

const noReply = {
  enabled: true,
  afterMs: 60_000,
  reminders: [{ afterMs: 30_000, text: { 'zh-CN': '还在吗？', en: 'Still there?' } }],
};

const isNew: Outside = { 'lead.find': () => ({ found: false }) };
const isOld: Outside = { 'lead.find': () => ({ found: true, leadId: 'l1' }) };
const card = (config: Readonly<Record<string, unknown>> = {}) =>
  drawAlone('leadCard', { interrupt: 'deny', ...config });
const details = { name: '王芳', phone: '138 1234 5678', consent: true };
const optional = { consent: { text: '同意', required: false, version: '2' } };

test.each([
  ['zh-CN', '我们会尽快联系您。', '我同意贵方使用以上信息与我联系。', '暂不需要'],
  ['en', 'We will get back to you shortly.', 'I agree that you use these details to contact me.', 'Not now'],
])('is shown in the language of the customer: %s', (locale, text, consent, cancelLabel) => {
  expect(talk(card(), { locale }).said).toMatchObject([
    { kind: 'form', text, form: { consent: { text: consent, required: true, version: '1' }, cancelLabel } },
  ]);
});

test('saves a lead with its consent, says thanks and leaves by submitted', () => {
  const conversation = talk(card(), { outside: isNew }).submits(details);
  expect(conversation.texts).toEqual(['收到，谢谢！我们会尽快联系您。', '→submitted']);
  expect(conversation.asked('lead.find')[0]?.request).toMatchObject({ phone: '13812345678' });
  expect(conversation.asked('lead.save').map(({ request }) => request)).toEqual([
    {
      values: { name: '王芳', phone: '13812345678', consent: true },
      consent: { given: true, text: '我同意贵方使用以上信息与我联系。', version: '1' },
      partial: false,
      node: 'n',
    },
  ]);
  expect(conversation.last.snapshot.context.customer).toEqual({ name: '王芳', phone: '13812345678' });
});

test('a known person leaves by duplicate, and the lead is brought up to date', () => {
  const conversation = talk(card(), { outside: isOld }).submits(details);
  expect(conversation.ports('n')).toEqual(['duplicate']);
  expect(conversation.asked('lead.save')).toHaveLength(1);
});

test('a known person leaves by submitted where no way is drawn for duplicates', () => {
  const flow = drawFlow({ n: ['leadCard'], ok: ['message', { text: 'ok' }] }, ['start.next -> n', 'n.submitted -> ok']);
  expect(talk(flow, { outside: isOld }).submits(details).texts).toContain('ok');
});

test('a failed look-up loses no lead', () => {
  const broken: Outside = {
    'lead.find': () => {
      throw new Error('store');
    },
  };
  const conversation = talk(card(), { outside: broken }).submits(details);
  expect(conversation.ports('n')).toEqual(['submitted']);
  expect(conversation.asked('lead.save')).toHaveLength(1);
});

test('required consent is required', () => {
  const conversation = talk(card(), { outside: isNew }).submits({ ...details, consent: false });
  expect(conversation.said[0]?.form?.errors).toHaveProperty('consent');
  expect(conversation.asked('lead.save')).toEqual([]);
  expect(conversation.submits({ ...details, consent: 'true' }).said[0]?.kind).toBe('form');
});

test('optional consent is written down as it was given', () => {
  for (const consent of [true, false]) {
    const conversation = talk(card(optional), { outside: isNew }).submits({ ...details, consent });
    expect(conversation.asked('lead.save')[0]?.request.consent).toEqual({ given: consent, text: '同意', version: '2' });
  }
});

test('a wrong number is shown beside its field and what was right is kept', () => {
  const [again] = talk(card(), { locale: 'en' }).submits({ name: 'Ann', phone: 'none', consent: true }).said;
  expect(again?.form?.errors).toHaveProperty('phone');
  expect(again?.form?.fields[0]?.value).toBe('Ann');
});

test('a bare number is a partial lead where consent is optional', () => {
  const conversation = talk(card(optional), { outside: isNew }).says('13812345678 打这个');
  expect(conversation.ports('n')).toEqual(['partial']);
  expect(conversation.asked('lead.save')[0]?.request).toMatchObject({
    values: { phone: '13812345678' },
    consent: { given: false },
    partial: true,
  });
});

test('a bare number is no lead where consent is required', () => {
  const conversation = talk(card(), { outside: isNew }).says('13812345678');
  expect(conversation.said).toMatchObject([{ kind: 'form' }]);
  expect(conversation.asked('lead.save')).toEqual([]);
});

test('declining leaves by declined and saves nothing', () => {
  const conversation = talk(card(), { outside: isNew }).submits({ cancelled: true });
  expect(conversation.texts).toEqual(['→declined']);
  expect(conversation.asked('lead.save')).toEqual([]);
});

test('is shown no more often than the limit says, then counts as declined', () => {
  const flow = drawFlow(
    { n: ['leadCard', { resendLimit: 2 }], again: ['askText', { prompt: '?', interrupt: 'deny' }] },
    ['start.next -> n', 'n.declined -> again', 'again.answered -> n'],
  );
  const conversation = talk(flow).submits({ cancelled: true }).says('再来').submits({ cancelled: true });
  expect(conversation.says('再来').said.map(({ kind }) => kind)).toEqual(['text']);
  expect(conversation.ports('n')).toEqual(['declined', 'declined', 'declined']);
});

test('silence leaves by noReply', () => {
  expect(talk(card({ noReply })).passes(90_000).texts).toEqual(['还在吗？', '→noReply']);
});
