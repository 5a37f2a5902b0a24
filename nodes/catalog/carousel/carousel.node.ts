// Carousel: several cards side by side, drawn one by one or made from a list, each with a button.
import { Type, type Static } from 'typebox';
import type { AnswerSpec } from '#nodes/kit/answers.ts';
import { passThrough, say, waiting } from '#nodes/kit/behaviours.ts';
import { defineNode, type CompileContext } from '#nodes/kit/define-node.ts';
import { expressionField, field, integerField, selectField, templateField, variableField } from '#nodes/kit/fields.ts';
import { localize, variantsOf } from '#nodes/kit/localized.ts';
import type { StateJson, TransitionJson } from '#nodes/kit/machine.ts';
import type { MessageTemplate } from '#nodes/kit/messages.ts';
import { WAIT_DEFAULTS, WAIT_FIELDS } from '#nodes/kit/policies.ts';
import { PORTS } from '#nodes/kit/ports.ts';
import { each, expr, template, type Value } from '#nodes/kit/values.ts';

/** Cards one message may hold; what channels take. */
const MOST_CARDS = 10;

const FACE = {
  title: templateField({ label: { 'zh-CN': '标题', en: 'Title' } }),
  text: templateField({ multiline: true, label: { 'zh-CN': '说明', en: 'Text' } }),
  imageUrl: field(Type.String({ maxLength: 2000 }), {
    widget: 'url',
    label: { 'zh-CN': '图片地址', en: 'Image address' },
  }),
  button: templateField({ label: { 'zh-CN': '按钮', en: 'Button' } }),
};

const Card = Type.Object({ id: Type.String({ pattern: '^[A-Za-z0-9_-]{1,64}$' }), ...FACE });

const config = Type.Object(
  {
    intro: templateField({ label: { 'zh-CN': '卡片前说', en: 'Said before the cards' } }),
    mode: selectField(['cards', 'list'], {
      label: { 'zh-CN': '卡片来自', en: 'The cards come from' },
      options: [
        { value: 'cards', label: { 'zh-CN': '逐张编写', en: 'Written one by one' } },
        { value: 'list', label: { 'zh-CN': '列表变量', en: 'A list' } },
      ],
    }),
    cards: field(Type.Array(Card, { maxItems: MOST_CARDS }), {
      widget: 'records',
      label: { 'zh-CN': '卡片', en: 'Cards' },
      showWhen: { field: 'mode', is: ['cards'] },
    }),
    list: expressionField({
      label: { 'zh-CN': '列表', en: 'List' },
      hint: {
        'zh-CN': '例如 response.body.products；下面用 {{ item.name }} 取每一项。',
        en: 'Such as response.body.products; below, {{ item.name }} is one of it.',
      },
      showWhen: { field: 'mode', is: ['list'] },
    }),
    itemTitle: templateField({
      label: { 'zh-CN': '每张的标题', en: 'Title of each' },
      showWhen: { field: 'mode', is: ['list'] },
    }),
    itemText: templateField({
      label: { 'zh-CN': '每张的说明', en: 'Text of each' },
      showWhen: { field: 'mode', is: ['list'] },
    }),
    itemImage: field(Type.String({ maxLength: 2000 }), {
      widget: 'template',
      label: { 'zh-CN': '每张的图片', en: 'Image of each' },
      showWhen: { field: 'mode', is: ['list'] },
    }),
    itemButton: templateField({
      label: { 'zh-CN': '每张的按钮', en: 'Button of each' },
      showWhen: { field: 'mode', is: ['list'] },
    }),
    most: integerField(
      { label: { 'zh-CN': '最多几张', en: 'Cards at most' }, showWhen: { field: 'mode', is: ['list'] } },
      { minimum: 1, maximum: MOST_CARDS },
    ),
    variable: variableField({ label: { 'zh-CN': '选中的保存到', en: 'Store what was chosen in' } }),
    ...WAIT_FIELDS,
  },
  { additionalProperties: false },
);

