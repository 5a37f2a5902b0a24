// Sub-flow: plays another flow with variables of its own, and goes on by the way out it ended with.
import { Type, type Static } from 'typebox';
import { defineNode } from '#nodes/kit/define-node.ts';
import { field, naming, switchField } from '#nodes/kit/fields.ts';
import { LocalizedSchema } from '#nodes/kit/localized.ts';
import type { TransitionJson } from '#nodes/kit/machine.ts';
import { PORTS } from '#nodes/kit/ports.ts';
import { expr } from '#nodes/kit/values.ts';

/** Which flow is called. `version` 0: the newest when the caller is published. `exits` are its ways out as they were when it was chosen. */
export const FlowCallSchema = Type.Object({
  flow: Type.String({ maxLength: 128 }),
  name: Type.String({ maxLength: 200 }),
  version: Type.Integer({ minimum: 0 }),
  exits: Type.Array(Type.Object({ id: Type.String({ pattern: '^[A-Za-z0-9_-]{1,40}$' }), label: LocalizedSchema() }), {
    maxItems: 50,
  }),
});
export type FlowCall = Static<typeof FlowCallSchema>;

/** Names a variable of the called flow. */
const HandedIn = Type.Object({
  variable: Type.String({ maxLength: 80, pattern: '^[\\p{L}_][\\p{L}\\p{N}_]*$' }),
  value: Type.String({ maxLength: 2000 }),
});
/** Names a variable of this flow. */
const Stored = Type.Object({
  variable: naming(Type.String({ maxLength: 80, pattern: '^(customer\\.)?[\\p{L}_][\\p{L}\\p{N}_]*$' })),
  value: Type.String({ maxLength: 2000 }),
});

const config = Type.Object(
  {
    call: field(FlowCallSchema, { widget: 'flow', label: { 'zh-CN': '调用哪个流程', en: 'Flow to call' } }),
    inputs: field(Type.Array(HandedIn, { maxItems: 50 }), {
      widget: 'assignments',
      label: { 'zh-CN': '带进去的值', en: 'Values handed in' },
      hint: {
        'zh-CN': '左边是子流程的变量，右边是这里的表达式。',
        en: 'On the left a variable of the sub-flow, on the right an expression of this flow.',
      },
    }),
    outputs: field(Type.Array(Stored, { maxItems: 50 }), {
      widget: 'assignments',
      label: { 'zh-CN': '取回的值', en: 'Values taken back' },
      hint: {
        'zh-CN': '左边是这里的变量，右边例如 event.output.orderNo。',
        en: 'On the left a variable of this flow, on the right for example event.output.orderNo.',
      },
    }),
    topics: switchField({
      label: { 'zh-CN': '子流程的关键词和意图也生效', en: 'Its keywords and intents listen too' },
      hint: {
        'zh-CN': '关闭时，子流程里的触发节点不起作用。',
        en: 'When off, the triggers drawn in the sub-flow do nothing here.',
      },
      section: 'advanced',
    }),
  },
  { additionalProperties: false },
);

export const subflowNode = defineNode({
  type: 'subflow',
  version: 1,
  group: 'logic',
  icon: 'workflow',
  title: { 'zh-CN': '子流程', en: 'Sub-flow' },
  description: {
    'zh-CN': '播放另一个流程，完成后回到这里。',
    en: 'Plays another flow and comes back when it is through.',
  },
  keywords: ['子流程', '调用', '复用', 'zlc', 'dy', 'subflow', 'call', 'reuse', 'component'],
  config,
  defaults: { call: { flow: '', name: '', version: 0, exits: [] }, inputs: [], outputs: [], topics: false },
  ports: ({ call }) => [
    { id: 'done', label: labelOfDone(call), role: 'main', required: true },
    ...call.exits
      .filter(({ id }) => id !== 'done' && id !== 'error')
      .map(({ id, label }) => ({ id, label, role: 'branch' as const, required: true })),
    PORTS.error,
  ],
  summary: ({ call }, locale) => {
    if (call.flow === '') return locale === 'en' ? 'No flow chosen yet' : '还没有选择流程';
    const version = call.version === 0 ? (locale === 'en' ? 'newest' : '最新') : `v${String(call.version)}`;
    return `${call.name || call.flow} · ${version}`;
  },
  compile: (context) => {
    const { id, callee, config: settings } = context;
    const copied = settings.outputs.map(({ variable, value }) => ({ target: variable, value: expr(value) }));
    const back = (port: string, guard?: TransitionJson['guard']) =>
      context.to(port, {
        ...(guard === undefined ? {} : { guard }),
        actions: [{ type: 'return', params: { node: id, outputs: port === 'error' ? [] : copied } }],
      });
    const exits = settings.call.exits.filter((exit) => exit.id !== 'done' && exit.id !== 'error');
    return {
      initial: 'calling',
      meta: { returns: true },
      states: {
        calling: {
          entry: [
            {
              type: 'call',
              params: {
                node: id,
                initial: callee?.initial ?? {},
                inputs: settings.inputs.map(({ variable, value }) => ({ target: variable, value: expr(value) })),
                keep: false,
              },
            },
          ],
          always: [callee === undefined ? back('error') : { target: callee.target, reenter: true }],
        },
        returned: {
          id: `${id}:returned`,
          always: [
            ...exits.map((exit) => back(exit.id, { type: 'exits', params: { node: id, exit: exit.id } })),
            back('done'),
          ],
        },
      },
    };
  },
  check: ({ call, inputs }) => [
    ...(call.flow === ''
      ? [
          {
            severity: 'error' as const,
            field: '/call',
            message: { 'zh-CN': '没有选择要调用的流程。', en: 'Choose the flow to call.' },
          },
        ]
      : []),
    ...inputs.flatMap(({ variable }, index) =>
      inputs.findIndex((other) => other.variable === variable) === index
        ? []
        : [
            {
              severity: 'error' as const,
              field: `/inputs/${String(index)}/variable`,
              message: { 'zh-CN': `「${variable}」带进去了两次。`, en: `"${variable}" is handed in twice.` },
            },
          ],
    ),
  ],
  writes: ({ outputs }) => outputs.map(({ variable }) => ({ name: variable, type: 'object' })),
  reads: ({ inputs, outputs }) => [
    ...inputs.map(({ value }, index) => ({
      field: `/inputs/${String(index)}/value`,
      kind: 'expression' as const,
      source: value,
    })),
    ...outputs.map(({ value }, index) => ({
      field: `/outputs/${String(index)}/value`,
      kind: 'expression' as const,
      source: value,
    })),
  ],
  effects: [],
  waits: false,
});

function labelOfDone({ exits }: FlowCall) {
  return exits.find(({ id }) => id === 'done')?.label ?? { 'zh-CN': '完成', en: 'Done' };
}
