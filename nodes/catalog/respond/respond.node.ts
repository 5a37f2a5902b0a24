// Respond: writes the answer to the call that began this branch.
import { Type } from 'typebox';
import { commit, passThrough } from '#nodes/kit/behaviours.ts';
import { defineNode } from '#nodes/kit/define-node.ts';
import { field, integerField } from '#nodes/kit/fields.ts';
import { isJson, jsonTemplate } from '#nodes/kit/json-template.ts';
import { PORTS } from '#nodes/kit/ports.ts';
import { template } from '#nodes/kit/values.ts';

const Pair = Type.Object({
  label: Type.String({ minLength: 1, maxLength: 100 }),
  expr: Type.String({ maxLength: 1000 }),
});

const config = Type.Object(
  {
    status: integerField({ label: { 'zh-CN': '状态码', en: 'Status' } }, { minimum: 200, maximum: 599 }),
    body: field(Type.String({ maxLength: 20_000 }), {
      widget: 'json',
      label: { 'zh-CN': '回答（JSON）', en: 'Answer (JSON)' },
      hint: { 'zh-CN': '字符串里可用 {{ }}。', en: '{{ }} works inside strings.' },
    }),
    headers: field(Type.Array(Pair, { maxItems: 20 }), {
      widget: 'key-values',
      label: { 'zh-CN': '响应头', en: 'Headers' },
      hint: {
        'zh-CN': '只能是 X- 开头的，或 Retry-After。右边可用 {{ }}。',
        en: 'Names that begin with X-, or Retry-After. {{ }} works on the right.',
      },
      section: 'advanced',
    }),
  },
  { additionalProperties: false },
);

/** Headers that steer neither the browser nor the connection. */
const HEADER = /^(x-[a-z0-9-]{1,60}|retry-after)$/iu;

export const respondNode = defineNode({
  type: 'respond',
  version: 1,
  group: 'action',
  icon: 'reply',
  title: { 'zh-CN': '答复调用', en: 'Answer the call' },
  description: {
    'zh-CN': '给触发这条分支的外部调用写回答。',
    en: 'Writes the answer to the webhook call that began this branch.',
  },
  keywords: ['答复', '回答', '响应', 'df', 'dfdy', 'respond', 'response', 'webhook', 'answer'],
  config,
  defaults: { status: 200, body: '{"ok": true}', headers: [] },
  ports: () => [{ ...PORTS.next }],
  summary: ({ status }) => String(status),
  compile: (context) => {
    const { status, headers, body } = context.config;
    const given = headers.filter(({ label }) => HEADER.test(label));
    return passThrough(context, [
      commit(context.id, 0, 'webhook.respond', {
        status,
        headers: Object.fromEntries(given.map(({ label, expr }) => [label.toLowerCase(), template(expr)])),
        body: body.trim() === '' ? null : jsonTemplate(body),
      }),
    ]);
  },
  check: ({ headers, body }) => [
    ...headers.flatMap(({ label }, index) =>
      HEADER.test(label)
        ? []
        : [
            {
              severity: 'error' as const,
              field: `/headers/${String(index)}/label`,
              message: {
                'zh-CN': `响应头「${label}」不能由流程设置。`,
                en: `The header "${label}" cannot be set by a flow.`,
              },
            },
          ],
    ),
    ...(body.trim() === '' || isJson(body)
      ? []
      : [
          {
            severity: 'error' as const,
            field: '/body',
            message: { 'zh-CN': '回答不是合法的 JSON。', en: 'The answer is not valid JSON.' },
          },
        ]),
  ],
  reads: ({ headers, body }) => [
    { field: '/body', kind: 'template', source: body },
    ...headers.map(({ expr: source }, index) => ({
      field: `/headers/${String(index)}/expr`,
      kind: 'template' as const,
      source,
    })),
  ],
  effects: ['webhook.respond'],
  waits: false,
});