type Config = Static<typeof config>;

export const carouselNode = defineNode({
  type: 'carousel',
  version: 1,
  group: 'message',
  icon: 'gallery-horizontal',
  title: { 'zh-CN': '轮播卡片', en: 'Carousel' },
  description: { 'zh-CN': '并排展示多张卡片，客户选一张。', en: 'Shows several cards side by side to choose from.' },
  keywords: ['轮播', '卡片', '商品', '列表', 'lbkp', 'lb', 'carousel', 'cards', 'gallery', 'products'],
  config,
  defaults: {
    intro: '',
    mode: 'cards',
    cards: [],
    list: '',
    itemTitle: '{{ item.name }}',
    itemText: '',
    itemImage: '',
    itemButton: { 'zh-CN': '选这个', en: 'Choose' },
    most: MOST_CARDS,
    variable: '',
    ...WAIT_DEFAULTS,
  },
  ports: ({ mode, cards, noReply }) => [
    ...(mode === 'list'
      ? [
          { id: 'chosen', label: { 'zh-CN': '已选', en: 'Chosen' }, role: 'main' as const, required: true },
          {
            id: 'empty',
            label: { 'zh-CN': '列表为空', en: 'Nothing to show' },
            role: 'branch' as const,
            required: true,
          },
        ]
      : buttonsOf(cards).map((card) => ({ id: card.id, label: card.button, role: 'branch' as const, required: true }))),
    {
      id: 'next',
      label:
        mode === 'cards' && buttonsOf(cards).length === 0 ? PORTS.next.label : { 'zh-CN': '其他话', en: 'Other words' },
      role: 'main',
    },
    ...(noReply.enabled && (mode === 'list' || buttonsOf(cards).length > 0) ? [PORTS.noReply] : []),
  ],
  summary: ({ mode, cards, list }, locale) =>
    mode === 'list'
      ? list || (locale === 'en' ? 'No list yet' : '还没有列表')
      : cards.map((card) => localize(card.title, locale)).join(locale === 'en' ? ', ' : '、') ||
        (locale === 'en' ? 'No cards yet' : '还没有卡片'),
  compile: (context) => (context.config.mode === 'list' ? fromList(context) : fromCards(context)),
  check: ({ mode, cards, list }) => [
    ...(mode === 'list' && list.trim() === ''
      ? [{ severity: 'error' as const, field: '/list', message: { 'zh-CN': '写上列表的变量。', en: 'Name the list.' } }]
      : []),
    ...(mode === 'cards' && cards.length === 0
      ? [
          {
            severity: 'error' as const,
            field: '/cards',
            message: { 'zh-CN': '至少要有一张卡片。', en: 'Write at least one card.' },
          },
        ]
      : []),
    ...(mode === 'cards' ? cards : []).flatMap((card, index) =>
      variantsOf(card.title).every(({ text }) => text.trim() === '')
        ? [
            {
              severity: 'error' as const,
              field: `/cards/${String(index)}/title`,
              message: { 'zh-CN': '卡片没有标题。', en: 'The card has no title.' },
            },
          ]
        : [],
    ),
  ],
  writes: ({ variable, mode }) =>
    variable === '' ? [] : [{ name: variable, type: mode === 'list' ? 'object' : 'text' }],
  reads: ({ intro, mode, list, cards }) => [
    { field: '/intro', kind: 'template', source: intro },
    ...(mode === 'list' && list.trim() !== '' ? [{ field: '/list', kind: 'expression' as const, source: list }] : []),
    ...(mode === 'cards' ? cards : []).flatMap((card, index) => [
      { field: `/cards/${String(index)}/title`, kind: 'template' as const, source: card.title },
      { field: `/cards/${String(index)}/text`, kind: 'template' as const, source: card.text },
    ]),
  ],
  effects: ['message.send'],
  waits: true,
});

function buttonsOf(cards: Config['cards']): Config['cards'] {
  return cards.filter((card) => variantsOf(card.button).some(({ text }) => text.trim() !== ''));
}

