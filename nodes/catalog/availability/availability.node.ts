// Availability: asks the desk whether a person could take over now, before anybody is promised one.
import { Type } from 'typebox';
import { defineNode } from '#nodes/kit/define-node.ts';
import { durationField, textField, variableField } from '#nodes/kit/fields.ts';
import type { ActionJson, GuardJson } from '#nodes/kit/machine.ts';
import { expr } from '#nodes/kit/values.ts';

const config = Type.Object(
  {
    department: textField(
      {
        label: { 'zh-CN': '部门', en: 'Department' },
        hint: { 'zh-CN': '不填表示任何人。', en: 'Empty: anybody.' },
      },
      { maxLength: 100 },
    ),
    maxWaitMs: durationField({
      label: { 'zh-CN': '预计等待超过多久算忙', en: 'Busy when the wait is longer than' },
      hint: { 'zh-CN': '0 表示不看等待时间。', en: '0: the wait does not matter.' },
    }),
    variable: variableField({
      label: { 'zh-CN': '保存到', en: 'Store in' },
      hint: {
        'zh-CN': '含 waiting、agentsOnline、etaSeconds。',
        en: 'Holds waiting, agentsOnline, etaSeconds.',
      },
      section: 'advanced',
    }),
  },
  { additionalProperties: false },
);

export const availabilityNode = defineNode({
  type: 'availability',
  version: 1,
  group: 'human',
  icon: 'user-check',
  title: { 'zh-CN': '人工是否在线', en: 'Is a person available' },
  description: {
    'zh-CN': '先看客服是否在线、是否繁忙，再决定怎么说。',
    en: 'Looks whether the desk is staffed or busy before anybody is promised a person.',
  },
  keywords: ['在线', '繁忙', '离线', '客服', 'rgzx', 'zx', 'availability', 'online', 'busy', 'offline', 'agent'],
  config,
  defaults: { department: '', maxWaitMs: 300_000, variable: '' },
  ports: () => [
    { id: 'available', label: { 'zh-CN': '有人', en: 'Available' }, role: 'main', required: true },
    { id: 'busy', label: { 'zh-CN': '繁忙', en: 'Busy' }, role: 'branch', required: true },
    { id: 'offline', label: { 'zh-CN': '离线', en: 'Offline' }, role: 'branch', required: true },
  ],
  summary: ({ department }, locale) => department || (locale === 'en' ? 'Any department' : '任何部门'),
  compile: (context) => {
    const { department, maxWaitMs, variable } = context.config;
    const node = context.id;
    const isMine: GuardJson = { type: 'isCurrent', params: { node, index: 0 } };
    const keep: readonly ActionJson[] =
      variable === ''
        ? []
        : [{ type: 'assign', params: { node, assignments: [{ target: variable, value: expr('event.output') }] } }];
    const found = (condition: string): GuardJson => ({
      type: 'all',
      params: { guards: [isMine, { type: 'when', params: { node, expr: condition } }] },
    });
    const tooLong = maxWaitMs === 0 ? '' : ` or (event.output.etaSeconds ?? 0) * 1000 > ${String(maxWaitMs)}`;
    return {
      tags: ['working'],
      entry: [{ type: 'effect', params: { node, index: 0, kind: 'desk.availability', request: { department } } }],
      on: {
        'effect.completed': [
          context.to('offline', { guard: found("event.output.state == 'offline'"), actions: keep }),
          context.to('busy', { guard: found(`event.output.state != 'available'${tooLong}`), actions: keep }),
          context.to('available', { guard: isMine, actions: keep }),
        ],
        // Nobody is promised a person the desk cannot vouch for.
        'effect.failed': [context.to('offline', { guard: isMine })],
      },
    };
  },
  writes: ({ variable }) => (variable === '' ? [] : [{ name: variable, type: 'object' }]),
  effects: ['desk.availability'],
  waits: false,
});
