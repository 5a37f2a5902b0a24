// Reads one number out of what a customer wrote.
import type { AnswerSpec, ParsedAnswer } from '#nodes/kit/answers.ts';
import { normal } from './normal.ts';
import { chineseNumber, CHINESE_NUMBER_CHARS, englishNumber } from './number-words.ts';
import { accepted, refused } from './reading.ts';

type NumberSpec = Extract<AnswerSpec, { kind: 'number' }>;

/** A number within the bounds of the question. */
export function parseNumberAnswer(spec: NumberSpec, text: string, locale: string): ParsedAnswer {
  const found = numbersIn(text);
  if (found.length === 0) return refused(locale, '请输入一个数字，例如 3。', 'Please enter a number, for example 3.');
  const [value, other] = found;
  if (value === undefined || other !== undefined) {
    return refused(locale, '我看到了好几个数字，请只发其中一个。', 'I see several numbers. Please send just one.');
  }
  if (spec.integer === true && !Number.isInteger(value)) {
    return refused(locale, '请输入整数，不带小数。', 'Please enter a whole number.');
  }
  if (spec.min !== undefined && value < spec.min) {
    return refused(locale, `请输入不小于 ${spec.min} 的数字。`, `Please enter a number of at least ${spec.min}.`);
  }
  if (spec.max !== undefined && value > spec.max) {
    return refused(locale, `请输入不大于 ${spec.max} 的数字。`, `Please enter a number of at most ${spec.max}.`);
  }
  return accepted(value);
}

/** Chinese words that hold a numeral but mean no number. */
const IDIOMS =
  /万一|一下|一样|一般|一些|一直|一定|一起|一点(?![零一二三四五六七八九\d])|一会|一律|一切|第一次|统一|唯一|之一|十分|千万(?=别|不|要)|(?:星期|礼拜|周)[一二三四五六]|百分百|三星(?=手机|电视|笔记本)|半天/g;
const PLAIN =
  /(?<![A-Za-z\d.])([-+]?)(?:(\d{1,3}(?:,\d{3})+)|(\d{1,30}))(\.\d{1,20})?\s*([kKwW千万亿百])?(?![A-Za-z\d])/g;
const CHINESE = new RegExp(`负?[${CHINESE_NUMBER_CHARS}]{1,40}`, 'g');
const CHINESE_UNIT = /[十拾百佰千仟万萬亿億]/;
const ENGLISH_WORD =
  '(?:zero|a|an|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|dozen|hundred|thousand|million|billion|and|half)';
const ENGLISH = new RegExp(`\\b${ENGLISH_WORD}(?:[\\s-]{1,3}${ENGLISH_WORD}){0,15}\\b`, 'gi');
const SUFFIX: Readonly<Record<string, number>> = { k: 1e3, w: 1e4, 百: 100, 千: 1e3, 万: 1e4, 亿: 1e8 };

/** The different numbers a text names, in order. */
export function numbersIn(text: string): readonly number[] {
  const plain = normal(text).replace(IDIOMS, ' ');
  const found = new Set<number>();
  // Chinese numbers first: they may hold plain digits (3万5千), which are then not read again.
  const rest = plain.replace(CHINESE, (written) => {
    const isMixed = /\d/.test(written);
    if (isMixed && !CHINESE_UNIT.test(written)) return written;
    const isNegative = written.startsWith('负');
    const value = chineseNumber(isNegative ? written.slice(1) : written);
    if (value === null) return written;
    found.add(isNegative ? -value : value);
    return ' ';
  });
  for (const [, sign = '', grouped, digits, fraction = '', unit] of rest.matchAll(PLAIN)) {
    const value = Number(`${(grouped ?? digits ?? '').replaceAll(',', '')}${fraction}`);
    found.add(Number((value * (SUFFIX[unit?.toLowerCase() ?? ''] ?? 1) * (sign === '-' ? -1 : 1)).toPrecision(15)));
  }
  for (const [written] of rest.matchAll(ENGLISH)) {
    const value = englishNumber(written.toLowerCase().replace(/^(?:and\s+)+|(?:\s+(?:and|a|an))+$/g, ''));
    if (value !== null) found.add(value);
  }
  return [...found];
}
