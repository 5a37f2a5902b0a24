// Knowledge answer: looks the question up and answers with sources; written by the model when there is one, quoted when not.
import { Type } from 'typebox';
import { say } from '#nodes/kit/behaviours.ts';
import { defineNode } from '#nodes/kit/define-node.ts';
import {
  field,
  integerField,
  numberField,
  selectField,
  switchField,
  templateField,
  textField,
} from '#nodes/kit/fields.ts';
import { KNOWLEDGE_LABELS, labelled } from '#nodes/kit/knowledge-fields.ts';
import { localize } from '#nodes/kit/localized.ts';
import type { ActionJson, GuardJson, TransitionJson } from '#nodes/kit/machine.ts';
import { EFFECT_DEFAULTS, EFFECT_FIELDS } from '#nodes/kit/policies.ts';
import { PORTS } from '#nodes/kit/ports.ts';
import { each, expr, template } from '#nodes/kit/values.ts';

const MOST_FOLLOW_UPS = 3;
const FOLLOW_UPS_TEXT = { 'zh-CN': '您可能还想问：', en: 'You may also want to ask:' };

const config = Type.Object(
  {
    baseIds: field(Type.Array(Type.String({ maxLength: 128 }), { maxItems: 50 }), {
      widget: 'knowledge-bases',
      label: { 'zh-CN': '知识库', en: 'Knowledge bases' },
      hint: { 'zh-CN': '不选表示全部。', en: 'None chosen: all of them.' },
    }),
    question: templateField({
      label: { 'zh-CN': '问题', en: 'Question' },
      hint: { 'zh-CN': '默认是客户刚说的话。', en: 'By default what the customer just said.' },
    }),
    mode: selectField(['generate', 'extract'], {
      label: { 'zh-CN': '回答方式', en: 'How to answer' },
      options: [
        { value: 'generate', label: { 'zh-CN': '有大模型时由它撰写', en: 'Written by the model when there is one' } },
        { value: 'extract', label: { 'zh-CN': '只用原文', en: 'Only quote' } },
      ],
    }),
    minScore: numberField({ label: { 'zh-CN': '最低把握', en: 'Least confidence' } }, { minimum: 0, maximum: 1 }),
    topK: integerField(
      { label: { 'zh-CN': '参考几段', en: 'Passages to use' }, section: 'advanced' },
      { minimum: 1, maximum: 20 },
    ),
    showSources: switchField({ label: { 'zh-CN': '附上来源', en: 'Show sources' } }),
    followUps: switchField({
      label: { 'zh-CN': '附上相关问题', en: 'Offer related questions' },
      hint: {
        'zh-CN': '从知识库里挑出相近的问题，最多三个，客户点一下就能问。',
        en: 'Up to three related questions of the knowledge base; a tap asks one.',
      },
    }),
    followUpsText: templateField({
      label: { 'zh-CN': '相关问题前的话', en: 'Words before them' },
      showWhen: { field: 'followUps', is: [true] },
    }),
    instructions: textField(
      {
        widget: 'textarea',
        label: { 'zh-CN': '语气与要求', en: 'Tone and rules' },
        hint: { 'zh-CN': '例如：亲切些，最多三句话。', en: 'For example: friendly, three sentences at most.' },
        section: 'advanced',
        showWhen: { field: 'mode', is: ['generate'] },
      },
      { maxLength: 2000 },
    ),
    ...KNOWLEDGE_LABELS,
    ...EFFECT_FIELDS,
  },
  { additionalProperties: false },
);

