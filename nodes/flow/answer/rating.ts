// Reads a rating from 1 to a maximum: a number, stars, or words.
import type { ParsedAnswer } from '#nodes/kit/answers.ts';
import { normal, wordsOf } from './normal.ts';
import { numbersIn } from './number.ts';
import { accepted, refused } from './reading.ts';

const MAX_SENTENCE = 60;

/** Share of the scale (0 lowest, 1 highest) that words stand for; the first hit counts, so stronger and negated forms come first. */
const WORDS: readonly (readonly [RegExp, number])[] = [
  [
    /非常不满意|很不满意|极差|太差|很差|差劲|差评|垃圾|糟糕|\b(?:terrible|awful|horrible|very bad|very dissatisfied|very unsatisfied|worst|useless)\b/,
    0,
  ],
  [
    /不满意|不太满意|不好|不行|不怎么样|差|\b(?:not good|bad|poor|dissatisfied|unsatisfied|disappointed|not satisfied)\b/,
    0.25,
  ],
  [
    /非常满意|很满意|十分满意|特别满意|非常好|很好|太好|太棒|很棒|完美|满分|好评|优秀|\b(?:excellent|perfect|amazing|awesome|very good|very satisfied|great|fantastic|wonderful|outstanding)\b/,
    1,
  ],
  [
    /一般|还行|还可以|凑合|马马虎虎|中等|过得去|\b(?:ok|okay|average|so so|so-so|neutral|fair|not bad|acceptable)\b/,
    0.5,
  ],
  [/满意|不错|挺好|^好|(?<![你您])好(?=的|$)|可以|\b(?:good|satisfied|nice|fine|well)\b/, 0.75],
];

/** A whole number from 1 to `max`. */
export function parseRatingAnswer(max: number, text: string, locale: string): ParsedAnswer {
  const value = ratingIn(max, text);
  if (value !== null) return accepted(value);
  return refused(locale, `请用 1 到 ${max} 打分，${max} 分最好。`, `Please rate from 1 to ${max}; ${max} is best.`);
}

function ratingIn(max: number, text: string): number | null {
  const plain = normal(text);
  const stars = Array.from(plain.matchAll(/⭐|🌟|★/gu)).length;
  if (stars > 0) return stars <= max ? stars : null;
  if (plain.length > MAX_SENTENCE) return null;
  const numbers = numbersIn(plain.replace(/满分|打分/g, (word) => (word === '打分' ? ' ' : word)));
  const [value, outOf, ...more] = numbers;
  if (value !== undefined) {
    const isAlone = outOf === undefined || (outOf === max && more.length === 0);
    return isAlone && Number.isInteger(value) && value >= 1 && value <= max ? value : null;
  }
  const said = wordsOf(plain);
  const share = WORDS.find(([pattern]) => pattern.test(said))?.[1];
  return share === undefined ? null : 1 + Math.round(share * (max - 1));
}
