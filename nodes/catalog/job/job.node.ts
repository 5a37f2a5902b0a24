// Job: puts work on a queue that a program outside takes, and waits for its result if wanted.
import { Type } from 'typebox';
import { commit, passThrough } from '#nodes/kit/behaviours.ts';
import { defineNode } from '#nodes/kit/define-node.ts';
import { durationField, field, integerField, switchField, textField, variableField } from '#nodes/kit/fields.ts';
import { isJson, jsonTemplate } from '#nodes/kit/json-template.ts';
import type { ActionJson, GuardJson } from '#nodes/kit/machine.ts';
import { PORTS } from '#nodes/kit/ports.ts';
import { expr } from '#nodes/kit/values.ts';

const config = Type.Object(
  {
    queue: textField(
      {
        label: { 'zh-CN': '队列', en: 'Queue' },
        hint: {
          'zh-CN': '您的程序用 API 令牌调用 POST /api/v1/jobs/claim，写上这个名称领取任务。',
          en: 'Your program takes jobs with an API token: POST /api/v1/jobs/claim with this name.',
        },
      },
      { maxLength: 64, pattern: '^$|^[a-z0-9][a-z0-9._-]*$' },
    ),
    payload: field(Type.String({ maxLength: 20_000 }), {
      widget: 'json',
      label: { 'zh-CN': '任务内容（JSON）', en: 'What it gets (JSON)' },
      hint: { 'zh-CN': '字符串里可用 {{ }}。', en: '{{ }} works inside strings.' },
    }),
    wait: switchField({
      label: { 'zh-CN': '等结果再继续', en: 'Wait for the result' },
      hint: {
        'zh-CN': '等待期间不回应客户的话，最好先告诉客户稍等。',
        en: 'Until then customers get no answer, so tell them first.',
      },
    }),
    deadlineMs: durationField(
      {
        label: { 'zh-CN': '最多等多久', en: 'Wait at most' },
        hint: {
          'zh-CN': '到时间没有结果就走「出错」，任务随之作废。',
          en: 'After that it leaves by Error and the job is void.',
        },
        showWhen: { field: 'wait', is: [true] },
      },
      { minimum: 1000 },
    ),
    tries: integerField(
      {
        label: { 'zh-CN': '最多执行几次', en: 'Tries at most' },
        hint: {
          'zh-CN': '程序报告失败，或领了任务没有下文，就再执行一次。',
          en: 'It is handed out again when the program reports a failure or is never heard of again.',
        },
        section: 'advanced',
      },
      { minimum: 1, maximum: 10 },
    ),
    variable: variableField({
      label: { 'zh-CN': '结果保存到', en: 'Store the result in' },
      showWhen: { field: 'wait', is: [true] },
    }),
  },
  { additionalProperties: false },
);

export const jobNode = defineNode({
  type: 'job',
  version: 1,
  group: 'action',
  icon: 'list-todo',
  title: { 'zh-CN': '后台任务', en: 'Job' },
  description: {
    'zh-CN': '把任务放进队列，由您自己的程序领取执行。',
    en: 'Puts work on a queue for a program of yours.',
  },
  keywords: ['任务', '队列', '后台', '异步', 'rw', 'dl', 'htrw', 'job', 'queue', 'worker', 'background', 'task'],
  config,
  defaults: { queue: '', payload: '{}', wait: false, deadlineMs: 600_000, tries: 3, variable: 'job' },
  ports: ({ wait }) => [
    wait
      ? { id: 'done', label: { 'zh-CN': '有结果', en: 'Done' }, role: 'main', required: true }
      : { id: 'queued', label: { 'zh-CN': '已排队', en: 'Queued' }, role: 'main', required: true },
    PORTS.error,
  ],
  summary: ({ queue, wait }, locale) =>
    queue === ''
      ? locale === 'en'
        ? 'No queue yet'
        : '还没有队列'
      : wait
        ? locale === 'en'
          ? `${queue}, waits`
          : `${queue}，等结果`
        : queue,
  compile: (context) => {
    const { queue, payload, wait, deadlineMs, tries, variable } = context.config;
    const node = context.id;
    const enqueue = commit(node, 0, 'job.enqueue', {
      queue,
      payload: jsonTemplate(payload),
      tries,
      waits: wait,
      dueMs: wait ? deadlineMs : 0,
    });
    if (!wait) return passThrough(context, [enqueue], 'queued');
    const isMine: GuardJson = { type: 'isCurrent', params: { node, index: 0 } };
    const keep: readonly ActionJson[] =
      variable === ''
        ? []
        : [
            {
              type: 'assign',
              params: { node, assignments: [{ target: variable, value: expr('event.output.result') }] },
            },
          ];
    return {
      tags: ['working'],
      meta: { node, interrupt: 'deny' },
      entry: [enqueue],
      on: {
        'effect.completed': [context.to('done', { guard: isMine, actions: keep })],
        'effect.failed': [context.to('error', { guard: isMine })],
      },
      after: {
        [context.delay('deadline', { ms: deadlineMs })]: [
          context.to('error', { actions: [commit(node, 1, 'job.cancel', {})] }),
        ],
      },
    };
  },
  check: ({ queue, payload }) => [
    ...(queue === ''
      ? [
          {
            severity: 'error' as const,
            field: '/queue',
            message: { 'zh-CN': '没有写队列名称。', en: 'Give the queue a name.' },
          },
        ]
      : []),
    ...(isJson(payload)
      ? []
      : [
          {
            severity: 'error' as const,
            field: '/payload',
            message: { 'zh-CN': '任务内容不是合法的 JSON。', en: 'What it gets is not valid JSON.' },
          },
        ]),
  ],
  writes: ({ wait, variable }) => (!wait || variable === '' ? [] : [{ name: variable, type: 'object' }]),
  reads: ({ payload }) => [{ field: '/payload', kind: 'template', source: payload }],
  effects: ['job.enqueue', 'job.cancel'],
  waits: false,
});
