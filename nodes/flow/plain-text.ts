// Any message as plain text with numbered choices, for channels that show nothing else; and which choice a number means.
import { cardsOf, type Choice, type FormBody, type FormField, type MessageBody } from '#nodes/kit/messages.ts';
import { wordsOf } from './answer/normal.ts';
import { placeIn } from './answer/ordinal.ts';
import { inLanguage } from './answer/sentences.ts';

/** Words longer than this name no place. */
const LONGEST_PLACE = 24;
const MOST_CHOICES = 100;

/** The whole message as text, in Chinese for `zh` and in English for every other language. Buttons that answer are numbered through. */
export function plainTextOf(message: MessageBody, locale: string): string {
  const { text = '', form, media, sources = [], kind } = message;
  const offers = offersIn(message);
  const lines = [
    text,
    ...(media === undefined ? [] : mediaLines(media, locale)),
    ...(message.cards === undefined && message.card === undefined ? [] : cardLines(message, locale)),
    ...(kind === 'rating' ? [] : (message.choices ?? []).map(({ label }, index) => `${String(index + 1)}. ${label}`)),
    ...(form === undefined ? [] : formLines(form, locale)),
    ...(offers.length === 0 ? [] : [kind === 'rating' ? ratingHint(offers, locale) : numberHint(offers, locale)]),
    ...sources.map(
      ({ title, url }) => `${inLanguage(locale, '来源：', 'Source: ')}${title}${url === undefined ? '' : ` ${url}`}`,
    ),
  ];
  return lines.filter((line) => line.trim() !== '').join('\n');
}

/** Everything in a message that answers it, in the order of the numbers. */
export function offersIn(message: MessageBody): readonly Choice[] {
  const buttons = cardsOf(message).flatMap(({ buttons: all }) => all.filter(({ action }) => action === 'reply'));
  return [...buttons.map(({ id, label }) => ({ id, label })), ...(message.choices ?? [])];
}

/** Do these words name a place, such as 2, 第二个 or the second one? */
export function namesPlace(text: string): boolean {
  return text.length <= LONGEST_PLACE && placeIn(wordsOf(text), MOST_CHOICES) !== null;
}

/** The choice whose place is named. A label that says the same comes first: it is left to the question. */
export function choiceAt(message: MessageBody, text: string): Choice | undefined {
  if (!namesPlace(text)) return undefined;
  const offers = offersIn(message);
  const said = wordsOf(text);
  if (offers.some(({ label }) => wordsOf(label) === said)) return undefined;
  const place = placeIn(said, offers.length);
  return place === null ? undefined : offers[place];
}

function numberHint(offers: readonly Choice[], locale: string): string {
  return offers.length === 1
    ? inLanguage(locale, '请回复 1。', 'Reply with 1.')
    : inLanguage(locale, '请回复序号，例如 1。', 'Reply with a number, for example 1.');
}

function ratingHint(offers: readonly Choice[], locale: string): string {
  const most = offers.at(-1)?.label ?? '';
  const least = offers[0]?.label ?? '';
  return inLanguage(
    locale,
    `请回复 ${least} 到 ${most}，${most} 分最好。`,
    `Reply with ${least} to ${most}; ${most} is best.`,
  );
}

function cardLines(message: MessageBody, locale: string): readonly string[] {
  let number = 0;
  return cardsOf(message).flatMap((card) => [
    card.title,
    card.text ?? '',
    ...(card.imageUrl === undefined
      ? []
      : [`[${inLanguage(locale, '图片', 'Picture')}] ${card.imageAlt ?? ''} ${card.imageUrl}`.replace(/ {2,}/u, ' ')]),
    ...card.buttons.map(({ action, label, value = '' }) => {
      if (action !== 'reply') return `${label}${inLanguage(locale, '：', ': ')}${value}`;
      number += 1;
      return `${String(number)}. ${label}`;
    }),
  ]);
}

const MEDIA = {
  image: ['图片', 'Picture'],
  audio: ['语音', 'Sound'],
  video: ['视频', 'Film'],
  file: ['文件', 'File'],
} as const;

function mediaLines(media: NonNullable<MessageBody['media']>, locale: string): readonly string[] {
  const [zh, en] = MEDIA[media.kind];
  const name = media.name ?? media.alt ?? '';
  return [media.caption ?? '', `[${inLanguage(locale, zh, en)}]${name === '' ? '' : ` ${name}`} ${media.url}`];
}

/** A form is filled in by lines of the form "label: value", in any order, or by as many lines as there are fields. */
function formLines(form: FormBody, locale: string): readonly string[] {
  const colon = inLanguage(locale, '：', ': ');
  const { consent, cancelLabel, errors = {} } = form;
  return [
    form.title ?? '',
    inLanguage(
      locale,
      '请照下面的样子一起回复，一行一项（带 * 的必填）：',
      'Please answer in one message, one line for each (* is required):',
    ),
    ...form.fields.map(
      (field) =>
        `${field.label}${field.required ? '*' : ''}${colon}${hintOf(field, locale)}${problemOf(errors[field.name])}`,
    ),
    ...(consent === undefined
      ? []
      : [
          `${inLanguage(locale, '同意下面这段话，请另起一行写“同意”：', 'To agree to the following, add a line "I agree": ')}${consent.text}${problemOf(errors['consent'])}`,
        ]),
    ...(cancelLabel === undefined
      ? []
      : [inLanguage(locale, `不想填写，请回复“${cancelLabel}”。`, `Not now? Reply "${cancelLabel}".`)]),
  ];
}

function problemOf(problem: string | undefined): string {
  return problem === undefined ? '' : ` ← ${problem}`;
}

function hintOf({ kind, options = [], placeholder, value }: FormField, locale: string): string {
  if (value !== undefined && value !== '') return String(value);
  if (kind === 'select')
    return options.map(({ label }, index) => `${String(index + 1)} ${label}`).join(inLanguage(locale, '、', ', '));
  if (kind === 'checkbox') return inLanguage(locale, '是 / 否', 'yes / no');
  if (kind === 'date') return inLanguage(locale, '如 2026-12-24', 'such as 2026-12-24');
  return placeholder ?? '';
}
