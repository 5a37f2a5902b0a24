// Frame: a coloured box that groups nodes on the canvas.
import { Type } from 'typebox';
import { defineNode } from '#nodes/kit/define-node.ts';
import { selectField, textField } from '#nodes/kit/fields.ts';

const config = Type.Object(
  {
    title: textField({ label: { 'zh-CN': '标题', en: 'Title' } }, { maxLength: 200 }),
    color: selectField(['grey', 'blue', 'green', 'orange'], {
      label: { 'zh-CN': '颜色', en: 'Colour' },
      options: [
        { value: 'grey', label: { 'zh-CN': '灰', en: 'Grey' } },
        { value: 'blue', label: { 'zh-CN': '蓝', en: 'Blue' } },
        { value: 'green', label: { 'zh-CN': '绿', en: 'Green' } },
        { value: 'orange', label: { 'zh-CN': '橙', en: 'Orange' } },
      ],
    }),
  },
  { additionalProperties: false },
);

export const frameNode = defineNode({
  type: 'frame',
  version: 1,
  group: 'canvas',
  icon: 'frame',
  title: { 'zh-CN': '分组框', en: 'Frame' },
  description: { 'zh-CN': '把相关的节点圈在一起。', en: 'Puts a box around nodes that belong together.' },
  keywords: ['分组', '框', 'fz', 'fzk', 'frame', 'group'],
  config,
  defaults: { title: '', color: 'grey' },
  ports: () => [],
  summary: ({ title }) => title,
  effects: [],
  waits: false,
});
