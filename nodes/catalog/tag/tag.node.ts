// Tag: puts labels on the customer, or takes them off.
import { Type } from 'typebox';
import { commit, passThrough } from '#nodes/kit/behaviours.ts';
import { defineNode } from '#nodes/kit/define-node.ts';
import { field } from '#nodes/kit/fields.ts';
import { PORTS } from '#nodes/kit/ports.ts';

const Tags = () => Type.Array(Type.String({ minLength: 1, maxLength: 64 }), { maxItems: 50 });

const config = Type.Object(
  {
    add: field(Tags(), { widget: 'tags', label: { 'zh-CN': '加上标签', en: 'Add tags' } }),
    remove: field(Tags(), { widget: 'tags', label: { 'zh-CN': '去掉标签', en: 'Remove tags' } }),
  },
  { additionalProperties: false },
);

export const tagNode = defineNode({
  type: 'tag',
  version: 1,
  group: 'crm',
  icon: 'tag',
  title: { 'zh-CN': '打标签', en: 'Tag' },
  description: { 'zh-CN': '给客户加上或去掉标签。', en: 'Adds tags to the customer or removes them.' },
  keywords: ['标签', 'bq', 'dbq', 'tag', 'label'],
  config,
  defaults: { add: [], remove: [] },
  ports: () => [{ ...PORTS.next, required: true }],
  summary: ({ add, remove }, locale) =>
    [...add.map((name) => `+${name}`), ...remove.map((name) => `−${name}`)].join(' ') ||
    (locale === 'en' ? 'No tags yet' : '还没有标签'),
  compile: (context) =>
    passThrough(context, [
      commit(context.id, 0, 'contact.tag', { add: context.config.add, remove: context.config.remove }),
    ]),
  check: ({ add, remove }) =>
    add.length + remove.length === 0
      ? [{ severity: 'warning', field: '/add', message: { 'zh-CN': '没有写任何标签。', en: 'No tag is named.' } }]
      : [],
  effects: ['contact.tag'],
  waits: false,
});
