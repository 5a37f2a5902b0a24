// Script: a few lines of TypeScript or JavaScript between two steps, in a sandbox that sees its inputs and nothing else.
import { Type } from 'typebox';
import { defineNode } from '#nodes/kit/define-node.ts';
import { field, selectField } from '#nodes/kit/fields.ts';
import { LocalizedSchema, localize } from '#nodes/kit/localized.ts';
import type { ActionJson, GuardJson } from '#nodes/kit/machine.ts';
import { EFFECT_DEFAULTS, EFFECT_FIELDS } from '#nodes/kit/policies.ts';
import { PORTS } from '#nodes/kit/ports.ts';
import { SCRIPT_LOCAL_MS, SCRIPT_TYPES } from '#nodes/kit/scripts.ts';
import { expr, type Value } from '#nodes/kit/values.ts';

const NAME = '^[\\p{L}_][\\p{L}\\p{N}_]*$';
const ValueType = Type.Enum([...SCRIPT_TYPES]);

const config = Type.Object(
  {
    language: selectField(['typescript', 'javascript'], {
      label: { 'zh-CN': '语言', en: 'Language' },
      options: [
        { value: 'typescript', label: { 'zh-CN': 'TypeScript', en: 'TypeScript' } },
        { value: 'javascript', label: { 'zh-CN': 'JavaScript', en: 'JavaScript' } },
      ],
    }),
    inputs: field(
      Type.Array(
        Type.Object({
          name: Type.String({ pattern: NAME, maxLength: 60 }),
          expr: Type.String({ maxLength: 2000 }),
          type: ValueType,
        }),
        { maxItems: 30 },
      ),
      {
        widget: 'script-inputs',
        label: { 'zh-CN': '输入', en: 'Inputs' },
        hint: {
          'zh-CN': '脚本只看得到这里列出的值，用 input.名称 读取。',
          en: 'The script sees only what is listed here, as input.name.',
        },
      },
    ),
    code: field(Type.String({ maxLength: 20_000 }), {
      widget: 'script',
      label: { 'zh-CN': '脚本', en: 'Script' },
      hint: {
        'zh-CN': '把结果写进 output；return 一个出口的编号就从那个出口离开。',
        en: 'Write results into output; return the id of an exit to leave by it.',
      },
    }),
    outputs: field(
      Type.Array(Type.Object({ name: Type.String({ pattern: NAME, maxLength: 60 }), type: ValueType }), {
        maxItems: 30,
      }),
      {
        widget: 'script-outputs',
        label: { 'zh-CN': '输出', en: 'Outputs' },
        hint: {
          'zh-CN': '每个输出存成同名的变量。',
          en: 'Each output is stored in the variable of the same name.',
        },
      },
    ),
    exits: field(
      Type.Array(Type.Object({ id: Type.String({ pattern: '^[A-Za-z0-9_-]{1,40}$' }), label: LocalizedSchema() }), {
        maxItems: 20,
      }),
      {
        widget: 'exits',
        label: { 'zh-CN': '更多出口', en: 'More exits' },
        hint: {
          'zh-CN': '脚本里 return 编号，就走这个出口；否则走「成功」。',
          en: 'Return the id in the script to leave here; otherwise it leaves by OK.',
        },
      },
    ),
    hosts: field(Type.Array(Type.String({ minLength: 1, maxLength: 260 }), { maxItems: 20 }), {
      widget: 'tags',
      label: { 'zh-CN': '可以调用的主机', en: 'Hosts it may call' },
      hint: {
        'zh-CN': '例如 api.example.com。填了之后脚本里可用 await fetchJson(地址)，客户不必等它。',
        en: 'For example api.example.com. The script then has await fetchJson(url), and the turn does not wait for it.',
      },
      section: 'advanced',
    }),
    ...EFFECT_FIELDS,
  },
  { additionalProperties: false },
);

const RESERVED = new Set(['ok', 'error']);

