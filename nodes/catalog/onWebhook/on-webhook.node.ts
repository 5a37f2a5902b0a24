// On webhook: a signed call of another system begins a branch, in a new conversation or in the one it names.
import { Type } from 'typebox';
import { misfitsOf } from '#nodes/kit/check.ts';
import { defineNode, type ConfigProblem } from '#nodes/kit/define-node.ts';
import { field, textField, variableField } from '#nodes/kit/fields.ts';
import { TRIGGER_DEFAULTS, TRIGGER_FIELDS, entryOf, keepEventData } from '#nodes/kit/triggers.ts';

/** Names parted by dots. */
const PATH = '^$|^[A-Za-z_][A-Za-z0-9_-]*(\\.[A-Za-z_][A-Za-z0-9_-]*)*$';

const config = Type.Object(
  {
    key: textField(
      {
        label: { 'zh-CN': '地址里的名称', en: 'Name in the address' },
        hint: {
          'zh-CN': '您的系统调用 POST /api/v1/public/hooks/流程地址/这个名称。',
          en: 'Your system calls POST /api/v1/public/hooks/address-of-the-flow/this-name.',
        },
      },
      { maxLength: 64, pattern: '^$|^[a-z0-9][a-z0-9-]*$' },
    ),
    secret: field(Type.String({ maxLength: 80 }), {
      widget: 'credential',
      label: { 'zh-CN': '签名密钥', en: 'Signing secret' },
      hint: {
        'zh-CN': '必填。由管理员在「设置 › 凭据」里添加，类型选「签名密钥」；没有正确签名的调用一律拒绝。',
        en: 'Required. An admin adds it under Settings, Credentials, as a signing secret; calls without its signature are refused.',
      },
    }),
    variable: variableField({
      label: { 'zh-CN': '内容保存到', en: 'Store the call in' },
      hint: {
        'zh-CN': '之后用 {{ webhook.body.order.id }} 这样的写法取值。',
        en: 'Use it later as {{ webhook.body.order.id }}.',
      },
    }),
    sessionPath: textField(
      {
        label: { 'zh-CN': '会话编号在内容里的位置', en: 'Where the body names a conversation' },
        hint: {
          'zh-CN': '内容里有这一项时，在那个会话里触发；没有就新开一个会话。',
          en: 'A body that has it moves that conversation; without it a new one is opened.',
        },
        section: 'advanced',
      },
      { maxLength: 200, pattern: PATH },
    ),
    customerPath: textField(
      {
        label: { 'zh-CN': '客户编号在内容里的位置', en: 'Where the body names the customer' },
        hint: {
          'zh-CN': '例如 customer.id。同一编号的调用算同一位客户。',
          en: 'For example customer.id. Calls with the same one belong to the same customer.',
        },
        section: 'advanced',
      },
      { maxLength: 200, pattern: PATH },
    ),
    schema: field(Type.String({ maxLength: 20_000 }), {
      widget: 'json',
      label: { 'zh-CN': '内容格式（JSON Schema）', en: 'Form of the body (JSON Schema)' },
      hint: {
        'zh-CN': '可不填。不符合的调用会被拒绝，并说明哪一项不对。',
        en: 'Optional. A call of another form is refused and told what is wrong.',
      },
      section: 'advanced',
    }),
    sample: field(Type.String({ maxLength: 20_000 }), {
      widget: 'json',
      label: { 'zh-CN': '示例内容', en: 'Sample body' },
      hint: {
        'zh-CN': '给同事看的例子；填了格式就会核对是否符合。',
        en: 'An example for colleagues; checked against the form when there is one.',
      },
      section: 'advanced',
    }),
    ...TRIGGER_FIELDS,
  },
  { additionalProperties: false },
);

