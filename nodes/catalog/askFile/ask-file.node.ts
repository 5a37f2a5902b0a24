// Ask for a file: the customer attaches pictures or documents; what they are is judged by their bytes, and they are kept for a time only.
import { Type, type Static } from 'typebox';
import type { AnswerSpec } from '#nodes/kit/answers.ts';
import { question } from '#nodes/kit/behaviours.ts';
import { defineNode } from '#nodes/kit/define-node.ts';
import { field, integerField, templateField, variableField } from '#nodes/kit/fields.ts';
import { FILE_KINDS, MOST_FILE_BYTES, type FileKind } from '#nodes/kit/file-types.ts';
import { localize, variantsOf, type Bilingual, type Localized } from '#nodes/kit/localized.ts';
import type { TransitionJson } from '#nodes/kit/machine.ts';
import type { MessageTemplate } from '#nodes/kit/messages.ts';
import { WAIT_DEFAULTS, WAIT_FIELDS } from '#nodes/kit/policies.ts';
import { PORTS, type Port } from '#nodes/kit/ports.ts';
import { template, text } from '#nodes/kit/values.ts';

const MEGABYTE = 1024 * 1024;

const KINDS: Readonly<Record<FileKind, Bilingual>> = {
  image: { 'zh-CN': '图片', en: 'Pictures' },
  pdf: { 'zh-CN': 'PDF', en: 'PDF' },
  document: { 'zh-CN': 'Office 文档', en: 'Office documents' },
  text: { 'zh-CN': '文本和 CSV', en: 'Text and CSV' },
  audio: { 'zh-CN': '录音', en: 'Recordings' },
  video: { 'zh-CN': '视频', en: 'Videos' },
};

const config = Type.Object(
  {
    prompt: templateField({ multiline: true, label: { 'zh-CN': '问题', en: 'Question' } }),
    types: field(Type.Array(Type.Enum([...FILE_KINDS]), { maxItems: FILE_KINDS.length }), {
      widget: 'multi-select',
      label: { 'zh-CN': '可以发什么', en: 'What may be sent' },
      hint: {
        'zh-CN': '按文件内容判断，改后缀名没有用。',
        en: 'Judged by what is inside the file; renaming it changes nothing.',
      },
      options: FILE_KINDS.map((value) => ({ value, label: KINDS[value] })),
    }),
    variable: variableField({
      label: { 'zh-CN': '保存到', en: 'Store in' },
      hint: {
        'zh-CN': '之后用 {{ photo.name }} 取文件名；可发多个时是列表。',
        en: 'Use its name later as {{ photo.name }}; a list where several may come.',
      },
    }),
    count: integerField(
      { label: { 'zh-CN': '最多几个文件', en: 'Files at most' }, section: 'advanced' },
      { minimum: 1, maximum: 10 },
    ),
    maxMegabytes: integerField(
      { label: { 'zh-CN': '每个最大（MB）', en: 'Size of each at most (MB)' }, section: 'advanced' },
      { minimum: 1, maximum: MOST_FILE_BYTES / MEGABYTE },
    ),
    keepDays: integerField(
      {
        label: { 'zh-CN': '保存天数', en: 'Days to keep' },
        hint: {
          'zh-CN': '到期后文件会被删除，聊天记录里只留文件名。',
          en: 'Then the file is deleted; the transcript keeps its name.',
        },
        section: 'advanced',
      },
      { minimum: 1, maximum: 3650 },
    ),
    decline: templateField({
      label: { 'zh-CN': '「没有文件」按钮（可不填）', en: 'Button for "I have none" (optional)' },
      section: 'advanced',
    }),
    maxTries: integerField(
      { label: { 'zh-CN': '最多问几次', en: 'Ask at most' }, section: 'advanced' },
      { minimum: 1, maximum: 10 },
    ),
    retry: templateField({ label: { 'zh-CN': '没有收到文件时说', en: 'Said when no file came' }, section: 'advanced' }),
    ...WAIT_FIELDS,
  },
  { additionalProperties: false },
);
type Config = Static<typeof config>;

const DECLINE = 'none';
const RECEIVED: Port = { id: 'received', label: { 'zh-CN': '已收到', en: 'Received' }, role: 'main', required: true };
const REJECTED: Port = {
  id: 'rejected',
  label: { 'zh-CN': '没有收到', en: 'Not received' },
  role: 'problem',
  required: true,
};

