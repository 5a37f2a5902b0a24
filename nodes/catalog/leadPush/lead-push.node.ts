// Lead push: gives the lead of this conversation to somebody of sales, and waits, if wanted, until they take it.
import { Type } from 'typebox';
import { commit } from '#nodes/kit/behaviours.ts';
import { defineNode } from '#nodes/kit/define-node.ts';
import { durationField, field, selectField, switchField, templateField, variableField } from '#nodes/kit/fields.ts';
import type { ActionJson, GuardJson, TransitionJson } from '#nodes/kit/machine.ts';
import { PORTS } from '#nodes/kit/ports.ts';
import { expr, template, type Value } from '#nodes/kit/values.ts';

const config = Type.Object(
  {
    rule: selectField(['inTurn', 'person', 'owner'], {
      label: { 'zh-CN': '派给谁', en: 'Who gets it' },
      hint: {
        'zh-CN': '轮流：派给最久没有分到线索的销售。',
        en: 'In turn: whoever of sales has not been given one for the longest time.',
      },
      options: [
        { value: 'inTurn', label: { 'zh-CN': '销售轮流', en: 'Sales, in turn' } },
        { value: 'person', label: { 'zh-CN': '指定的人', en: 'One person' } },
        { value: 'owner', label: { 'zh-CN': '线索现在的负责人，没有就轮流', en: 'Its owner; if none, in turn' } },
      ],
    }),
    person: field(Type.String({ maxLength: 128 }), {
      widget: 'colleague',
      label: { 'zh-CN': '哪位同事', en: 'Colleague' },
      showWhen: { field: 'rule', is: ['person'] },
    }),
    channel: selectField(['notice', 'webhook', 'both'], {
      label: { 'zh-CN': '怎么告诉对方', en: 'How they hear of it' },
      options: [
        { value: 'notice', label: { 'zh-CN': '线索页上的通知', en: 'A notice on the leads page' } },
        { value: 'webhook', label: { 'zh-CN': '推送到销售系统', en: 'A push to the sales system' } },
        { value: 'both', label: { 'zh-CN': '两个都要', en: 'Both' } },
      ],
    }),
    text: templateField({
      label: { 'zh-CN': '通知内容', en: 'Words of the notice' },
      hint: { 'zh-CN': '只有同事能看到，可用 {{ }}。', en: 'Only colleagues see it; {{ }} works.' },
      showWhen: { field: 'channel', is: ['notice', 'both'] },
    }),
    wait: switchField({
      label: { 'zh-CN': '等对方接下再继续', en: 'Wait until they take it' },
      hint: {
        'zh-CN': '对方在线索页点「接下」。等待期间不回应客户的话，最好先告诉客户稍等。',
        en: 'They press "Take it" on the leads page. Until then customers get no answer, so tell them first.',
      },
    }),
    deadlineMs: durationField(
      { label: { 'zh-CN': '最多等多久', en: 'Wait at most' }, showWhen: { field: 'wait', is: [true] } },
      { minimum: 1000 },
    ),
    escalate: field(Type.String({ maxLength: 128 }), {
      widget: 'colleague',
      label: { 'zh-CN': '没人接就改派给', en: 'If nobody takes it, give it to' },
      hint: { 'zh-CN': '可不选。', en: 'Optional.' },
      showWhen: { field: 'wait', is: [true] },
    }),
    variable: variableField({
      label: { 'zh-CN': '结果保存到', en: 'Store the result in' },
      hint: {
        'zh-CN': '之后用 {{ push.owner.name }} 说出是谁负责。',
        en: 'Use it later as {{ push.owner.name }} to say who it is.',
      },
      section: 'advanced',
    }),
  },
  { additionalProperties: false },
);

