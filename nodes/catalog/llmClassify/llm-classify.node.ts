// Classify by model: one way for each class; without a model, by likeness to the names and examples of the classes.
import { Type } from 'typebox';
import type { AnswerSpec } from '#nodes/kit/answers.ts';
import { defineNode } from '#nodes/kit/define-node.ts';
import { field, templateField, variableField } from '#nodes/kit/fields.ts';
import { localize, variantsOf } from '#nodes/kit/localized.ts';
import { askingModel, MODEL_DEFAULTS, MODEL_FIELDS } from '#nodes/kit/model-behaviour.ts';
import { PORTS } from '#nodes/kit/ports.ts';
import { template, text } from '#nodes/kit/values.ts';

const OTHER = 'other';

const config = Type.Object(
  {
    source: templateField({ label: { 'zh-CN': '要分类的文字', en: 'The text to classify' } }),
    classes: field(
      Type.Array(
        Type.Object({
          id: Type.String({ pattern: '^[A-Za-z0-9_-]{1,64}$' }),
          label: templateField({ label: { 'zh-CN': '名称', en: 'Name' } }),
          description: templateField({ label: { 'zh-CN': '说明', en: 'What belongs to it' } }),
          examples: field(Type.Array(Type.String({ minLength: 1, maxLength: 200 }), { maxItems: 50 }), {
            widget: 'tags',
            label: { 'zh-CN': '例句或关键词', en: 'Examples or key words' },
          }),
        }),
        { maxItems: 30 },
      ),
      { widget: 'records', label: { 'zh-CN': '类别', en: 'Classes' } },
    ),
    variable: variableField({ label: { 'zh-CN': '结果保存到', en: 'Store the class in' }, section: 'advanced' }),
    ...MODEL_FIELDS,
  },
  { additionalProperties: false },
);

export const llmClassifyNode = defineNode({
  type: 'llmClassify',
  version: 1,
  group: 'ai',
  icon: 'split',
  title: { 'zh-CN': '大模型分类', en: 'Classify by model' },
  description: {
    'zh-CN': '让大模型判断属于哪一类，每类一条路。',
    en: 'Lets the model decide which class a text belongs to.',
  },
  keywords: ['分类', '大模型', '判断', 'dmxfl', 'fl', 'llm', 'classify', 'model', 'category'],
  config,
  defaults: { source: '{{ turn.text }}', classes: [], variable: '', ...MODEL_DEFAULTS, maxTokens: 60 },
  ports: ({ classes }) => [
    ...classes
      .filter(({ id }, index) => id !== OTHER && classes.findIndex((one) => one.id === id) === index)
      .map(({ id, label }) => ({ id: portOf(id), label, role: 'branch' as const, required: true })),
    { id: OTHER, label: { 'zh-CN': '其他', en: 'Other' }, role: 'main', required: true },
    PORTS.error,
  ],
  summary: ({ classes }, locale) =>
    classes.map((one) => localize(one.label, locale)).join(locale === 'en' ? ' / ' : '／') ||
    (locale === 'en' ? 'No classes yet' : '还没有类别'),
  compile: (context) => {
    const { source, classes, variable, instructions } = context.config;
    const node = context.id;
    const kept = (id: string) => ({
      actions:
        variable === ''
          ? []
          : [{ type: 'assign' as const, params: { node, assignments: [{ target: variable, value: id }] } }],
    });
    const distinct = classes.filter(
      ({ id }, index) => id !== OTHER && classes.findIndex((one) => one.id === id) === index,
    );
    const answer: AnswerSpec = {
      kind: 'choice',
      multiple: false,
      fuzzy: true,
      options: distinct.map(({ id, label, examples }) => ({ id, label, keywords: examples })),
    };
    const list = distinct.map(({ id, label, description, examples }) =>
      [`- ${id}: ${localize(label, 'zh-CN')}`, localize(description, 'zh-CN'), examples.slice(0, 8).join(' | ')]
        .filter((part) => part !== '')
        .join(' — '),
    );
    const system = `Decide which class the words belong to. Classes:\n${list.join('\n')}\n- ${OTHER}: none of them\n${instructions}`;
    const schema = {
      type: 'object',
      required: ['class'],
      properties: { class: { enum: [...distinct.map(({ id }) => id), OTHER] } },
    };
    return askingModel(context, {
      system: text(system),
      user: template(source),
      schema,
      answered: [
        ...distinct.map(({ id }) => ({
          when: `event.output.json.class == '${id}'`,
          go: context.to(portOf(id), kept(id)),
        })),
        { when: 'true', go: context.to(OTHER, kept(OTHER)) },
      ],
      unanswered: [
        ...distinct.map(({ id }) =>
          context.to(portOf(id), {
            guard: { type: 'chooses', params: { node, answer, choice: id, from: 'turn' } },
            ...kept(id),
          }),
        ),
        // Nothing is like the words and nobody can be asked: an error where one is drawn, else none of the classes.
        context.isWired('error') ? context.to('error') : context.to(OTHER, kept(OTHER)),
      ],
    });
  },
  check: ({ classes }) => [
    ...(classes.length === 0
      ? [
          {
            severity: 'error' as const,
            field: '/classes',
            message: { 'zh-CN': '至少写一个类别。', en: 'Write at least one class.' },
          },
        ]
      : []),
    ...classes.flatMap(({ label, examples }, index) =>
      examples.length === 0
        ? [
            {
              severity: 'warning' as const,
              field: `/classes/${String(index)}`,
              message: {
                'zh-CN': `没有大模型时按例句判断，请给「${localize(label, 'zh-CN')}」写几个例句。`,
                en: `Without a language model, examples decide. Give "${variantsOf(label)[0]?.text ?? ''}" a few.`,
              },
            },
          ]
        : [],
    ),
  ],
  writes: ({ variable }) => (variable === '' ? [] : [{ name: variable, type: 'text' }]),
  reads: ({ source }) => [{ field: '/source', kind: 'template', source }],
  effects: ['model.chat'],
  waits: false,
});

/** A class may be called "error" too. */
function portOf(id: string): string {
  return `class-${id}`.slice(0, 64);
}
