// HTTP: asks another system, keeps what it answers, and goes the way of how it went.
import { Type } from 'typebox';
import { defineNode } from '#nodes/kit/define-node.ts';
import { field, naming, selectField, textField, variableField } from '#nodes/kit/fields.ts';
import { isJson, jsonTemplate } from '#nodes/kit/json-template.ts';
import type { ActionJson, GuardJson } from '#nodes/kit/machine.ts';
import { EFFECT_DEFAULTS, EFFECT_FIELDS } from '#nodes/kit/policies.ts';
import { PORTS } from '#nodes/kit/ports.ts';
import { address, expr, template, type Value } from '#nodes/kit/values.ts';

const Pair = Type.Object({
  label: Type.String({ minLength: 1, maxLength: 200 }),
  expr: Type.String({ maxLength: 1000 }),
});

const config = Type.Object(
  {
    method: selectField(['GET', 'POST', 'PUT', 'PATCH', 'DELETE'], { label: { 'zh-CN': '方法', en: 'Method' } }),
    url: textField({
      widget: 'http-address',
      label: { 'zh-CN': '地址', en: 'Address' },
      hint: { 'zh-CN': '可以用 {{ 插入变量；值会自动转义。', en: 'Type {{ to insert a variable; values are escaped.' },
    }),
    query: Type.Optional(
      field(Type.Array(Pair, { maxItems: 30 }), {
        widget: 'key-values',
        label: { 'zh-CN': '查询参数', en: 'Query parameters' },
        hint: {
          'zh-CN': '加在地址后面，值会自动转义，可用 {{ }}。',
          en: 'Added to the address and escaped; {{ }} works.',
        },
        section: 'advanced',
      }),
    ),
    credential: Type.Optional(
      field(Type.String({ maxLength: 80 }), {
        widget: 'credential',
        label: { 'zh-CN': '凭据', en: 'Credential' },
        hint: {
          'zh-CN': '这里只记名称，内容由管理员在「设置 › 凭据」填写，只会发给它允许的主机。',
          en: 'Only its name is kept here; an admin fills it in under Settings, Credentials, and it goes to its hosts alone.',
        },
      }),
    ),
    headers: field(Type.Array(Pair, { maxItems: 30 }), {
      widget: 'key-values',
      label: { 'zh-CN': '请求头', en: 'Headers' },
      hint: {
        'zh-CN': '左边是名称，右边是文字，可用 {{ }}。',
        en: 'A name on the left, text on the right; {{ }} works.',
      },
      section: 'advanced',
    }),
    body: field(Type.String({ maxLength: 20_000 }), {
      widget: 'json',
      label: { 'zh-CN': '请求体（JSON）', en: 'Body (JSON)' },
      hint: { 'zh-CN': '字符串里可用 {{ }}。', en: '{{ }} works inside strings.' },
      showWhen: { field: 'method', is: ['POST', 'PUT', 'PATCH', 'DELETE'] },
    }),
    variable: variableField({
      label: { 'zh-CN': '结果保存到', en: 'Store the answer in' },
      hint: {
        'zh-CN': '之后用 {{ response.body.status }} 这样的写法取值。',
        en: 'Use it later as {{ response.body.status }}.',
      },
    }),
    mapping: Type.Optional(
      field(
        Type.Array(
          Type.Object({
            variable: naming(Type.String({ maxLength: 80, pattern: '^(customer\\.)?[\\p{L}_][\\p{L}\\p{N}_]*$' })),
            path: Type.String({ maxLength: 300 }),
          }),
          { maxItems: 30 },
        ),
        {
          widget: 'response-map',
          label: { 'zh-CN': '从结果取值', en: 'Take from the answer' },
          hint: {
            'zh-CN': '例如把 body.order.status 存成变量 status。试调用之后可以直接点选。',
            en: 'For example body.order.status into the variable status. After a test call, choose by clicking.',
          },
        },
      ),
    ),
    ...EFFECT_FIELDS,
  },
  { additionalProperties: false },
);

