// Config parts that many node types share: silence, interruption, retries, time limits.
import { Type, type Static } from 'typebox';
import { durationField, field, selectField } from './fields.ts';
import { LocalizedSchema } from './localized.ts';

const DAY_MS = 86_400_000;

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

/** Fields of every waiting node. Spread into its config schema. */
export const WAIT_FIELDS = {
  noReply: field(NoReplySchema, {
    widget: 'no-reply',
    label: { 'zh-CN': '客户没有回复时', en: 'When the customer stays silent' },
    section: 'advanced',
  }),
  interrupt: selectField(['allow', 'deny'], {
    label: { 'zh-CN': '允许其他话题插入', en: 'May other topics cut in' },
    hint: {
      'zh-CN': '不允许时，只有「人工」始终有效。',
      en: 'When off, only "agent" still works.',
    },
    options: [
      { value: 'allow', label: { 'zh-CN': '允许', en: 'Yes' } },
      { value: 'deny', label: { 'zh-CN': '不允许', en: 'No' } },
    ],
    section: 'advanced',
  }),
} as const;

/** Defaults of `WAIT_FIELDS`. */
export const WAIT_DEFAULTS: { readonly noReply: NoReply; readonly interrupt: 'allow' | 'deny' } = {
  noReply: { enabled: false, afterMs: 600_000, reminders: [] },
  interrupt: 'allow',
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
