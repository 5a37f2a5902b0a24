// End: closes the conversation.
import { Type } from 'typebox';
import { commit, say, textMessage } from '#nodes/kit/behaviours.ts';
import { defineNode } from '#nodes/kit/define-node.ts';
import { switchField, templateField, textField } from '#nodes/kit/fields.ts';
import { localize, variantsOf } from '#nodes/kit/localized.ts';

const config = Type.Object(
  {
    text: templateField({ multiline: true, label: { 'zh-CN': '结束语（可不填）', en: 'Closing words (optional)' } }),
    reason: textField({ label: { 'zh-CN': '结束原因', en: 'Reason' }, section: 'advanced' }),
    resolved: switchField({
      label: { 'zh-CN': '算作已解决', en: 'Counts as resolved' },
      hint: { 'zh-CN': '用于独立解决率统计。', en: 'Used for the independent resolution rate.' },
    }),
  },
  { additionalProperties: false },
);

export const endNode = defineNode({
  type: 'end',
  version: 1,
  group: 'end',
  icon: 'flag',
  title: { 'zh-CN': '结束会话', en: 'End' },
  description: { 'zh-CN': '结束这次会话。', en: 'Ends the conversation.' },
  keywords: ['结束', 'js', 'jshh', 'end', 'close', 'finish'],
  config,
  defaults: { text: '', reason: 'finished', resolved: true },
  ports: () => [],
  summary: ({ text }, locale) => localize(text, locale) || (locale === 'en' ? 'Ends the conversation' : '结束会话'),
  compile: (context) => {
    const { text, reason, resolved } = context.config;
    const words = variantsOf(text).some((variant) => variant.text.trim() !== '')
      ? [say(context.id, textMessage(text))]
      : [];
    return { type: 'final', entry: [...words, commit(context.id, 0, 'session.close', { reason, resolved })] };
  },
  reads: ({ text }) => [{ field: '/text', kind: 'template', source: text }],
  effects: ['message.send', 'session.close'],
  waits: false,
});