export const askFileNode = defineNode({
  type: 'askFile',
  version: 1,
  group: 'input',
  icon: 'paperclip',
  title: { 'zh-CN': '索取文件', en: 'Ask for a file' },
  description: {
    'zh-CN': '请客户发送图片、PDF 等文件。',
    en: 'Asks the customer to send a picture, a PDF or another file.',
  },
  keywords: [
    '文件',
    '图片',
    '照片',
    '附件',
    '上传',
    '凭证',
    'sqwj',
    'wj',
    'tp',
    'fj',
    'file',
    'picture',
    'photo',
    'upload',
    'attach',
  ],
  config,
  defaults: {
    prompt: '',
    types: ['image', 'pdf'],
    variable: '',
    count: 1,
    maxMegabytes: 10,
    keepDays: 90,
    decline: '',
    maxTries: 3,
    retry: {
      'zh-CN': '请点输入框旁的回形针，把文件发给我。',
      en: 'Please press the paper clip beside the input and send me the file.',
    },
    ...WAIT_DEFAULTS,
  },
  ports: ({ noReply }) => [RECEIVED, REJECTED, ...(noReply.enabled ? [PORTS.noReply] : [])],
  summary: ({ prompt, types }, locale) =>
    [types.map((kind) => KINDS[kind][locale]).join(locale === 'en' ? ', ' : '、'), localize(prompt, locale)]
      .filter((part) => part !== '')
      .join(locale === 'en' ? ': ' : '：'),
  compile: (context) => {
    const { prompt, variable, retry, maxTries, noReply, interrupt, decline } = context.config;
    const declining = isEmpty(decline) ? undefined : declines(context.id, decline);
    const refusal: readonly TransitionJson[] =
      declining === undefined ? [] : [context.to('rejected', { guard: declining })];
    return question(context, {
      prompt: [asking(context.config, prompt)],
      answer: answerOf(context.config),
      variable,
      answered: [{ port: 'received' }],
      retry: asking(context.config, retry),
      maxTries,
      invalid: 'rejected',
      noReply,
      interrupt,
      before: { 'choice.selected': refusal, 'message.received': refusal },
      sure: true,
    });
  },
  check: ({ prompt, types }) => [
    ...(isEmpty(prompt)
      ? [
          {
            severity: 'error' as const,
            field: '/prompt',
            message: { 'zh-CN': '问题是空的。', en: 'The question is empty.' },
          },
        ]
      : []),
    ...(types.length === 0
      ? [
          {
            severity: 'error' as const,
            field: '/types',
            message: { 'zh-CN': '至少选一种可以发的文件。', en: 'Choose at least one kind of file.' },
          },
        ]
      : []),
  ],
  writes: ({ variable, count }) => (variable === '' ? [] : [{ name: variable, type: count === 1 ? 'object' : 'list' }]),
  reads: ({ prompt, retry, decline }) => [
    { field: '/prompt', kind: 'template', source: prompt },
    { field: '/retry', kind: 'template', source: retry },
    { field: '/decline', kind: 'template', source: decline },
  ],
  effects: ['message.send'],
  waits: true,
});

function answerOf({ types, maxMegabytes, count, keepDays }: Config): AnswerSpec {
  return { kind: 'files', types, maxBytes: maxMegabytes * MEGABYTE, count, keepDays };
}

/** The words, with the leave to attach something. */
function asking({ types, maxMegabytes, count, decline }: Config, words: Localized): MessageTemplate {
  const upload = { types, maxBytes: maxMegabytes * MEGABYTE, count };
  if (isEmpty(decline)) return { kind: 'text', text: template(words), upload };
  return { kind: 'choices', text: template(words), choices: [{ id: DECLINE, label: text(decline) }], upload };
}

function declines(node: string, decline: Localized) {
  const options = [{ id: DECLINE, label: decline, keywords: ['没有', '没有文件', 'none', 'no file'] }];
  const answer: AnswerSpec = { kind: 'choice', options, multiple: false, fuzzy: false };
  return { type: 'chooses' as const, params: { node, answer, choice: DECLINE } };
}

function isEmpty(words: Localized): boolean {
  return variantsOf(words).every(({ text: variant }) => variant.trim() === '');
}
