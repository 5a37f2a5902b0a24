// Config parts that many node types share: silence, interruption, retries, time limits.
import { Type, type Static } from 'typebox';
import { durationField, field, selectField, templateField } from './fields.ts';
import { LocalizedSchema, type Localized } from './localized.ts';

const DAY_MS = 86_400_000;
/** The longest pause between messages that count as one. */
const MAX_BURST_MS = 10_000;

/** What happens when the customer stays silent: reminders one after the other, then the `noReply` port after a last pause. */
export const NoReplySchema = Type.Object({
  enabled: Type.Boolean(),
  /** From the question (or the last reminder) to the `noReply` port. */
  afterMs: Type.Integer({ minimum: 1000, maximum: 400 * DAY_MS }),
  reminders: Type.Array(
    Type.Object({ afterMs: Type.Integer({ minimum: 1000, maximum: 30 * DAY_MS }), text: LocalizedSchema() }),
    {
      maxItems: 5,
    },
  ),
});
export type NoReply = Static<typeof NoReplySchema>;

/** Retries of a side effect: how many after the first try, and the first pause, doubled each time. */
export const RetrySchema = Type.Object({
  max: Type.Integer({ minimum: 0, maximum: 10 }),
  backoffMs: Type.Integer({ minimum: 100, maximum: 3_600_000 }),
});
export type Retry = Static<typeof RetrySchema>;

/** May a topic cut into a question: at once, after the customer was asked, or never. */
export type InterruptPolicy = 'allow' | 'ask' | 'deny';

/** Fields of every waiting node. Spread into its config schema. */
export const WAIT_FIELDS = {
  noReply: field(NoReplySchema, {
    widget: 'no-reply',
    label: { 'zh-CN': '客户没有回复时', en: 'When the customer stays silent' },
    section: 'advanced',
  }),
  interrupt: selectField(['allow', 'ask', 'deny'], {
    label: { 'zh-CN': '允许其他话题插入', en: 'May other topics cut in' },
    hint: {
      'zh-CN': '插入的话题结束后会回到这个问题。不允许时，只有「人工」始终有效。',
      en: 'When the other topic is over, this question is asked again. When off, only "agent" still works.',
    },
    options: [
      { value: 'allow', label: { 'zh-CN': '允许', en: 'Yes' } },
      { value: 'ask', label: { 'zh-CN': '先问客户', en: 'Ask the customer first' } },
      { value: 'deny', label: { 'zh-CN': '不允许', en: 'No' } },
    ],
    section: 'advanced',
  }),
  mergeBurstMs: Type.Optional(
    durationField(
      {
        label: { 'zh-CN': '连发的消息合并等待', en: 'Wait for messages sent in a row' },
        hint: {
          'zh-CN':
            '客户把一句话拆成几条发时，停顿不超过这么久就算一条回答。0 表示不等，最多 10 秒。按按钮、交表单、说「人工」会立刻处理。',
          en: 'Messages with pauses no longer than this count as one answer. 0: do not wait; 10 seconds at most. Buttons, forms and "agent" are handled at once.',
        },
        section: 'advanced',
      },
      { maximum: MAX_BURST_MS },
    ),
  ),
  topic: Type.Optional(
    templateField({
      label: { 'zh-CN': '这个问题怎么称呼', en: 'What this question is about' },
      hint: {
        'zh-CN': '用在「刚才在说‹…›」这句话里，例如「预约时间」。不填就用节点名称。',
        en: 'Used in "You were at ‹…›", for example "the appointment". Empty: the name of the node.',
      },
      section: 'advanced',
      showWhen: { field: 'interrupt', is: ['ask'] },
    }),
  ),
} as const;

/** Defaults of `WAIT_FIELDS`. */
export const WAIT_DEFAULTS: {
  readonly noReply: NoReply;
  readonly interrupt: InterruptPolicy;
  readonly mergeBurstMs: number;
  readonly topic: Localized;
} = {
  noReply: { enabled: false, afterMs: 600_000, reminders: [] },
  interrupt: 'allow',
  mergeBurstMs: 0,
  topic: '',
};

/** Fields of every side-effect node. */
export const EFFECT_FIELDS = {
  timeoutMs: durationField({ label: { 'zh-CN': '超时', en: 'Time limit' }, section: 'advanced' }, { minimum: 100 }),
  retry: field(RetrySchema, {
    widget: 'retry',
    label: { 'zh-CN': '失败重试', en: 'Retry on failure' },
    section: 'advanced',
  }),
} as const;

/** Defaults of `EFFECT_FIELDS`. */
export const EFFECT_DEFAULTS: { readonly timeoutMs: number; readonly retry: Retry } = {
  timeoutMs: 10_000,
  retry: { max: 2, backoffMs: 1000 },
};
