// Start: where every new conversation begins.
import { Type } from 'typebox';
import { passThrough } from '#nodes/kit/behaviours.ts';
import { defineNode } from '#nodes/kit/define-node.ts';
import { PORTS } from '#nodes/kit/ports.ts';

const config = Type.Object({}, { additionalProperties: false });

export const startNode = defineNode({
  type: 'start',
  version: 1,
  group: 'trigger',
  icon: 'play',
  title: { 'zh-CN': '开始', en: 'Start' },
  description: { 'zh-CN': '每个新会话从这里开始。', en: 'Every new conversation begins here.' },
  keywords: ['开始', 'ks', 'start', 'begin'],
  config,
  defaults: {},
  ports: () => [{ ...PORTS.next, required: true }],
  summary: (_config, locale) => (locale === 'en' ? 'A new conversation' : '新会话'),
  compile: (context) => passThrough(context, []),
  trigger: () => ({ kind: 'start' }),
  effects: [],
  waits: false,
});
