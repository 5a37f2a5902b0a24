// Slot fill: collects several values from the customer's own sentences, asks only for what is missing, and takes corrections at any time.
import { Type, type Static } from 'typebox';
import type { AnswerSpec } from '#nodes/kit/answers.ts';
import { say, textMessage, waiting } from '#nodes/kit/behaviours.ts';
import { defineNode, type CompileContext, type ConfigProblem } from '#nodes/kit/define-node.ts';
import { field, integerField, selectField, switchField, templateField, variableField } from '#nodes/kit/fields.ts';
import { localize, variantsOf, type Localized } from '#nodes/kit/localized.ts';
import type { ActionJson, FillParams, StateJson, TransitionJson } from '#nodes/kit/machine.ts';
import type { MessageTemplate } from '#nodes/kit/messages.ts';
import { compilePattern } from '#nodes/kit/pattern.ts';
import { WAIT_DEFAULTS, WAIT_FIELDS } from '#nodes/kit/policies.ts';
import { PORTS } from '#nodes/kit/ports.ts';
import { SlotConfigSchema, slotsFrom, type SlotConfig } from '#nodes/kit/slots.ts';
import { expr, template, when } from '#nodes/kit/values.ts';

const config = Type.Object(
  {
    slots: field(Type.Array(SlotConfigSchema, { maxItems: 30 }), {
      widget: 'records',
      label: { 'zh-CN': '要收集的信息', en: 'What to collect' },
      hint: {
        'zh-CN': '按顺序询问；客户一句话说了几项，就不再问那几项。',
        en: 'Asked in this order; what the customer already said is not asked again.',
      },
    }),
    variable: variableField({
      label: { 'zh-CN': '保存到', en: 'Store in' },
      hint: { 'zh-CN': '之后用 {{ order.date }} 这样的写法取值。', en: 'Use it later as {{ order.date }}.' },
    }),
    useWords: switchField({
      label: { 'zh-CN': '先听客户刚才那句话', en: 'First read what the customer just said' },
      hint: {
        'zh-CN': '例如「帮我订明天晚上七点四位」，已说的就不再问。',
        en: 'Such as "a table for four tomorrow at seven": what is in it is not asked for.',
      },
    }),
    start: selectField(['fresh', 'keep'], {
      label: { 'zh-CN': '再次经过时', en: 'When the flow comes by again' },
      options: [
        { value: 'fresh', label: { 'zh-CN': '重新收集', en: 'Collect anew' } },
        { value: 'keep', label: { 'zh-CN': '保留已有的', en: 'Keep what there is' } },
      ],
      section: 'advanced',
    }),
    changed: templateField({
      label: { 'zh-CN': '客户更正后说', en: 'Said after a correction' },
      hint: { 'zh-CN': '{{ slotChanges }} 是改了什么。', en: '{{ slotChanges }} is what was changed.' },
    }),
    maxTries: integerField(
      { label: { 'zh-CN': '每项最多问几次', en: 'Ask for each at most' }, section: 'advanced' },
      { minimum: 1, maximum: 10 },
    ),
    ...WAIT_FIELDS,
  },
  { additionalProperties: false },
);

type Config = Static<typeof config>;

