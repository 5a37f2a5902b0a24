// Functions on text.
import type { Json } from '#nodes/kit/json.ts';
import { emailFrom } from '../answer/email.ts';
import { phoneFrom } from '../answer/phone.ts';
import { fn } from './function-declaration.ts';
import { containsValue, matchesPattern } from './membership.ts';
import { asText, type Run } from './run.ts';

/** Text functions. */
export const TEXT_FUNCTIONS = [
  fn('lower(text)', ['小写', 'Lower case'], [1, 1], [['text'], 'text'], ([text], run) =>
    run.text(asText(text, run).toLowerCase()),
  ),
  fn('upper(text)', ['大写', 'Upper case'], [1, 1], [['text'], 'text'], ([text], run) =>
    run.text(asText(text, run).toUpperCase()),
  ),
  fn('trim(text)', ['去掉首尾空白', 'Without surrounding blanks'], [1, 1], [['text'], 'text'], ([text], run) =>
    asText(text, run).trim(),
  ),
  fn('urlEncode(text)', ['网址编码', 'Percent-encoded'], [1, 1], [['any'], 'text'], ([text], run) =>
    run.text(encodeURIComponent(asText(text, run).replace(/\p{Cs}/gu, '\uFFFD'))),
  ),
  fn('text(value)', ['转成文本', 'As text'], [1, 1], [['any'], 'text'], ([value], run) => asText(value, run)),
  fn('json(value)', ['转成 JSON 文本', 'As JSON text'], [1, 1], [['any'], 'text'], ([value], run) => {
    run.hold(value ?? null);
    return run.text(JSON.stringify(value ?? null));
  }),
  fn(
    'contains(text, part)',
    ['是否包含', 'Is the part inside?'],
    [2, 2],
    [['any', 'any'], 'boolean'],
    ([whole, part], run) => containsValue(whole ?? null, part ?? null, run),
  ),
  fn(
    'startsWith(text, part)',
    ['是否以此开头', 'Does it begin with this?'],
    [2, 2],
    [['text'], 'boolean'],
    ([text, part], run) => asText(text, run).startsWith(asText(part, run)),
  ),
  fn(
    'endsWith(text, part)',
    ['是否以此结尾', 'Does it end with this?'],
    [2, 2],
    [['text'], 'boolean'],
    ([text, part], run) => asText(text, run).endsWith(asText(part, run)),
  ),
  fn(
    'matches(text, pattern)',
    ['是否符合模式', 'Does the pattern occur?'],
    [2, 2],
    [['text'], 'boolean'],
    ([text, pattern], run) => matchesPattern(text ?? null, pattern ?? null, run),
  ),
  fn(
    'replace(text, part, with)',
    ['替换所有出现处', 'Replace every occurrence'],
    [3, 3],
    [['text'], 'text'],
    ([text, part, by], run) => replaceAll(asText(text, run), asText(part, run), asText(by, run), run),
  ),
  fn(
    'split(text, separator)',
    ['拆成列表', 'Cut into a list'],
    [2, 2],
    [['text'], 'list'],
    ([text, separator], run) => {
      const between = asText(separator, run);
      const whole = asText(text, run);
      return run.list(between === '' ? Array.from(whole) : whole.split(between));
    },
  ),
  fn(
    'slice(text, from, to)',
    ['截取一段', 'A part of it'],
    [2, 3],
    [['any', 'number'], 'any'],
    ([value, from, to], run) => sliceOf(value ?? null, from ?? null, to, run),
  ),
  fn(
    'mask(text)',
    ['遮盖手机号、邮箱等', 'Hide the middle of a phone number, address ...'],
    [1, 1],
    [['text'], 'text'],
    ([value], run) => maskText(asText(value, run)),
  ),
  fn(
    'isPhone(text)',
    ['是否为电话号码', 'Is it a phone number?'],
    [1, 1],
    [['text'], 'boolean'],
    ([value], run) => phoneFrom(asText(value, run), 'any')?.exact === true,
  ),
  fn(
    'isEmail(text)',
    ['是否为邮箱地址', 'Is it an e-mail address?'],
    [1, 1],
    [['text'], 'boolean'],
    ([value], run) => emailFrom(asText(value, run))?.exact === true,
  ),
];

function replaceAll(text: string, part: string, by: string, run: Run): string {
  if (part === '') return text;
  let count = 0;
  for (let at = text.indexOf(part); at !== -1; at = text.indexOf(part, at + part.length)) count += 1;
  run.room(text.length + count * (by.length - part.length));
  return text.split(part).join(by);
}

function sliceOf(value: Json, from: Json, to: Json | undefined, run: Run): Json {
  const start = typeof from === 'number' ? from : 0;
  const end = typeof to === 'number' ? to : undefined;
  if (Array.isArray(value)) return run.list(value.slice(start, end));
  // By code points, so that an emoji is never cut in half.
  return run.text(Array.from(asText(value, run)).slice(start, end).join(''));
}

function maskText(value: string): string {
  const at = value.indexOf('@');
  if (at > 0) return `${firstOf(value)}***${value.slice(at)}`;
  const chars = Array.from(value);
  if (chars.length >= 11) return chars.slice(0, 3).join('') + '*'.repeat(chars.length - 7) + chars.slice(-4).join('');
  if (chars.length <= 1) return '*'.repeat(chars.length);
  const kept = Math.max(1, Math.floor(chars.length / 4));
  const tail = chars.length > 4 ? kept : 0;
  return (
    chars.slice(0, kept).join('') +
    '*'.repeat(chars.length - kept - tail) +
    (tail === 0 ? '' : chars.slice(-tail).join(''))
  );
}

function firstOf(text: string): string {
  return Array.from(text)[0] ?? '';
}