export const onWebhookNode = defineNode({
  type: 'onWebhook',
  version: 1,
  group: 'trigger',
  icon: 'webhook',
  title: { 'zh-CN': '外部调用触发', en: 'On webhook' },
  description: {
    'zh-CN': '您的系统发来带签名的调用时，从这里开始。',
    en: 'Starts here when another system sends a signed call.',
  },
  keywords: ['外部', '回调', '触发', 'wb', 'hd', 'webhook', 'callback', 'hook', 'api'],
  config,
  defaults: {
    key: '',
    secret: '',
    variable: 'webhook',
    sessionPath: 'sessionId',
    customerPath: '',
    schema: '',
    sample: '',
    ...TRIGGER_DEFAULTS,
  },
  ports: () => [{ id: 'fired', label: { 'zh-CN': '收到', en: 'Received' }, role: 'main', required: true }],
  summary: ({ key }, locale) => (key === '' ? (locale === 'en' ? 'No name yet' : '还没有名称') : `/${key}`),
  compile: keepEventData,
  trigger: ({ key, ...rest }) => ({
    kind: 'event',
    names: key === '' ? [] : [`webhook:${key}`],
    ...entryOf(rest),
  }),
  check: ({ key, secret, schema, sample }) => [
    ...(key === '' ? [error('/key', '没有写地址里的名称。', 'Give it a name for its address.')] : []),
    ...(secret.trim() === ''
      ? [
          error(
            '/secret',
            '没有选签名密钥。没有密钥，谁都可以冒充您的系统，所以不能发布。',
            'Choose a signing secret. Without one anybody could pose as your system, so it cannot be published.',
          ),
        ]
      : []),
    ...formProblems(schema, sample),
  ],
  writes: ({ variable }) => (variable === '' ? [] : [{ name: variable, type: 'object' }]),
  effects: [],
  waits: false,
});

function error(where: string, zh: string, en: string): ConfigProblem {
  return { severity: 'error', field: where, message: { 'zh-CN': zh, en }, mustMend: true };
}

/** The form must be one that any call can be held against in bounded time: no patterns, no references. */
function formProblems(schema: string, sample: string): readonly ConfigProblem[] {
  const form = parse(schema);
  const example = parse(sample);
  if (form === 'broken' || (form !== undefined && !isSafeForm(form.value)))
    return [
      error(
        '/schema',
        '格式须是一个 JSON Schema 对象，且不含 pattern、patternProperties 和引用。',
        'The form must be a JSON Schema object without pattern, patternProperties and references.',
      ),
    ];
  if (example === 'broken') return [error('/sample', '示例内容不是合法的 JSON。', 'The sample is not valid JSON.')];
  if (form === undefined || example === undefined) return [];
  const misfit = firstMisfit(form.value as object, example.value);
  if (misfit === undefined) return [];
  return [
    error(
      misfit.isForm ? '/schema' : '/sample',
      misfit.isForm ? '这个 JSON Schema 无法使用。' : `示例内容不符合格式：${misfit.text}`,
      misfit.isForm ? 'This JSON Schema cannot be used.' : `The sample is not of the form: ${misfit.text}`,
    ),
  ];
}

function parse(text: string): { readonly value: unknown } | 'broken' | undefined {
  if (text.trim() === '') return undefined;
  try {
    return { value: JSON.parse(text) };
  } catch {
    return 'broken';
  }
}

const BANNED = new Set(['pattern', 'patternProperties', '$ref', '$dynamicRef', '$recursiveRef']);

function isSafeForm(form: unknown): boolean {
  if (typeof form !== 'object' || form === null || Array.isArray(form)) return false;
  const open: unknown[] = [form];
  for (let value = open.pop(); value !== undefined; value = open.pop()) {
    if (typeof value !== 'object' || value === null) continue;
    if (!Array.isArray(value) && Object.keys(value).some((name) => BANNED.has(name))) return false;
    const members: readonly unknown[] = Object.values(value);
    open.push(...members.filter((member) => typeof member === 'object'));
  }
  return true;
}

function firstMisfit(form: object, example: unknown): { readonly isForm: boolean; readonly text: string } | undefined {
  try {
    const [misfit] = misfitsOf(form, example);
    return misfit === undefined
      ? undefined
      : { isForm: false, text: `${misfit.instancePath || '/'} ${misfit.message}` };
  } catch {
    return { isForm: true, text: '' };
  }
}
