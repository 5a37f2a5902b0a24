// Media: shows a picture, plays a sound or a film, or offers a file.
import { Type } from 'typebox';
import { passThrough, say } from '#nodes/kit/behaviours.ts';
import { defineNode } from '#nodes/kit/define-node.ts';
import { selectField, templateField, textField } from '#nodes/kit/fields.ts';
import { localize } from '#nodes/kit/localized.ts';
import { PORTS } from '#nodes/kit/ports.ts';
import { template } from '#nodes/kit/values.ts';

const config = Type.Object(
  {
    kind: selectField(['image', 'audio', 'video', 'file'], {
      label: { 'zh-CN': '类型', en: 'Kind' },
      options: [
        { value: 'image', label: { 'zh-CN': '图片', en: 'Picture' } },
        { value: 'audio', label: { 'zh-CN': '语音', en: 'Sound' } },
        { value: 'video', label: { 'zh-CN': '视频', en: 'Film' } },
        { value: 'file', label: { 'zh-CN': '文件', en: 'File' } },
      ],
    }),
    url: textField({
      widget: 'template',
      label: { 'zh-CN': '地址', en: 'Address' },
      hint: { 'zh-CN': '以 https:// 开头的地址。', en: 'An address that begins with https://.' },
    }),
    alt: templateField({
      label: { 'zh-CN': '替代文字', en: 'Alternative text' },
      hint: { 'zh-CN': '给看不到图片的人读。', en: 'Read to people who cannot see it.' },
    }),
    caption: templateField({ label: { 'zh-CN': '说明', en: 'Caption' } }),
  },
  { additionalProperties: false },
);

export const mediaNode = defineNode({
  type: 'media',
  version: 1,
  group: 'message',
  icon: 'image',
  title: { 'zh-CN': '图片与媒体', en: 'Media' },
  description: { 'zh-CN': '发送图片、语音、视频或文件。', en: 'Sends a picture, sound, film or file.' },
  keywords: ['图片', '视频', '文件', 'tp', 'sp', 'wj', 'media', 'image', 'video', 'file', 'picture'],
  config,
  defaults: { kind: 'image', url: '', alt: '', caption: '' },
  ports: () => [{ ...PORTS.next, required: true }, PORTS.error],
  summary: ({ url, caption }, locale) =>
    localize(caption, locale) || url || (locale === 'en' ? 'No address yet' : '还没有地址'),
  compile: (context) => {
    const { kind, url, alt, caption } = context.config;
    const shown = say(context.id, {
      kind: 'media',
      media: { kind, url: template(url), alt: template(alt), caption: template(caption) },
    });
    if (!url.includes('{{')) return passThrough(context, [shown]);
    // An address from data may be empty or of the wrong kind; then the error port is taken.
    const isAddress = {
      type: 'when' as const,
      params: { node: context.id, expr: `text(${addressExpression(url)}) matches '^https?://.+'` },
    };
    const failing = context.isWired('error') ? 'error' : 'next';
    return {
      initial: 'checking',
      states: {
        checking: { always: [{ target: context.inner('showing'), guard: isAddress }, context.to(failing)] },
        showing: { entry: [shown], always: [context.to('next')] },
      },
    };
  },
  check: ({ url, kind, alt }) => [
    ...(url.includes('{{') || /^https?:\/\/[^\s]+$/u.test(url)
      ? []
      : [
          {
            severity: 'error' as const,
            field: '/url',
            message: {
              'zh-CN': '需要以 https:// 开头的地址。',
              en: 'This needs an address that begins with https://.',
            },
          },
        ]),
    ...(kind === 'image' && localize(alt, 'zh-CN') === ''
      ? [
          {
            severity: 'warning' as const,
            field: '/alt',
            message: { 'zh-CN': '图片没有替代文字。', en: 'The picture has no alternative text.' },
          },
        ]
      : []),
  ],
  reads: ({ url, alt, caption }) => [
    { field: '/url', kind: 'template', source: url },
    { field: '/alt', kind: 'template', source: alt },
    { field: '/caption', kind: 'template', source: caption },
  ],
  effects: ['message.send'],
  waits: false,
});

/** The template as one expression: its literal pieces joined to its placeholders. */
function addressExpression(url: string): string {
  return url
    .split(/(\{\{[^}]*\}\})/u)
    .filter((part) => part !== '')
    .map((part) =>
      part.startsWith('{{')
        ? `(text(${part.slice(2, -2)}) ?? '')`
        : `'${part.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`,
    )
    .join(' + ');
}
