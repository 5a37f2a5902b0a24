// Link: one end of a line that is too long to be drawn. Two ends of the same name are one line; the flow sees only that line.
import { Type } from 'typebox';
import { defineNode } from '#nodes/kit/define-node.ts';
import { selectField, textField } from '#nodes/kit/fields.ts';
import { PORTS } from '#nodes/kit/ports.ts';

const config = Type.Object(
  {
    name: textField(
      {
        label: { 'zh-CN': '连线名称', en: 'Name of the line' },
        hint: {
          'zh-CN': '同名的「去」和「来」是同一条线，例如 A。',
          en: 'The end that leaves and the end that arrives have the same name, such as A.',
        },
      },
      { maxLength: 60 },
    ),
    side: selectField(['out', 'in'], {
      label: { 'zh-CN': '哪一端', en: 'Which end' },
      options: [
        { value: 'out', label: { 'zh-CN': '去：线在这里断开', en: 'Leaves: the line breaks off here' } },
        { value: 'in', label: { 'zh-CN': '来：线从这里接上', en: 'Arrives: the line goes on here' } },
      ],
    }),
  },
  { additionalProperties: false },
);

export const linkNode = defineNode({
  type: 'link',
  version: 1,
  group: 'canvas',
  icon: 'cable',
  title: { 'zh-CN': '连接点', en: 'Link' },
  description: {
    'zh-CN': '把一条很长的连线画成两个同名的端点。',
    en: 'Draws a long line as two ends with the same name.',
  },
  keywords: ['连接点', '跨页', '引用', 'ljd', 'link', 'connector', 'goto'],
  config,
  defaults: { name: 'A', side: 'out' },
  ports: ({ side }) => (side === 'in' ? [{ ...PORTS.next, required: true }] : []),
  summary: ({ name, side }, locale) =>
    side === 'in' ? `${name} →` : `→ ${name}${name.trim() === '' ? (locale === 'en' ? 'no name' : '未命名') : ''}`,
  check: ({ name }) =>
    name.trim() === ''
      ? [
          {
            severity: 'error',
            field: '/name',
            message: { 'zh-CN': '连接点没有名称。', en: 'The link has no name.' },
          },
        ]
      : [],
  effects: [],
  waits: false,
});
