// Exit: ends a called flow by a named way out and gives values back.
import { Type } from 'typebox';
import { defineNode } from '#nodes/kit/define-node.ts';
import { field, templateField, textField } from '#nodes/kit/fields.ts';
import { localize } from '#nodes/kit/localized.ts';
import { expr, type Value } from '#nodes/kit/values.ts';

const config = Type.Object(
  {
    exit: textField(
      {
        label: { 'zh-CN': '出口编号', en: 'Exit id' },
        hint: {
          'zh-CN': '字母、数字、横线；调用方按它连线，例如 done、cancelled。',
          en: 'Letters, digits and dashes. Callers draw their line from it, for example done or cancelled.',
        },
      },
      { maxLength: 40, pattern: '^[A-Za-z0-9_-]{1,40}$' },
    ),
    label: templateField({
      label: { 'zh-CN': '出口名称', en: 'Exit name' },
      hint: { 'zh-CN': '显示在调用方的卡片上。', en: 'Shown on the card of the caller.' },
    }),
    outputs: field(
      Type.Array(
        Type.Object({
          variable: Type.String({ maxLength: 64, pattern: '^[\\p{L}_][\\p{L}\\p{N}_]*$' }),
          value: Type.String({ maxLength: 2000 }),
        }),
        { maxItems: 50 },
      ),
      {
        widget: 'assignments',
        label: { 'zh-CN': '交回的值', en: 'Values given back' },
        hint: {
          'zh-CN': '左边起个名字，右边是表达式；调用方用 event.output.名字 取用。',
          en: 'A name on the left, an expression on the right; the caller reads event.output.name.',
        },
      },
    ),
  },
  { additionalProperties: false },
);

export const exitNode = defineNode({
  type: 'exit',
  version: 1,
  group: 'end',
  icon: 'log-out',
  title: { 'zh-CN': '子流程出口', en: 'Exit' },
  description: { 'zh-CN': '结束子流程，回到调用它的地方。', en: 'Ends a sub-flow and goes back to its caller.' },
  keywords: ['出口', '返回', '子流程', 'ck', 'fh', 'zlcck', 'exit', 'return', 'sub-flow'],
  config,
  defaults: { exit: 'done', label: { 'zh-CN': '完成', en: 'Done' }, outputs: [] },
  ports: () => [],
  summary: ({ exit, label }, locale) => localize(label, locale) || exit,
  compile: (context) => {
    const { exit, outputs } = context.config;
    const values: Readonly<Record<string, Value>> = Object.fromEntries(
      outputs.map(({ variable, value }) => [variable, expr(value)]),
    );
    return {
      entry: [{ type: 'exit', params: { node: context.id, exit, outputs: values } }],
      always: [{ target: context.returnTarget, reenter: true }],
    };
  },
  check: ({ outputs }) =>
    outputs.flatMap(({ variable }, index) =>
      outputs.findIndex((other) => other.variable === variable) === index
        ? []
        : [
            {
              severity: 'error' as const,
              field: `/outputs/${String(index)}/variable`,
              message: { 'zh-CN': `「${variable}」交回了两次。`, en: `"${variable}" is given back twice.` },
            },
          ],
    ),
  reads: ({ outputs }) =>
    outputs.map(({ value }, index) => ({
      field: `/outputs/${String(index)}/value`,
      kind: 'expression',
      source: value,
    })),
  effects: [],
  waits: false,
});