export const slotFillNode = defineNode({
  type: 'slotFill',
  version: 1,
  group: 'input',
  icon: 'list-checks',
  title: { 'zh-CN': '收集信息', en: 'Collect details' },
  description: {
    'zh-CN': '从客户的话里一次收集多项信息，只问缺少的，随时可以更正。',
    en: 'Takes several details from what the customer says, asks only for what is missing, and accepts corrections.',
  },
  keywords: [
    '槽位',
    '收集',
    '填槽',
    '多轮',
    '预约',
    'sjxx',
    'tc',
    'cw',
    'slot',
    'slots',
    'collect',
    'details',
    'booking',
  ],
  config,
  defaults: {
    slots: [],
    variable: 'details',
    useWords: true,
    start: 'fresh',
    changed: { 'zh-CN': '好的，{{ slotChanges }}。', en: 'OK, {{ slotChanges }}.' },
    maxTries: 3,
    ...WAIT_DEFAULTS,
  },
  ports: ({ noReply, slots }) => [
    { id: 'complete', label: { 'zh-CN': '收集完成', en: 'Complete' }, role: 'main', required: true },
    ...(slots.some((slot) => slot.need === 'required')
      ? [{ id: 'missing', label: { 'zh-CN': '缺少必填', en: 'Missing' }, role: 'problem' as const, required: true }]
      : []),
    ...(slots.some((slot) => slot.need !== 'silent')
      ? [{ id: 'abandoned', label: { 'zh-CN': '客户放弃', en: 'Given up' }, role: 'branch' as const, required: true }]
      : []),
    ...(noReply.enabled && slots.some((slot) => slot.need !== 'silent') ? [PORTS.noReply] : []),
  ],
  summary: ({ slots }, locale) =>
    slots.map((slot) => localize(slot.label, locale) || slot.name).join(locale === 'en' ? ', ' : '、') ||
    (locale === 'en' ? 'Nothing to collect yet' : '还没有要收集的信息'),
  compile: (context) => {
    const { slots: configs, variable, useWords, start } = context.config;
    const node = context.id;
    const params: FillParams = { node, target: variable, slots: slotsFrom(configs, context.timeZone), asked: null };
    const asking = configs.flatMap((slot, index) => (slot.need === 'silent' ? [] : [{ slot, index }]));
    const states: Record<string, StateJson> = {
      starting: {
        entry: [
          ...(start === 'fresh'
            ? [{ type: 'assign' as const, params: { node, assignments: [{ target: variable, value: {} }] } }]
            : []),
          ...asking.map(({ index }): ActionJson => ({ type: 'forget', params: { node: tryKey(node, index) } })),
          { type: 'fill', params: { ...params, from: 'start' } },
          ...(useWords ? [{ type: 'fill' as const, params: { ...params, from: 'turn' as const } }] : []),
        ],
        always: [{ target: context.inner('choosing') }],
      },
      choosing: {
        always: [
          ...asking.map(({ slot, index }): TransitionJson => ({
            target: context.inner(`ask${String(index)}`),
            guard: { type: 'lacks', params: { ...params, asked: slot.name } },
          })),
          context.to('complete'),
        ],
      },
      taken: {
        entry: [
          say(node, { kind: 'text', text: when("slotChanges != ''", template(context.config.changed)) }),
          say(node, { kind: 'text', text: when("slotProblem != ''", expr('slotProblem')) }),
        ],
        always: [{ target: context.inner('choosing') }],
      },
    };
    for (const { slot, index } of asking) Object.assign(states, slotStates(context, params, slot, index));
    // After another topic it goes on where it was: what was collected stays, only what is missing is asked.
    return { initial: 'starting', meta: { resume: 'choosing' }, states };
  },
  check: checkSlots,
  writes: ({ variable }) => [
    ...(variable === '' ? [] : [{ name: variable, type: 'object' as const }]),
    { name: 'slotChanges', type: 'text' },
    { name: 'slotProblem', type: 'text' },
  ],
  reads: ({ slots, changed }) => [
    { field: '/changed', kind: 'template', source: changed },
    ...slots.flatMap((slot, index) => [
      { field: `/slots/${String(index)}/prompt`, kind: 'template' as const, source: slot.prompt },
      ...((slot.prefill ?? '').trim() === ''
        ? []
        : [{ field: `/slots/${String(index)}/prefill`, kind: 'expression' as const, source: slot.prefill ?? '' }]),
    ]),
  ],
  effects: ['message.send'],
  waits: true,
});

