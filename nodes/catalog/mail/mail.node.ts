// Mail: sends an e-mail through the workspace's mail server, with files of the conversation if wanted.
import { Type } from 'typebox';
import { defineNode } from '#nodes/kit/define-node.ts';
import { expressionField, field, templateField, variableField } from '#nodes/kit/fields.ts';
import { localize, variantsOf, type Localized } from '#nodes/kit/localized.ts';
import { breaksHeader, isMailAddress, recipientsIn } from '#nodes/kit/mail-address.ts';
import type { ActionJson, GuardJson } from '#nodes/kit/machine.ts';
import { EFFECT_DEFAULTS, EFFECT_FIELDS } from '#nodes/kit/policies.ts';
import { PORTS } from '#nodes/kit/ports.ts';
import { expr, template, type Value } from '#nodes/kit/values.ts';

const MOST_RECIPIENTS = 10;

const config = Type.Object(
  {
    to: field(Type.String({ maxLength: 2000 }), {
      widget: 'mail-recipients',
      label: { 'zh-CN': '收件人', en: 'To' },
      hint: {
        'zh-CN': '邮箱地址，几个之间用逗号隔开；可用 {{ customer.email }}，一个变量只能是一个地址。',
        en: 'Addresses, with commas between them; {{ customer.email }} works, one variable is one address.',
      },
    }),
    subject: templateField({ label: { 'zh-CN': '主题', en: 'Subject' } }),
    body: templateField({
      multiline: true,
      label: { 'zh-CN': '正文', en: 'Text' },
      hint: { 'zh-CN': '以纯文本发送，可用 {{ }}。', en: 'Sent as plain text; {{ }} works.' },
    }),
    files: expressionField({
      label: { 'zh-CN': '附件', en: 'Attachments' },
      hint: {
        'zh-CN': '「索取文件」保存的变量，例如 photo；几个写成 [photo, invoice]。只能附上本次会话里的文件。',
        en: 'The variable of an "Ask for a file" step, like photo; several as [photo, invoice]. Only files of this conversation.',
      },
    }),
    replyTo: field(Type.String({ maxLength: 300 }), {
      widget: 'plain-template',
      label: { 'zh-CN': '回复到', en: 'Reply to' },
      hint: {
        'zh-CN': '收件人点「回复」时写给谁；不填就回复给发件地址。',
        en: 'Who gets the answer when somebody replies; empty: the sender.',
      },
      section: 'advanced',
    }),
    variable: variableField({
      label: { 'zh-CN': '结果保存到', en: 'Store the result in' },
      hint: {
        'zh-CN': '之后用 {{ mail.messageId }}；没有被接收的地址在 mail.refused。',
        en: 'Use it as {{ mail.messageId }}; addresses that were not taken are mail.refused.',
      },
      section: 'advanced',
    }),
    ...EFFECT_FIELDS,
  },
  { additionalProperties: false },
);

export const mailNode = defineNode({
  type: 'mail',
  version: 1,
  group: 'action',
  icon: 'mail',
  title: { 'zh-CN': '发邮件', en: 'Send a mail' },
  description: {
    'zh-CN': '通过工作区的邮件服务器发一封邮件，可带附件。',
    en: 'Sends an e-mail through your mail server, with attachments if wanted.',
  },
  keywords: ['邮件', '邮箱', '发信', '附件', 'fyj', 'yj', 'mail', 'email', 'e-mail', 'smtp', 'send', 'attachment'],
  config,
  defaults: {
    to: '',
    subject: '',
    body: '',
    files: '',
    replyTo: '',
    variable: '',
    ...EFFECT_DEFAULTS,
    timeoutMs: 20_000,
  },
  ports: () => [
    { id: 'sent', label: { 'zh-CN': '已发出', en: 'Sent' }, role: 'main', required: true },
    { ...PORTS.error, required: true },
  ],
  summary: ({ to, subject }, locale) => {
    const about = localize(subject, locale);
    if (to.trim() === '') return locale === 'en' ? 'No recipient yet' : '还没有收件人';
    return about === '' ? to : `${to}${locale === 'en' ? ': ' : '：'}${about}`;
  },
  compile: (context) => {
    const { to, subject, body, files, replyTo, variable, timeoutMs, retry } = context.config;
    const node = context.id;
    const request: Value = {
      // Each is filled in by itself: what a customer wrote cannot become a second recipient.
      to: recipientsIn(to).map((one) => template(one)),
      subject: template(subject),
      text: template(body),
      replyTo: template(replyTo),
      files: files.trim() === '' ? [] : expr(files),
      timeoutMs,
      retry,
    };
    const isMine: GuardJson = { type: 'isCurrent', params: { node, index: 0 } };
    const keep: readonly ActionJson[] =
      variable === ''
        ? []
        : [{ type: 'assign', params: { node, assignments: [{ target: variable, value: expr('event.output') }] } }];
    return {
      tags: ['working'],
      entry: [{ type: 'effect', params: { node, index: 0, kind: 'mail.send', request } }],
      on: {
        'effect.completed': [context.to('sent', { guard: isMine, actions: keep })],
        'effect.failed': [context.to('error', { guard: isMine })],
      },
    };
  },
  check: ({ to, subject, body, files, replyTo }) => [
    ...recipientProblems(recipientsIn(to)),
    ...(isEmpty(subject) ? [mistake('/subject', '主题是空的。', 'The subject is empty.')] : []),
    ...(variantsOf(subject).some(({ text }) => breaksHeader(text))
      ? [mistake('/subject', '主题里不能换行。', 'The subject must be one line.')]
      : []),
    ...(isEmpty(body) && files.trim() === ''
      ? [mistake('/body', '正文和附件都是空的。', 'There is neither a text nor an attachment.')]
      : []),
    ...(replyTo.trim() === '' || isAddressOrTemplate(replyTo.trim())
      ? []
      : [mistake('/replyTo', '「回复到」要写一个邮箱地址。', '"Reply to" must be one e-mail address.')]),
  ],
  writes: ({ variable }) => (variable === '' ? [] : [{ name: variable, type: 'object' }]),
  reads: ({ to, subject, body, files, replyTo }) => [
    { field: '/to', kind: 'template', source: to },
    { field: '/subject', kind: 'template', source: subject },
    { field: '/body', kind: 'template', source: body },
    ...(files.trim() === '' ? [] : [{ field: '/files', kind: 'expression' as const, source: files }]),
    { field: '/replyTo', kind: 'template', source: replyTo },
  ],
  effects: ['mail.send'],
  waits: false,
});

function recipientProblems(recipients: readonly string[]) {
  if (recipients.length === 0) return [mistake('/to', '没有收件人。', 'Say who gets the mail.')];
  if (recipients.length > MOST_RECIPIENTS)
    return [mistake('/to', '收件人最多 10 个。', 'A mail has 10 recipients at most.')];
  return recipients
    .filter((one) => !isAddressOrTemplate(one))
    .map((one) => mistake('/to', `「${one}」不是邮箱地址。`, `"${one}" is not an e-mail address.`));
}

/** What holds a placeholder is judged when it is filled in. */
function isAddressOrTemplate(text: string): boolean {
  return text.includes('{{') ? !breaksHeader(text) : isMailAddress(text);
}

function isEmpty(words: Localized): boolean {
  return variantsOf(words).every(({ text }) => text.trim() === '');
}

function mistake(where: string, zh: string, en: string) {
  return { severity: 'error' as const, field: where, message: { 'zh-CN': zh, en } };
}
