// Note: a sticky note on the canvas, for people only.
import { Type } from 'typebox';
import { defineNode } from '#nodes/kit/define-node.ts';
import { selectField, textField } from '#nodes/kit/fields.ts';

const config = Type.Object(
  {
    text: textField({ widget: 'textarea', label: { 'zh-CN': '内容', en: 'Text' } }, { maxLength: 5000 }),
    color: selectField(['yellow', 'blue', 'green', 'pink'], {
      label: { 'zh-CN': '颜色', en: 'Colour' },
      options: [
        { value: 'yellow', label: { 'zh-CN': '黄', en: 'Yellow' } },
        { value: 'blue', label: { 'zh-CN': '蓝', en: 'Blue' } },
        { value: 'green', label: { 'zh-CN': '绿', en: 'Green' } },
        { value: 'pink', label: { 'zh-CN': '粉', en: 'Pink' } },
      ],
    }),
  },
  { additionalProperties: false },
);

export const noteNode = defineNode({
  type: 'note',
  version: 1,
  group: 'canvas',
  icon: 'sticky-note',
  title: { 'zh-CN': '便签', en: 'Note' },
  description: { 'zh-CN': '写给同事看的说明，不影响流程。', en: 'Words for colleagues; the flow does not see it.' },
  keywords: ['便签', '备注', 'bq', 'bz', 'note', 'comment'],
  config,
  defaults: { text: '', color: 'yellow' },
  ports: () => [],
  summary: ({ text }) => text,
  effects: [],
  waits: false,
});
