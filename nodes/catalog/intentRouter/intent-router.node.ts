// Intent router: the latest message goes the way of what it means; when two meanings are close, the language model judges if there is one, else it asks back.
import { Type, type Static } from 'typebox';
import type { AnswerSpec } from '#nodes/kit/answers.ts';
import { say, waiting } from '#nodes/kit/behaviours.ts';
import { defineNode, type CompileContext } from '#nodes/kit/define-node.ts';
import { field, numberField, switchField, templateField } from '#nodes/kit/fields.ts';
import { LocalizedSchema, localize, variantsOf } from '#nodes/kit/localized.ts';
import type { StateJson, TransitionJson } from '#nodes/kit/machine.ts';
import { askingModel } from '#nodes/kit/model-behaviour.ts';
import { WAIT_DEFAULTS, WAIT_FIELDS } from '#nodes/kit/policies.ts';
import { PORTS } from '#nodes/kit/ports.ts';
import { template, text, when } from '#nodes/kit/values.ts';

const config = Type.Object(
  {
    intents: field(
      Type.Array(
        Type.Object({ id: Type.String({ pattern: '^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$' }), label: LocalizedSchema() }),
        { maxItems: 100 },
      ),
      {
        widget: 'intent-list',
        label: { 'zh-CN': '意图', en: 'Intents' },
        hint: {
          'zh-CN': '每个意图一个出口。名称会在反问时给客户看。',
          en: 'One way out each. Customers see the name when asked back.',
        },
      },
    ),
    minScore: numberField(
      {
        label: { 'zh-CN': '把握多大才直接走', en: 'Confidence to go at once' },
        hint: { 'zh-CN': '0 到 1，越高越谨慎。', en: '0 to 1; higher is more careful.' },
      },
      { minimum: 0, maximum: 1 },
    ),
    askModel: switchField({
      label: { 'zh-CN': '拿不准时请大模型判断', en: 'Let the language model judge when unsure' },
      hint: {
        'zh-CN': '只在拿不准时问它一次；没有大模型，或它也说不准，就照旧处理。',
        en: 'Asked once, and only when unsure. Without a model, or when it cannot tell either, things go on as they would.',
      },
    }),
    clarify: switchField({ label: { 'zh-CN': '拿不准时反问客户', en: 'Ask back when unsure' } }),
    clarifyText: templateField({
      label: { 'zh-CN': '反问的话', en: 'Words for asking back' },
      showWhen: { field: 'clarify', is: [true] },
    }),
    ...WAIT_FIELDS,
  },
  { additionalProperties: false },
);

type Router = CompileContext<Static<typeof config>>;

/** What the model may say besides an intent. */
const NONE = 'none of them';
const UNSURE = 'unsure';
/** A customer waits for it: one short question to the model, no second try. */
const JUDGEMENT = { historyTurns: 3, maxTokens: 60, timeoutMs: 6_000, retry: { max: 0, backoffMs: 1_000 } } as const;

