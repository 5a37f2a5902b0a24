// Checks a submitted form field by field.
import type { AnswerSpec, ParsedAnswer } from '#nodes/kit/answers.ts';
import type { Json, JsonObject } from '#nodes/kit/json.ts';
import type { FormField } from '#nodes/kit/messages.ts';
import { isEmpty } from '../expression/json-values.ts';
import { parseDateAnswer } from './date.ts';
import { emailFrom } from './email.ts';
import { normal } from './normal.ts';
import { parseNumberAnswer } from './number.ts';
import { phoneFrom } from './phone.ts';
import { accepted, refused, type AnswerContext } from './reading.ts';
import { inLanguage } from './sentences.ts';

type FormSpec = Extract<AnswerSpec, { kind: 'form' }>;

const MAX_LINE = 500;
const MAX_TEXT = 20_000;
/** WeChat ids begin with a letter; many people are found by phone or QQ number instead. */
const WECHAT = /^(?:[a-zA-Z][a-zA-Z0-9_-]{5,19}|\d{5,11})$/;

/** The values of the declared fields and `consent`, or a problem for each field that is wrong. Undeclared values are dropped. */
export function parseFormAnswer(spec: FormSpec, values: JsonObject, context: AnswerContext): ParsedAnswer {
  const { locale } = context;
  const problems: [string, string][] = [];
  const kept: [string, Json][] = [];
  for (const field of spec.fields) {
    if (field.name === '__proto__') continue;
    const given = Object.hasOwn(values, field.name) ? (values[field.name] ?? null) : null;
    const read = fieldValue(field, given, context);
    if (!read.ok) problems.push([field.name, read.reason]);
    else if (read.value !== null) kept.push([field.name, read.value]);
  }
  const hasConsent = Object.hasOwn(values, 'consent') && values['consent'] === true;
  if (spec.consentRequired && !hasConsent) {
    problems.push(['consent', inLanguage(locale, '请先勾选同意。', 'Please tick the box to agree.')]);
  }
  if (problems.length > 0) {
    return {
      ok: false,
      reason: inLanguage(
        locale,
        '有几处需要修改，请看表单里的提示。',
        'Some fields need a change; see the notes in the form.',
      ),
      problems: Object.fromEntries(problems),
    };
  }
  return accepted({ ...Object.fromEntries(kept), consent: hasConsent });
}

/** Null stands for an empty optional field. */
function fieldValue(field: FormField, given: Json, context: AnswerContext): ParsedAnswer {
  const { locale } = context;
  if (field.kind === 'checkbox') {
    const isTicked = given === true || given === 'true' || given === 'on';
    if (field.required && !isTicked) return refused(locale, '请勾选此项。', 'Please tick this box.');
    return accepted(isTicked);
  }
  if (given !== null && typeof given === 'object') return refused(locale, '内容格式不对。', 'This has the wrong form.');
  const text = typeof given === 'string' ? given.trim() : given === null ? '' : String(given);
  if (isEmpty(text))
    return field.required ? refused(locale, '请填写此项。', 'Please fill in this field.') : accepted(null);
  return textValue(field, text, context);
}

function textValue(field: FormField, text: string, context: AnswerContext): ParsedAnswer {
  const { locale } = context;
  switch (field.kind) {
    case 'number':
      return parseNumberAnswer({ kind: 'number' }, text, locale);
    case 'date':
      // Date fields send YYYY-MM-DD; the zone matters only for words such as "tomorrow" typed into them.
      return parseDateAnswer({ kind: 'date', timeZone: 'Asia/Shanghai' }, text, context);
    case 'phone':
      return parsePhoneAnswer('any', text, locale);
    case 'email':
      return parseEmailAnswer(text, locale);
    case 'wechat': {
      const id = normal(text).replace(/\s+/g, '');
      return WECHAT.test(id) ? accepted(id) : refused(locale, '微信号格式不对。', 'This is not a WeChat id.');
    }
    case 'select':
      return parseSelected(field, text, locale);
    case 'text':
    case 'textarea':
    case 'checkbox':
      return text.length <= (field.kind === 'textarea' ? MAX_TEXT : MAX_LINE)
        ? accepted(text)
        : refused(locale, '内容太长，请缩短一些。', 'This is too long. Please shorten it.');
  }
}

function parseSelected(field: FormField, text: string, locale: string): ParsedAnswer {
  const options = field.options ?? [];
  const chosen = options.find((option) => option.id === text) ?? options.find((option) => option.label === text);
  return chosen === undefined
    ? refused(locale, '请从列表中选择。', 'Please choose from the list.')
    : accepted(chosen.id);
}

/** A phone number written by a customer. */
export function parsePhoneAnswer(region: 'CN' | 'any', text: string, locale: string): ParsedAnswer {
  const found = phoneFrom(text, region);
  if (found !== null) return accepted(found.value);
  return region === 'CN'
    ? refused(
        locale,
        '请输入正确的手机号或座机号（带区号）。',
        'Please enter a Chinese mobile number, or a landline with area code.',
      )
    : refused(locale, '请输入正确的电话号码。', 'Please enter a valid phone number.');
}

/** An e-mail address written by a customer. */
export function parseEmailAnswer(text: string, locale: string): ParsedAnswer {
  const found = emailFrom(text);
  if (found !== null) return accepted(found.value);
  return refused(
    locale,
    '请输入正确的邮箱，例如 name@example.com。',
    'Please enter an e-mail address such as name@example.com.',
  );
}