/** Asking for one slot: the question, the wait, the question again. */
function slotStates(
  context: CompileContext<Config>,
  shared: FillParams,
  slot: SlotConfig,
  index: number,
): Record<string, StateJson> {
  const node = context.id;
  const { maxTries, noReply, interrupt, mergeBurstMs } = context.config;
  const params = { ...shared, asked: slot.name };
  const [ask, wait, again] = [`ask${String(index)}`, `wait${String(index)}`, `again${String(index)}`];
  const key = tryKey(node, index);
  const fill: ActionJson = { type: 'fill', params: { ...params, from: 'event' } };
  const enough = { type: 'triedEnough' as const, params: { node: key, max: maxTries } };
  const giveUp: TransitionJson =
    slot.need === 'required'
      ? context.to('missing', { guard: enough, actions: [{ type: 'forget', params: { node: key } }] })
      : {
          target: context.inner('choosing'),
          guard: enough,
          actions: [{ type: 'fill', params: { ...params, from: 'event', skip: slot.name } }],
        };
  const refused: readonly TransitionJson[] = [
    // A required slot nobody drew a way for is asked until it is given.
    ...(slot.need !== 'required' || context.isWired('missing') ? [giveUp] : []),
    { target: context.inner(again), actions: [fill] },
  ];
  const taken: TransitionJson = {
    target: context.inner('taken'),
    guard: { type: 'fills', params },
    actions: [fill, { type: 'forget', params: { node: key } }],
  };
  const prompt = promptOf(slot);
  return {
    [ask]: { entry: [say(node, prompt)], always: [{ target: context.inner(wait) }] },
    [again]: {
      entry: [
        { type: 'count', params: { node: key } },
        say(node, { kind: 'text', text: when("slotProblem != ''", expr('slotProblem')) }),
        ...(slot.kind === 'choice' || slot.kind === 'confirm'
          ? [say(node, prompt)]
          : [say(node, { kind: 'text', text: when("slotProblem == ''", template(slot.prompt)) })]),
      ],
      always: [{ target: context.inner(wait) }],
    },
    [wait]: waiting(context, {
      on: {
        'message.received': [context.to('abandoned', { guard: { type: 'givesUp', params } }), taken, ...refused],
        'choice.selected': [taken, ...refused],
        'form.submitted': [...refused],
      },
      noReply,
      interrupt,
      mergeBurstMs,
      sureAnswers: sureAnswers(shared),
    }),
  };
}

/** The question; options and yes or no are shown as buttons, which other channels number. */
function promptOf(slot: SlotConfig): MessageTemplate {
  if (slot.kind === 'choice')
    return {
      kind: 'choices',
      text: template(slot.prompt),
      choices: (slot.options ?? []).map(({ id, label }) => ({ id, label: template(label) })),
    };
  if (slot.kind === 'confirm')
    return {
      kind: 'choices',
      text: template(slot.prompt),
      choices: [
        { id: 'yes', label: template({ 'zh-CN': '是', en: 'Yes' }) },
        { id: 'no', label: template({ 'zh-CN': '否', en: 'No' }) },
      ],
    };
  return textMessage(slot.prompt);
}

/** A date or a phone number is an answer, whatever topic its sentence resembles. */
function sureAnswers({ slots }: FillParams): readonly AnswerSpec[] {
  return slots
    .map(({ answer }) => answer)
    .filter(({ kind }) => !['text', 'number', 'confirm', 'choice'].includes(kind));
}

function tryKey(node: string, index: number): string {
  return `${node}:${String(index)}`;
}

function checkSlots({ slots, variable }: Config): readonly ConfigProblem[] {
  const problems: ConfigProblem[] = [];
  const add = (field: string, zh: string, en: string) =>
    problems.push({ severity: 'error', field, message: { 'zh-CN': zh, en } });
  if (slots.length === 0) add('/slots', '至少要收集一项信息。', 'Collect at least one thing.');
  if (variable === '' || variable.startsWith('customer.'))
    add('/variable', '请写一个变量名来保存结果。', 'Name a variable to store the result in.');
  slots.forEach((slot, index) => {
    const at = `/slots/${String(index)}`;
    if (slots.findIndex((other) => other.name === slot.name) !== index)
      add(`${at}/name`, `名称「${slot.name}」重复了。`, `The name "${slot.name}" stands here twice.`);
    if (slot.need !== 'silent' && isBlank(slot.prompt)) add(`${at}/prompt`, '问题是空的。', 'The question is empty.');
    if (slot.kind === 'choice' && (slot.options ?? []).length === 0)
      add(`${at}/options`, '至少要有一个选项。', 'Give at least one option.');
    if (slot.kind === 'number')
      for (const bound of ['min', 'max'] as const)
        if ((slot[bound] ?? '') !== '' && !Number.isFinite(Number(slot[bound])))
          add(`${at}/${bound}`, '这里要写一个数字。', 'Write a number here.');
    const pattern = slot.pattern ?? '';
    const compiled = pattern === '' ? undefined : compilePattern(pattern);
    if (compiled?.ok === false)
      problems.push({ severity: 'error', field: `${at}/pattern`, message: compiled.problem.message });
  });
  return problems;
}

function isBlank(text: Localized): boolean {
  return variantsOf(text).every(({ text: words }) => words.trim() === '');
}
