// Lead score: adds up signals, lets old points fade, and says in words why a lead is hot, warm or cold.
import { Type } from 'typebox';
import { commit } from '#nodes/kit/behaviours.ts';
import { defineNode } from '#nodes/kit/define-node.ts';
import { expressionField, field, integerField, numberField, templateField } from '#nodes/kit/fields.ts';
import { localize, LOCALES } from '#nodes/kit/localized.ts';
import type { GuardJson, TransitionJson } from '#nodes/kit/machine.ts';
import { expr, template } from '#nodes/kit/values.ts';

const DAY_MS = 86_400_000;

const config = Type.Object(
  {
    signals: field(
      Type.Array(
        Type.Object({
          label: templateField({ label: { 'zh-CN': '信号', en: 'Signal' } }),
          when: expressionField({
            label: { 'zh-CN': '条件', en: 'Holds when' },
            hint: { 'zh-CN': '例如 details.budget > 10000', en: 'Such as details.budget > 10000' },
          }),
          points: numberField(
            { label: { 'zh-CN': '分数', en: 'Points' } },
            { minimum: -1000, maximum: 1000, default: 10 },
          ),
        }),
        { maxItems: 50 },
      ),
      { widget: 'records', label: { 'zh-CN': '信号', en: 'Signals' } },
    ),
    hot: numberField({ label: { 'zh-CN': '多少分算高意向', en: 'Hot from' } }),
    warm: numberField({ label: { 'zh-CN': '多少分算一般', en: 'Warm from' } }),
    fadeDays: integerField(
      {
        label: { 'zh-CN': '旧分数几天后清零', en: 'Old points are gone after days' },
        hint: {
          'zh-CN': '期间逐日减少；0 表示每次重新计分。',
          en: 'They fade day by day; 0: every score starts anew.',
        },
      },
      { minimum: 0, maximum: 365 },
    ),
  },
  { additionalProperties: false },
);

export const leadScoreNode = defineNode({
  type: 'leadScore',
  version: 1,
  group: 'crm',
  icon: 'gauge',
  title: { 'zh-CN': '线索评分', en: 'Score the lead' },
  description: {
    'zh-CN': '按信号给客户打分，并写明每一分的理由。',
    en: 'Scores the customer by signals and says why.',
  },
  keywords: ['评分', '打分', '意向', '线索', 'xspf', 'pf', 'lead', 'score', 'hot', 'warm', 'cold'],
  config,
  defaults: { signals: [], hot: 60, warm: 30, fadeDays: 30 },
  ports: () => [
    { id: 'hot', label: { 'zh-CN': '高意向', en: 'Hot' }, role: 'main', required: true },
    { id: 'warm', label: { 'zh-CN': '一般', en: 'Warm' }, role: 'branch', required: true },
    { id: 'cold', label: { 'zh-CN': '低', en: 'Cold' }, role: 'branch', required: true },
  ],
  summary: ({ signals, hot }, locale) =>
    `${signals.map((signal) => localize(signal.label, locale)).join(locale === 'en' ? ', ' : '、')} ≥ ${String(hot)}`,
  compile: (context) => {
    const { signals, hot, warm, fadeDays } = context.config;
    const node = context.id;
    const held = signals.filter((signal) => signal.when.trim() !== '');
    const points = held.map((signal) => `((${signal.when}) ? ${String(signal.points)} : 0)`).join(' + ');
    const age = `((now - (customer.leadScoredAt ?? now)) / ${String(Math.max(1, fadeDays) * DAY_MS)})`;
    const kept = fadeDays === 0 ? '0' : `((customer.leadScore ?? 0) * (${age} >= 1 ? 0 : 1 - ${age}))`;
    const reasons = Object.fromEntries(
      LOCALES.map((locale) => [
        locale,
        held
          .map(
            (signal) =>
              `{{ (${signal.when}) ? ${quoted(reason(localize(signal.label, locale), signal.points, locale))} : '' }}`,
          )
          .join(''),
      ]),
    );
    const level = `leadScore.score >= ${String(hot)} ? 'hot' : (leadScore.score >= ${String(warm)} ? 'warm' : 'cold')`;
    const mayReach = "(customer.phone ?? customer.email ?? customer.wechat ?? '') != ''";
    const at = (wanted: string): GuardJson => ({
      type: 'when',
      params: { node, expr: `leadScore.level == '${wanted}'` },
    });
    const leaves = [
      context.to('hot', { guard: at('hot') }),
      context.to('warm', { guard: at('warm') }),
      context.to('cold'),
    ];
    const save = commit(node, 1, 'lead.save', {
      values: {
        name: expr("customer.name ?? ''"),
        phone: expr("customer.phone ?? ''"),
        email: expr("customer.email ?? ''"),
        wechat: expr("customer.wechat ?? ''"),
        score: expr('leadScore.score'),
        level: expr('leadScore.level'),
        reasons: expr('leadScore.reasons'),
      },
      consent: { given: false, text: '', version: '' },
      partial: true,
      node,
    });
    const begin: TransitionJson = {
      target: context.inner('saving'),
      guard: { type: 'when', params: { node, expr: mayReach } },
    };
    return {
      initial: 'scoring',
      states: {
        scoring: {
          entry: [
            {
              type: 'assign',
              params: {
                node,
                assignments: [
                  {
                    target: 'leadScore',
                    value: {
                      score: expr(`round(${kept}${points === '' ? '' : ` + ${points}`})`),
                      reasons: template(reasons),
                    },
                  },
                  { target: 'leadScore.level', value: expr(level) },
                  { target: 'customer.leadScore', value: expr('leadScore.score') },
                  { target: 'customer.leadScoredAt', value: expr('now') },
                ],
              },
            },
            commit(node, 0, 'contact.update', {
              values: {
                leadScore: expr('leadScore.score'),
                leadLevel: expr('leadScore.level'),
                leadReasons: expr('leadScore.reasons'),
                leadScoredAt: expr('now'),
              },
            }),
          ],
          // Only who can be reached is a lead; the score is kept with the customer either way.
          always: [begin, { target: context.inner('leaving') }],
        },
        saving: { entry: [save], always: [{ target: context.inner('leaving') }] },
        leaving: { always: leaves },
      },
    };
  },
  check: ({ signals, hot, warm }) => [
    ...(signals.length === 0
      ? [
          {
            severity: 'error' as const,
            field: '/signals',
            message: { 'zh-CN': '至少写一个信号。', en: 'Write at least one signal.' },
          },
        ]
      : []),
    ...(warm > hot
      ? [
          {
            severity: 'error' as const,
            field: '/warm',
            message: { 'zh-CN': '「一般」的分数要低于「高意向」。', en: 'Warm must begin below hot.' },
          },
        ]
      : []),
  ],
  writes: () => [
    { name: 'leadScore', type: 'object' },
    { name: 'customer.leadScore', type: 'number' },
  ],
  reads: ({ signals }) =>
    signals.flatMap(({ when }, index) =>
      when.trim() === ''
        ? []
        : [{ field: `/signals/${String(index)}/when`, kind: 'expression' as const, source: when }],
    ),
  effects: ['contact.update', 'lead.save'],
  waits: false,
});

function reason(label: string, points: number, locale: string): string {
  return `${label} ${points < 0 ? '' : '+'}${String(points)}${locale === 'en' ? '; ' : '；'}`;
}

/** A text as the expression language writes it. Braces would end the placeholder around it. */
function quoted(text: string): string {
  return `'${text.replace(/[\\'{}\r\n]/gu, ' ')}'`;
}