export const knowledgeAnswerNode = defineNode({
  type: 'knowledgeAnswer',
  version: 2,
  group: 'knowledge',
  icon: 'book-open',
  title: { 'zh-CN': '知识库回答', en: 'Knowledge answer' },
  description: {
    'zh-CN': '从知识库里找答案，并注明出处。',
    en: 'Finds the answer in the knowledge base and names its source.',
  },
  keywords: ['知识库', '问答', '回答', 'zsk', 'zskhd', 'faq', 'knowledge', 'rag', 'answer'],
  config,
  defaults: {
    baseIds: [],
    question: '{{ turn.text }}',
    mode: 'generate',
    minScore: 0.35,
    topK: 4,
    showSources: true,
    followUps: false,
    followUpsText: FOLLOW_UPS_TEXT,
    instructions: '',
    ...EFFECT_DEFAULTS,
    timeoutMs: 30_000,
    retry: { max: 0, backoffMs: 1000 },
  },
  ports: () => [
    { id: 'answered', label: { 'zh-CN': '已回答', en: 'Answered' }, role: 'main', required: true },
    { id: 'lowConfidence', label: { 'zh-CN': '没有把握', en: 'Not sure' }, role: 'branch', required: true },
    { id: 'noHit', label: { 'zh-CN': '没有找到', en: 'Nothing found' }, role: 'branch', required: true },
    PORTS.error,
  ],
  summary: ({ baseIds, question }, locale) => {
    const where =
      baseIds.length === 0
        ? locale === 'en'
          ? 'all knowledge'
          : '全部知识库'
        : `${String(baseIds.length)} ${locale === 'en' ? 'bases' : '个知识库'}`;
    const asked = localize(question, locale);
    return asked === '{{ turn.text }}' ? where : `${where} · ${asked}`;
  },
  compile: (context) => {
    const { baseIds, question, mode, minScore, topK, showSources, instructions, timeoutMs, retry, labels } =
      context.config;
    const { followUps, followUpsText } = context.config;
    const node = context.id;
    const isFound: GuardJson = { type: 'isCurrent', params: { node, index: 0 } };
    const isWritten: GuardJson = { type: 'isCurrent', params: { node, index: 1 } };
    const found = (condition: string): GuardJson => ({
      type: 'all',
      params: { guards: [isFound, { type: 'when', params: { node, expr: condition } }] },
    });
    const remember: ActionJson = {
      type: 'assign',
      params: {
        node,
        assignments: [
          {
            target: 'knowledge',
            value: {
              answer: expr('event.output.answer'),
              sources: expr('event.output.sources'),
              confidence: expr('event.output.confidence'),
              ...(followUps ? { followUps: expr('event.output.followUps ?? []') } : {}),
            },
          },
        ],
      },
    };
    const sources = (from: string) => (showSources ? { sources: expr(from) } : {});
    const quoted = say(node, { kind: 'text', text: expr('knowledge.answer'), ...sources('knowledge.sources') });
    const written = say(node, {
      kind: 'text',
      text: expr('event.output.text'),
      ai: true,
      ...sources('event.output.sources'),
    });
    // The ids begin with "say:" so that pressing one is taken as the question itself.
    const related = { id: template('say:{{ index }}'), label: expr('item') };
    const offered = say(node, {
      kind: 'choices',
      text: template(followUpsText),
      choices: each('knowledge.followUps', related, MOST_FOLLOW_UPS),
    });
    const areThere: GuardJson = { type: 'when', params: { node, expr: 'length(knowledge.followUps) > 0' } };
    /** Leaves by `answered`, with related questions where there are some. */
    const answered = ({ guard, actions = [] }: Pick<TransitionJson, 'guard' | 'actions'> = {}): TransitionJson[] => {
      const plain = context.to('answered', { ...(guard === undefined ? {} : { guard }), actions });
      if (!followUps) return [plain];
      const guards = [...(guard === undefined ? [] : [guard]), areThere];
      const also = { guard: { type: 'all' as const, params: { guards } }, actions: [...actions, offered] };
      return [context.to('answered', also), plain];
    };
    return {
      initial: 'searching',
      states: {
        searching: {
          tags: ['working'],
          entry: [
            {
              type: 'effect',
              params: {
                node,
                index: 0,
                kind: 'knowledge.search',
                request: { question: template(question), baseIds, topK, minScore, ...labelled(labels) },
              },
            },
          ],
          on: {
            'effect.completed': [
              context.to('noHit', { guard: found('length(event.output.hits) == 0'), actions: [remember] }),
              context.to('lowConfidence', {
                guard: found(
                  `not (event.output.confidence >= ${String(minScore)}) or text(event.output.answer ?? '') == ''`,
                ),
                actions: [remember],
              }),
              ...(mode === 'generate'
                ? [
                    {
                      target: context.inner('writing'),
                      guard: found('event.output.modelAvailable'),
                      actions: [
                        remember,
                        {
                          type: 'effect' as const,
                          params: {
                            node,
                            index: 1,
                            kind: 'model.generate' as const,
                            request: {
                              question: template(question),
                              passages: expr('event.output.hits'),
                              instructions,
                              locale: expr('session.locale'),
                              timeoutMs,
                              retry,
                            },
                          },
                        },
                      ],
                    },
                  ]
                : []),
              { target: context.inner('quoting'), guard: isFound, actions: [remember] },
            ],
            'effect.failed': [context.to('error', { guard: isFound })],
          },
        },
        quoting: { entry: [quoted], always: answered() },
        writing: {
          tags: ['working'],
          on: {
            'effect.completed': answered({ guard: isWritten, actions: [written] }),
            'effect.failed': [{ target: context.inner('quoting'), guard: isWritten }],
          },
        },
      },
    };
  },
  writes: () => [{ name: 'knowledge', type: 'object' }],
  reads: ({ question, followUps, followUpsText }) => [
    { field: '/question', kind: 'template', source: question },
    ...(followUps ? [{ field: '/followUpsText', kind: 'template' as const, source: followUpsText }] : []),
  ],
  upgrades: { 1: (before) => ({ followUps: false, followUpsText: FOLLOW_UPS_TEXT, ...(before as object) }) },
  effects: ['knowledge.search', 'model.generate', 'message.send'],
  waits: false,
});