export const intentRouterNode = defineNode({
  type: 'intentRouter',
  version: 2,
  group: 'ai',
  icon: 'route',
  title: { 'zh-CN': '意图分流', en: 'Intent router' },
  description: {
    'zh-CN': '按客户的意图走不同的路。',
    en: 'Sends the conversation the way of what the customer means.',
  },
  keywords: ['意图', '分流', 'ytfl', 'yt', 'intent', 'router', 'classify', 'nlu'],
  config,
  defaults: {
    intents: [],
    minScore: 0.5,
    askModel: true,
    clarify: true,
    clarifyText: { 'zh-CN': '您想问的是哪一个？', en: 'Which of these do you mean?' },
    ...WAIT_DEFAULTS,
  },
  ports: ({ intents, clarify, noReply }) => [
    ...intents.map(({ id, label }) => ({ id, label, role: 'branch' as const, required: true })),
    { id: 'outOfScope', label: { 'zh-CN': '都不是', en: 'None of them' }, role: 'problem', required: true },
    ...(clarify ? [] : [{ id: 'unclear', label: { 'zh-CN': '拿不准', en: 'Unclear' }, role: 'problem' as const }]),
    ...(clarify && noReply.enabled ? [PORTS.noReply] : []),
  ],
  summary: ({ intents }, locale) => {
    if (intents.length === 0) return locale === 'en' ? 'No intents yet' : '还没有意图';
    return intents.map(({ id, label }) => localize(label, locale) || id).join(locale === 'en' ? ', ' : '、');
  },
  compile: (context) => {
    const { intents, minScore, askModel, clarify, clarifyText, noReply, interrupt, mergeBurstMs } = context.config;
    const node = context.id;
    const direct = intents.map(({ id }) =>
      context.to(id, {
        guard: { type: 'intentIs', params: { node, intent: id, minScore, minMargin: clarify ? 0.1 : 0 } },
      }),
    );
    const none = context.to('outOfScope', { guard: { type: 'outOfScope', params: { node, minScore: minScore / 2 } } });
    if (!clarify) {
      const unclear = context.to(context.isWired('unclear') ? 'unclear' : 'outOfScope');
      if (!askModel) return { always: [...direct, none, unclear] };
      return {
        initial: 'deciding',
        states: {
          deciding: { always: [...direct, none, { target: context.inner('judging') }] },
          judging: judging(context, unclear),
        },
      };
    }
    const answer: AnswerSpec = { kind: 'choice', options: intents, multiple: false, fuzzy: true };
    const chosen: readonly TransitionJson[] = intents.map(({ id }) =>
      context.to(id, { guard: { type: 'chooses', params: { node, answer, choice: id } } }),
    );
    const candidate = (id: string) =>
      [0, 1, 2].map((rank) => `turn.intents[${String(rank)}].intent == '${id}'`).join(' or ');
    const choices = intents.map(({ id, label }) => when(candidate(id), { id, label: text(label) }));
    return {
      initial: 'deciding',
      // What the customer said last is another topic by then: all intents are offered.
      meta: { resume: 'offering' },
      states: {
        offering: {
          entry: [
            say(node, {
              kind: 'choices',
              text: template(clarifyText),
              choices: intents.map(({ id, label }) => ({ id, label: text(label) })),
            }),
          ],
          always: [{ target: context.inner('waiting') }],
        },
        deciding: { always: [...direct, none, { target: context.inner(askModel ? 'judging' : 'asking') }] },
        ...(askModel ? { judging: judging(context, { target: context.inner('asking') }) } : {}),
        asking: {
          entry: [say(node, { kind: 'choices', text: template(clarifyText), choices })],
          always: [{ target: context.inner('waiting') }],
        },
        waiting: waiting(context, {
          on: {
            'choice.selected': [...chosen, context.to('outOfScope')],
            'message.received': [...chosen, ...direct, context.to('outOfScope')],
            'form.submitted': [context.to('outOfScope')],
          },
          noReply,
          interrupt,
          mergeBurstMs,
          sureAnswers: [answer],
        }),
      },
    };
  },
  check: ({ intents }) => [
    ...(intents.length === 0
      ? [
          {
            severity: 'error' as const,
            field: '/intents',
            message: { 'zh-CN': '至少选择一个意图。', en: 'Choose at least one intent.' },
          },
        ]
      : []),
    ...intents.flatMap(({ id }, index) =>
      intents.findIndex((other) => other.id === id) !== index || ['outOfScope', 'unclear', 'noReply'].includes(id)
        ? [
            {
              severity: 'error' as const,
              field: `/intents/${String(index)}`,
              message: { 'zh-CN': `意图「${id}」重复了。`, en: `The intent "${id}" stands here twice.` },
            },
          ]
        : [],
    ),
  ],
  reads: ({ clarifyText }) => [{ field: '/clarifyText', kind: 'template', source: clarifyText }],
  upgrades: { 1: (before) => ({ askModel: false, ...(before as object) }) },
  effects: ['message.send', 'model.chat'],
  waits: true,
});

/** The state that waits for the model's judgement; `undecided` is where it leads when there is none. */
function judging(context: Router, undecided: TransitionJson): StateJson {
  const { intents } = context.config;
  const list = intents.map(
    ({ id, label }) =>
      `- ${id}: ${variantsOf(label)
        .map((one) => one.text)
        .join(' / ')}`,
  );
  const system = `Decide what the customer wants with the last words. Intents:\n${list.join('\n')}\n- ${NONE}: they want something else\n- ${UNSURE}: it may be more than one of these`;
  const answers = [...intents.map(({ id }) => id), NONE, UNSURE];
  const schema = { type: 'object', required: ['intent'], properties: { intent: { enum: answers } } };
  const says = (answer: string): string => `event.output.json.intent == '${answer}'`;
  return askingModel(
    { ...context, config: JUDGEMENT },
    {
      system: text(system),
      user: template('{{ turn.text }}'),
      schema,
      answered: [
        ...intents.map(({ id }) => ({ when: says(id), go: context.to(id) })),
        { when: says(NONE), go: context.to('outOfScope') },
        { when: 'true', go: undecided },
      ],
      unanswered: [undecided],
    },
  );
}
