// What nodes that ask the language model share: fields, the request, and the states around it.
import type { CompileContext } from './define-node.ts';
import { integerField, textField } from './fields.ts';
import type { JsonObject } from './json.ts';
import type { GuardJson, StateJson, TransitionJson } from './machine.ts';
import { EFFECT_FIELDS } from './policies.ts';
import type { Value } from './values.ts';

/** Fields of every node that asks the model. Spread into its config schema. */
export const MODEL_FIELDS = {
  instructions: textField(
    {
      widget: 'textarea',
      label: { 'zh-CN': '给大模型的要求', en: 'Instructions for the model' },
      hint: { 'zh-CN': '不要写密码或密钥。', en: 'No passwords or keys here.' },
      section: 'advanced',
    },
    { maxLength: 4000 },
  ),
  historyTurns: integerField(
    { label: { 'zh-CN': '带上最近几轮对话', en: 'Recent turns to include' }, section: 'advanced' },
    { minimum: 0, maximum: 20 },
  ),
  maxTokens: integerField(
    { label: { 'zh-CN': '最多生成多少 token', en: 'Tokens at most' }, section: 'advanced' },
    { minimum: 16, maximum: 4000 },
  ),
  ...EFFECT_FIELDS,
} as const;

/** Defaults of `MODEL_FIELDS`. */
export const MODEL_DEFAULTS = {
  instructions: '',
  historyTurns: 3,
  maxTokens: 400,
  timeoutMs: 20_000,
  retry: { max: 0, backoffMs: 1000 },
};

/** What is asked, and where the answer leads. Conditions see the answer as `event.output`. */
export interface ModelSpec {
  readonly system: Value;
  readonly user: Value;
  readonly schema: JsonObject | null;
  /** Tried in order; the last one must hold always. */
  readonly answered: readonly { readonly when: string; readonly go: TransitionJson }[];
  /** Without a model, or without an answer that can be used. Guards inside are kept. */
  readonly unanswered: readonly TransitionJson[];
}

/** The state that waits for the model. */
export function askingModel(
  context: CompileContext<{
    readonly historyTurns: number;
    readonly maxTokens: number;
    readonly timeoutMs: number;
    readonly retry: { readonly max: number; readonly backoffMs: number };
  }>,
  spec: ModelSpec,
): StateJson {
  const node = context.id;
  const { historyTurns, maxTokens, timeoutMs, retry } = context.config;
  const isMine: GuardJson = { type: 'isCurrent', params: { node, index: 0 } };
  const also = (guards: readonly GuardJson[]): GuardJson => ({ type: 'all', params: { guards: [isMine, ...guards] } });
  return {
    tags: ['working'],
    entry: [
      {
        type: 'effect',
        params: {
          node,
          index: 0,
          kind: 'model.chat',
          request: {
            system: spec.system,
            user: spec.user,
            historyTurns,
            schema: spec.schema,
            maxTokens,
            timeoutMs,
            retry,
          },
        },
      },
    ],
    on: {
      'effect.completed': spec.answered.map(({ when, go }) => ({
        ...go,
        guard: also([{ type: 'when', params: { node, expr: when } }]),
      })),
      'effect.failed': spec.unanswered.map((go) => ({ ...go, guard: also(go.guard === undefined ? [] : [go.guard]) })),
    },
  };
}

/** What a check says of every node that asks the model: it also has to do without. */
export function withoutModel(zh: string, en: string) {
  return {
    severity: 'warning' as const,
    field: '/instructions',
    message: { 'zh-CN': `没有配置大模型时：${zh}`, en: `Without a language model: ${en}` },
  };
}