/** A member of the answer: `status`, `headers` or `body`, then names and numbers. */
const PATH = /^(status|headers|body)(\.[\p{L}_][\p{L}\p{N}_]*|\[\d{1,6}\]|\['[^'\\]{1,100}'\])*$/u;

export const httpNode = defineNode({
  type: 'http',
  version: 1,
  group: 'action',
  icon: 'globe',
  title: { 'zh-CN': '调用接口', en: 'Call an API' },
  description: { 'zh-CN': '查询或通知其他系统。', en: 'Asks or tells another system.' },
  keywords: ['接口', '查询', '系统', 'jk', 'dyjk', 'http', 'api', 'webhook', 'request'],
  config,
  defaults: {
    method: 'GET',
    url: '',
    query: [],
    credential: '',
    headers: [],
    body: '',
    variable: 'response',
    mapping: [],
    ...EFFECT_DEFAULTS,
  },
  ports: () => [
    { id: 'ok', label: { 'zh-CN': '成功', en: 'OK' }, role: 'main', required: true },
    { id: 'clientError', label: { 'zh-CN': '请求有误（4xx）', en: 'Refused (4xx)' }, role: 'problem' },
    { id: 'serverError', label: { 'zh-CN': '对方出错（5xx）', en: 'Their fault (5xx)' }, role: 'problem' },
    { ...PORTS.error, required: true },
  ],
  summary: ({ method, url }, locale) =>
    url === '' ? (locale === 'en' ? 'No address yet' : '还没有地址') : `${method} ${url}`,
  compile: (context) => {
    const { method, url, query = [], credential = '', headers, body, variable, timeoutMs, retry } = context.config;
    const mapping = (context.config.mapping ?? []).filter(({ path }) => PATH.test(path));
    const node = context.id;
    const request: Value = {
      method,
      url: address(url),
      headers: Object.fromEntries(headers.map(({ label, expr: words }) => [label, template(words)])),
      ...(query.length === 0
        ? {}
        : { query: Object.fromEntries(query.map(({ label, expr: words }) => [label, template(words)])) }),
      ...(credential === '' ? {} : { credential }),
      body: method === 'GET' || body.trim() === '' ? null : jsonTemplate(body),
      timeoutMs,
      retry,
    };
    const isMine: GuardJson = { type: 'isCurrent', params: { node, index: 0 } };
    const assignments = [
      ...(variable === '' ? [] : [{ target: variable, value: expr('event.output') }]),
      ...mapping.map((entry) => ({ target: entry.variable, value: expr(`event.output.${entry.path}`) })),
    ];
    const keep: readonly ActionJson[] =
      assignments.length === 0 ? [] : [{ type: 'assign', params: { node, assignments } }];
    const between = (port: string, condition: string) =>
      context.to(context.isWired(port) ? port : 'error', {
        guard: { type: 'all', params: { guards: [isMine, { type: 'when', params: { node, expr: condition } }] } },
        actions: keep,
      });
    return {
      tags: ['working'],
      entry: [{ type: 'effect', params: { node, index: 0, kind: 'http.request', request } }],
      on: {
        'effect.completed': [
          between('clientError', 'event.output.status >= 400 and event.output.status < 500'),
          between('serverError', 'event.output.status >= 500'),
          context.to('ok', { guard: isMine, actions: keep }),
        ],
        'effect.failed': [context.to('error', { guard: isMine })],
      },
    };
  },
  check: ({ url, body, mapping = [] }) => [
    ...mapping.flatMap(({ path }, index) =>
      PATH.test(path)
        ? []
        : [
            {
              severity: 'error' as const,
              field: `/mapping/${String(index)}/path`,
              message: {
                'zh-CN': '以 status、headers 或 body 开头，例如 body.items[0].name。',
                en: 'Begin with status, headers or body, like body.items[0].name.',
              },
            },
          ],
    ),
    ...(/^https?:\/\/[^/?#\\{}\s]+(?:[/?#]|$)/u.test(url)
      ? []
      : [
          {
            severity: 'error' as const,
            field: '/url',
            message: {
              'zh-CN': '地址要以 https:// 和固定的主机名开头，主机名里不能用变量。',
              en: 'The address must begin with https:// and a fixed host; no variables in the host.',
            },
          },
        ]),
    ...(body.trim() === '' || isJson(body)
      ? []
      : [
          {
            severity: 'error' as const,
            field: '/body',
            message: { 'zh-CN': '请求体不是合法的 JSON。', en: 'The body is not valid JSON.' },
          },
        ]),
  ],
  writes: ({ variable, mapping = [] }) => [
    ...(variable === '' ? [] : [{ name: variable, type: 'object' as const }]),
    ...mapping.map((entry) => ({ name: entry.variable, type: 'object' as const })),
  ],
  reads: ({ url, query = [], headers, body }) => [
    ...query.map(({ expr: source }, index) => ({
      field: `/query/${String(index)}/expr`,
      kind: 'template' as const,
      source,
    })),
    { field: '/url', kind: 'template', source: url },
    { field: '/body', kind: 'template', source: body },
    ...headers.map(({ expr: source }, index) => ({
      field: `/headers/${String(index)}/expr`,
      kind: 'template' as const,
      source,
    })),
  ],
  effects: ['http.request'],
  waits: false,
});
