// Amounts of money.
import type { Entity } from '#nodes/kit/effects.ts';
import { parseChineseNumber } from './chinese-number.ts';
import { entitiesOf } from './match.ts';

const NUMBER = String.raw`(?:\d{1,3}(?:,\d{3}){1,4}|\d{1,12})(?:\.\d{1,4})?`;
const SIGN_FIRST = new RegExp(
  String.raw`(?:[¥￥$€£]|(?<![a-z])(?:usd|rmb|cny|eur|gbp|us\$)) ?(?<number>${NUMBER}) ?(?<scale>[万千]|k(?![a-z]))?(?![\d.]\d)`,
  'dgiu',
);
const UNIT_LAST = new RegExp(
  String.raw`(?<![\d.,])(?<number>${NUMBER}) ?(?<scale>[万千百]|k(?= ))? ?(?:元|块钱|块(?![儿头])|圆|人民币|美元|美金|欧元|港币|(?:dollars?|bucks?|yuan|rmb|usd|cny|euros?|pounds?)(?![a-z]))`,
  'dgiu',
);
const IN_CHARACTERS =
  /(?<number>[零〇一二两三四五六七八九十百千万]{1,12})(?:元|块钱|(?<=[零一二两三四五六七八九十百千万]{2})块(?![儿头]))/dgu;

const SCALES: Readonly<Record<string, number>> = { 万: 10_000, 千: 1_000, 百: 100, k: 1_000 };

/** Every amount has one of these. */
const MAY_BE_AMOUNT = /[\d零〇一二两三四五六七八九十百千万]/u;

/** Amounts as plain numbers in text: 1.2万元 is 12000. */
export function findAmounts(text: string): Entity[] {
  if (!MAY_BE_AMOUNT.test(text)) return [];
  return [
    ...entitiesOf(text, 'amount', SIGN_FIRST, ([, number, scale]) => amountOf(number, scale)),
    ...entitiesOf(text, 'amount', UNIT_LAST, ([, number, scale]) => amountOf(number, scale)),
    ...entitiesOf(text, 'amount', IN_CHARACTERS, ([, number]) => {
      const value = parseChineseNumber(number ?? '');
      return value === undefined ? undefined : String(value);
    }),
  ];
}

function amountOf(number: string | undefined, scale: string | undefined): string | undefined {
  const value = Number((number ?? '').replaceAll(',', '')) * (SCALES[(scale ?? '').toLowerCase()] ?? 1);
  return Number.isFinite(value) ? String(Math.round(value * 10_000) / 10_000) : undefined;
}