export const scriptNode = defineNode({
  type: 'script',
  version: 1,
  group: 'logic',
  icon: 'square-code',
  title: { 'zh-CN': '脚本', en: 'Script' },
  description: {
    'zh-CN': '用几行代码计算，在隔离的沙箱里运行。',
    en: 'Computes with a few lines of code, in a closed sandbox.',
  },
  keywords: ['脚本', '代码', '计算', 'jb', 'dm', 'script', 'code', 'javascript', 'typescript', 'function'],
  config,
  defaults: {
    language: 'typescript',
    inputs: [],
    code: '',
    outputs: [],
    exits: [],
    hosts: [],
    ...EFFECT_DEFAULTS,
    timeoutMs: 250,
    retry: { max: 0, backoffMs: 1000 },
  },
  ports: ({ exits }) => [
    { id: 'ok', label: { 'zh-CN': '成功', en: 'OK' }, role: 'main', required: true },
    ...exits
      .filter(({ id }) => !RESERVED.has(id))
      .map(({ id, label }) => ({
        id,
        label: localize(label, 'zh-CN') === '' ? id : label,
        role: 'branch' as const,
        required: true,
      })),
    { ...PORTS.error, required: true },
  ],
  summary: ({ code, outputs }, locale) => {
    const first = code.split('\n').find((line) => line.trim() !== '');
    if (first === undefined) return locale === 'en' ? 'Nothing written yet' : '还没有写代码';
    return outputs.length === 0 ? first.trim().slice(0, 80) : `→ ${outputs.map(({ name }) => name).join(', ')}`;
  },
  compile: (context) => {
    const { language, inputs, code, outputs, exits, hosts, timeoutMs, retry } = context.config;
    const node = context.id;
    const remote = hosts.length > 0;
    const ways = exits.filter(({ id }) => !RESERVED.has(id)).map(({ id }) => id);
    const request: Value = {
      language,
      code,
      inputs: inputs.map(({ name, type }) => ({ name, type })),
      input: Object.fromEntries(
        inputs.map(({ name, expr: source }) => [name, source.trim() === '' ? null : expr(source)]),
      ),
      outputs: outputs.map(({ name, type }) => ({ name, type })),
      exits: ways,
      timeoutMs: remote ? timeoutMs : Math.min(timeoutMs, SCRIPT_LOCAL_MS),
      ...(remote ? { hosts, retry } : {}),
    };
    const isMine: GuardJson = { type: 'isCurrent', params: { node, index: 0 } };
    const keep: readonly ActionJson[] =
      outputs.length === 0
        ? []
        : [
            {
              type: 'assign',
              params: {
                node,
                assignments: outputs.map(({ name }) => ({
                  target: name,
                  value: expr(`event.output.values['${name}']`),
                })),
              },
            },
          ];
    const chosen = (exit: string): GuardJson => ({
      type: 'all',
      params: { guards: [isMine, { type: 'when', params: { node, expr: `event.output.exit == '${exit}'` } }] },
    });
    return {
      tags: ['working'],
      entry: [{ type: 'effect', params: { node, index: 0, kind: remote ? 'script.call' : 'script.run', request } }],
      on: {
        'effect.completed': [
          ...ways.map((exit) => context.to(exit, { guard: chosen(exit), actions: keep })),
          context.to('ok', { guard: isMine, actions: keep }),
        ],
        'effect.failed': [context.to('error', { guard: isMine })],
      },
    };
  },
  check: ({ code, inputs, outputs, exits, hosts, timeoutMs }) => [
    ...(code.trim() === '' ? [problem('/code', '还没有写脚本。', 'The script is empty.')] : []),
    ...repeated(inputs.map(({ name }) => name)).map((index) =>
      problem(`/inputs/${String(index)}/name`, '这个名称已经用过了。', 'This name is already taken.'),
    ),
    ...repeated(outputs.map(({ name }) => name)).map((index) =>
      problem(`/outputs/${String(index)}/name`, '这个名称已经用过了。', 'This name is already taken.'),
    ),
    ...exits.flatMap(({ id }, index) =>
      RESERVED.has(id) || exits.findIndex((other) => other.id === id) !== index
        ? [problem(`/exits/${String(index)}/id`, `编号「${id}」重复或被保留。`, `The id "${id}" is taken.`)]
        : [],
    ),
    ...hosts.flatMap((host, index) =>
      /^[a-z0-9-]+(\.[a-z0-9-]+)*(:\d{1,5})?$/iu.test(host)
        ? []
        : [
            problem(
              `/hosts/${String(index)}`,
              '只写主机名，例如 api.example.com，不带 https:// 和路径。',
              'Write the host alone, like api.example.com, without https:// and path.',
            ),
          ],
    ),
    ...(hosts.length === 0 && timeoutMs > SCRIPT_LOCAL_MS
      ? [
          {
            ...problem(
              '/timeoutMs',
              '没有可调用的主机时，脚本最多运行 1 秒。',
              'Without hosts to call, a script runs for at most one second.',
            ),
            severity: 'warning' as const,
          },
        ]
      : []),
  ],
  writes: ({ outputs }) => outputs.map(({ name, type }) => ({ name, type })),
  reads: ({ inputs }) =>
    inputs.flatMap(({ expr: source }, index) =>
      source.trim() === '' ? [] : [{ field: `/inputs/${String(index)}/expr`, kind: 'expression' as const, source }],
    ),
  effects: ['script.run', 'script.call'],
  waits: false,
});

function problem(fieldPointer: string, zh: string, en: string) {
  return { severity: 'error' as const, field: fieldPointer, message: { 'zh-CN': zh, en } };
}

/** Positions of names that stood before. */
function repeated(names: readonly string[]): readonly number[] {
  return names.flatMap((name, index) => (names.indexOf(name) < index ? [index] : []));
}