export const leadPushNode = defineNode({
  type: 'leadPush',
  version: 1,
  group: 'crm',
  icon: 'send',
  title: { 'zh-CN': '派线索', en: 'Give the lead to sales' },
  description: {
    'zh-CN': '把刚留下的线索派给销售，可以等对方接下。',
    en: 'Gives the lead just left to somebody of sales, and can wait until they take it.',
  },
  keywords: ['线索', '派单', '销售', '分配', '推送', 'pxs', 'xs', 'fp', 'lead', 'sales', 'assign', 'push', 'owner'],
  config,
  defaults: {
    rule: 'inTurn',
    person: '',
    channel: 'notice',
    text: { 'zh-CN': '新线索，请尽快联系', en: 'A new lead: please call soon' },
    wait: false,
    deadlineMs: 600_000,
    escalate: '',
    variable: '',
  },
  ports: ({ wait }) => [
    ...(wait
      ? [
          { id: 'accepted', label: { 'zh-CN': '已接下', en: 'Taken' }, role: 'main' as const, required: true },
          {
            id: 'timeout',
            label: { 'zh-CN': '没人接', en: 'Nobody took it' },
            role: 'problem' as const,
            required: true,
          },
        ]
      : [{ id: 'delivered', label: { 'zh-CN': '已派出', en: 'Delivered' }, role: 'main' as const, required: true }]),
    PORTS.error,
  ],
  summary: ({ rule, wait }, locale) => {
    const en = locale === 'en';
    const who = {
      inTurn: en ? 'Sales, in turn' : '销售轮流',
      person: en ? 'One person' : '指定的人',
      owner: en ? 'Its owner' : '现在的负责人',
    }[rule];
    return wait ? `${who}${en ? ', waits' : '，等对方接下'}` : who;
  },
  compile: (context) => {
    const { rule, person, channel, text, wait, deadlineMs, escalate, variable } = context.config;
    const node = context.id;
    const result = (index: number): GuardJson => ({ type: 'isCurrent', params: { node, index } });
    const taken: GuardJson = {
      type: 'all',
      params: { guards: [result(0), { type: 'when', params: { node, expr: 'event.output.accepted == true' } }] },
    };
    const keep: readonly ActionJson[] =
      variable === ''
        ? []
        : [{ type: 'assign', params: { node, assignments: [{ target: variable, value: expr('event.output') }] } }];
    // A supervisor may take it for somebody: whoever took it is named from then on.
    const takenBy: readonly ActionJson[] =
      variable === ''
        ? []
        : [
            {
              type: 'assign',
              params: {
                node,
                assignments: [
                  {
                    target: variable,
                    value: { leadId: expr(`${variable}.leadId`), owner: expr('event.output.by'), accepted: true },
                  },
                ],
              },
            },
          ];
    const offer = (index: number, request: { readonly [key: string]: Value }): ActionJson => ({
      type: 'effect',
      params: {
        node,
        index,
        kind: 'lead.offer',
        request: { rule, person, channel, text: template(text), waits: wait, dueMs: wait ? deadlineMs : 0, ...request },
      },
    });
    const refused: readonly TransitionJson[] = [context.to('error', { guard: result(0) })];
    if (!wait) {
      return {
        tags: ['working'],
        entry: [offer(0, {})],
        on: {
          'effect.completed': [context.to('delivered', { guard: result(0), actions: keep })],
          'effect.failed': refused,
        },
      };
    }
    const lapse = commit(node, 3, 'lead.settle', { state: 'lapsed', by: null });
    const passedOn: TransitionJson = context.to('timeout', { guard: result(2) });
    return {
      initial: 'offering',
      states: {
        offering: {
          tags: ['working'],
          meta: { node, interrupt: 'deny' },
          entry: [offer(0, {})],
          on: {
            'effect.completed': [
              context.to('accepted', { guard: taken, actions: keep }),
              { target: context.inner('offered'), guard: result(0), actions: keep },
            ],
            'effect.failed': refused,
          },
        },
        offered: {
          tags: ['working'],
          meta: { node, interrupt: 'deny' },
          on: {
            'effect.completed': [
              context.to('accepted', {
                guard: result(1),
                actions: [
                  ...takenBy,
                  commit(node, 4, 'lead.settle', { state: 'accepted', by: expr('event.output.by') }),
                ],
              }),
            ],
          },
          after: {
            [context.delay('deadline', { ms: deadlineMs })]: [
              escalate === ''
                ? context.to('timeout', { actions: [lapse] })
                : { target: context.inner('escalating'), actions: [lapse] },
            ],
          },
        },
        ...(escalate === ''
          ? {}
          : {
              escalating: {
                tags: ['working'] as const,
                meta: { node, interrupt: 'deny' },
                entry: [offer(2, { rule: 'person', person: escalate, waits: false, dueMs: 0 })],
                on: { 'effect.completed': [passedOn], 'effect.failed': [passedOn] },
              },
            }),
      },
    };
  },
  check: ({ rule, person }) =>
    rule === 'person' && person === ''
      ? [
          {
            severity: 'error',
            field: '/person',
            message: { 'zh-CN': '没有选派给哪位同事。', en: 'Choose who gets the lead.' },
          },
        ]
      : [],
  writes: ({ variable }) => (variable === '' ? [] : [{ name: variable, type: 'object' }]),
  reads: ({ text }) => [{ field: '/text', kind: 'template', source: text }],
  effects: ['lead.offer', 'lead.settle'],
  waits: false,
});
