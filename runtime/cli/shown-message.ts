// A message as lines in a terminal.
import type { Locale } from '#nodes/kit/localized.ts';
import { cardsOf } from '#nodes/kit/messages.ts';
import type { SaidMessage } from '#runtime/dialogues/conversation.ts';

/** The message, its buttons and fields; control characters, which could move the cursor, are left out. */
export function linesOfMessage(message: SaidMessage, locale: Locale): readonly string[] {
  const { text = '', choices = [], form, media, sources = [] } = message;
  const cards = cardsOf(message);
  const name = message.from === 'system' ? '--' : locale === 'en' ? 'bot:' : '机器人:';
  const lines = [
    ...(text === '' ? [] : text.split('\n')),
    ...cards.flatMap((card) => [card.title, ...(card.text ?? '').split('\n').filter((line) => line !== '')]),
    ...(form?.title === undefined || form.title === '' ? [] : [form.title]),
    ...(media === undefined ? [] : [`${media.caption ?? ''} ${media.url}`.trim()]),
  ];
  const buttons = [...choices, ...cards.flatMap(({ buttons }) => buttons)].map(({ id, label }) => `  [${id}] ${label}`);
  const fields = (form?.fields ?? []).map((field) => `  ${field.name}${field.required ? '*' : ''} (${field.label})`);
  const consent =
    form?.consent === undefined ? [] : [`  consent${form.consent.required ? '*' : ''} (${form.consent.text})`];
  const cited = sources.map(({ title }) => `  — ${title}`);
  return [
    ...lines.map((line, index) => (index === 0 ? `${name} ${line}` : `  ${line}`)),
    ...buttons,
    ...fields,
    ...consent,
    ...cited,
  ].map((line) => line.replace(/\p{Cc}/gu, ''));
}