function fromCards(context: CompileContext<Config>): StateJson {
  const { intro, cards, variable } = context.config;
  const node = context.id;
  const pressed = buttonsOf(cards);
  const shown = say(
    node,
    message(
      intro,
      cards.map((card) =>
        cardValue(card.title, card.text, card.imageUrl, pressed.includes(card) ? card.id : undefined, card.button),
      ),
    ),
  );
  if (pressed.length === 0) return passThrough(context, [shown]);
  const answer: AnswerSpec = {
    kind: 'choice',
    multiple: false,
    fuzzy: true,
    options: pressed.map((card) => ({
      id: card.id,
      label: card.title,
      keywords: variantsOf(card.button).map(({ text }) => text),
    })),
  };
  const taken = pressed.map((card) =>
    context.to(card.id, {
      guard: { type: 'chooses', params: { node, answer, choice: card.id } },
      actions: variable === '' ? [] : [{ type: 'keep', params: { node, target: variable, answer } }],
    }),
  );
  return shownAndAwaited(context, shown, taken, [answer]);
}

function fromList(context: CompileContext<Config>): StateJson {
  const { intro, list, itemTitle, itemText, itemImage, itemButton, most, variable } = context.config;
  const node = context.id;
  const source = list.trim() === '' ? 'null' : list;
  const shown = say(
    node,
    message(intro, each(source, cardValue(itemTitle, itemText, itemImage, { index: true }, itemButton), most)),
  );
  const place = (position: number) => `length(${source} ?? '') > ${String(position)}`;
  const taken = Array.from({ length: most }, (_, position): TransitionJson =>
    context.to('chosen', {
      guard: {
        type: 'when',
        // By button, or by its number in channels without buttons.
        params: {
          node,
          expr: `(event.choice == 'item:${String(position)}' or event.text == '${String(position + 1)}') and ${place(position)}`,
        },
      },
      actions:
        variable === ''
          ? []
          : [
              {
                type: 'assign',
                params: { node, assignments: [{ target: variable, value: expr(`(${source})[${String(position)}]`) }] },
              },
            ],
    }),
  );
  const state = shownAndAwaited(context, shown, taken, []);
  return {
    ...state,
    initial: 'looking',
    states: {
      looking: {
        always: [
          { target: context.inner('showing'), guard: { type: 'when', params: { node, expr: place(0) } } },
          context.to('empty'),
        ],
      },
      ...state.states,
    },
  };
}

function shownAndAwaited(
  context: CompileContext<Config>,
  shown: ReturnType<typeof say>,
  taken: readonly TransitionJson[],
  sureAnswers: readonly AnswerSpec[],
): StateJson {
  const { noReply, interrupt, mergeBurstMs } = context.config;
  // Other words than the cards': the way drawn for them, else the cards are shown again.
  const other = context.isWired('next') ? context.to('next') : { target: context.inner('showing') };
  return {
    initial: 'showing',
    states: {
      showing: { entry: [shown], always: [{ target: context.inner('waiting') }] },
      waiting: waiting(context, {
        on: { 'choice.selected': [...taken, other], 'message.received': [...taken, other], 'form.submitted': [other] },
        noReply,
        interrupt,
        mergeBurstMs,
        sureAnswers,
      }),
    },
  };
}

function message(intro: Config['intro'], cards: Value): MessageTemplate {
  return { kind: 'card', text: template(intro), cards };
}

function cardValue(
  title: Config['intro'],
  text: Config['intro'],
  imageUrl: string,
  button: string | { readonly index: true } | undefined,
  label: Config['intro'],
): Value {
  return {
    title: template(title),
    text: template(text),
    ...(imageUrl === '' ? {} : { imageUrl: template(imageUrl), imageAlt: template(title) }),
    buttons:
      button === undefined
        ? []
        : [
            {
              id: typeof button === 'string' ? button : template('item:{{ index }}'),
              label: template(label),
              action: 'reply',
            },
          ],
  };
}
