// What every trigger shares: may it cut in, does it come back, which of several wins, and where its data goes.
import { Type } from 'typebox';
import { passThrough } from './behaviours.ts';
import type { CompileContext } from './define-node.ts';
import { integerField, switchField, templateField } from './fields.ts';
import type { Localized } from './localized.ts';
import type { StateJson } from './machine.ts';
import { expr } from './values.ts';

/** Fields of every trigger. Spread into its config schema. */
export const TRIGGER_FIELDS = {
  mayInterrupt: switchField({ label: { 'zh-CN': '可以打断正在进行的提问', en: 'May cut into a question' } }),
  comesBack: Type.Optional(
    switchField({
      label: { 'zh-CN': '结束后回到被打断的问题', en: 'Come back to that question afterwards' },
      hint: {
        'zh-CN': '关闭时放弃之前没答完的问题和正在等的结果，例如「重来」。',
        en: 'When off, what was open or under way is given up, for example by "start over".',
      },
      showWhen: { field: 'mayInterrupt', is: [true] },
    }),
  ),
  topic: Type.Optional(
    templateField({
      label: { 'zh-CN': '这个话题怎么称呼', en: 'What this branch is about' },
      hint: {
        'zh-CN': '问客户「要换到‹…›吗？」时用。不填就用节点名称。',
        en: 'Used in "Switch to ‹…›?". Empty: the name of the node.',
      },
      section: 'advanced',
    }),
  ),
  priority: integerField(
    {
      label: { 'zh-CN': '优先级', en: 'Priority' },
      hint: { 'zh-CN': '数字大的先匹配。', en: 'Higher numbers win.' },
      section: 'advanced',
    },
    { minimum: -100, maximum: 100 },
  ),
} as const;

/** Defaults of `TRIGGER_FIELDS`. */
export const TRIGGER_DEFAULTS: {
  readonly mayInterrupt: boolean;
  readonly comesBack: boolean;
  readonly topic: Localized;
  readonly priority: number;
} = { mayInterrupt: true, comesBack: true, topic: '', priority: 0 };

interface TriggerConfig {
  readonly mayInterrupt: boolean;
  readonly comesBack?: boolean;
  readonly priority: number;
}

/** The part of a trigger's entry rule that its `TRIGGER_FIELDS` say. */
export function entryOf({ mayInterrupt, comesBack, priority }: TriggerConfig): TriggerConfig {
  return { priority, mayInterrupt, ...(comesBack === undefined ? {} : { comesBack }) };
}

/** Keeps the data of the event in the variable that the config names, if any, and goes on by `fired`. */
export function keepEventData(context: CompileContext<{ readonly variable: string }>): StateJson {
  const { variable } = context.config;
  if (variable === '') return passThrough(context, [], 'fired');
  const assignments = [{ target: variable, value: expr('event.data') }];
  return passThrough(context, [{ type: 'assign', params: { node: context.id, assignments } }], 'fired');
}
