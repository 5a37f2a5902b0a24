// Postal addresses: Chinese ones from the large to the small, English ones by number and street.
import type { Entity } from '#nodes/kit/effects.ts';
import { matchesOf } from '../text/matches-of.ts';
import { entitiesOf } from './match.ts';

const RUN = /[\u4e00-\u9fffA-Za-z0-9#()（）-]{5,80}/gu;
/** Words that lead to an address and are no part of it; the last one before the first mark counts. */
const LEAD =
  /(?:地址(?:改成|改为|换成|是|为)?|寄到|寄往|送到|送往|发到|发往|住在|我在|位于|改成|改到|改为|换成|搬到|就在|在|到|是)/gu;
const LARGE = /省|自治区|市|自治州|区|县|旗|镇|乡/gu;
const SMALL = /街道|大道|大街|路|街|巷|弄|胡同|村|小区|花园|大厦|广场|公寓|家园|新村|苑|园区/gu;
const NUMBERED = /\d{1,5}(?:-\d{1,5})?(?:号楼|号院|号|弄|栋|幢|座|单元|楼|层|室|房|户|门)?/gu;
/** Every Chinese address has one of these. */
const MAY_BE_ADDRESS = new RegExp(SMALL.source, 'u');
const ENGLISH =
  /(?<![\w.])(?<fact>\d{1,5}[A-Za-z]? (?:[A-Z][A-Za-z'.]{0,20} ){1,4}(?:Street|St|Avenue|Ave|Road|Rd|Lane|Ln|Drive|Dr|Boulevard|Blvd|Court|Ct|Way|Place|Pl|Square|Sq|Terrace|Close)\b\.?(?:,? (?:Apt|Suite|Unit|Flat|#) ?\w{1,6})?(?:, [A-Z][A-Za-z' ]{1,30}){0,2}(?:,? [A-Z]{2} \d{5})?)/dgu;

/** Addresses as they stand. A Chinese one needs two parts of different size, or a street with a number. */
export function findAddresses(text: string): Entity[] {
  return [...chineseAddresses(text), ...entitiesOf(text, 'address', ENGLISH, (_, fact) => fact.trim())];
}

function chineseAddresses(text: string): Entity[] {
  if (!MAY_BE_ADDRESS.test(text)) return [];
  const found: Entity[] = [];
  for (const { 0: run, index } of matchesOf(text, RUN)) {
    const large = placesOf(run, LARGE);
    const small = placesOf(run, SMALL);
    const numbers = placesOf(run, NUMBERED).filter(({ start }) =>
      small.some(({ end }) => start >= end && start - end <= 12),
    );
    const first = Math.min(...[...large, ...small].map(({ end }) => end));
    const parts = (large.length > 0 ? 1 : 0) + (small.length > 0 ? 1 : 0) + (numbers.length > 0 ? 1 : 0);
    if (parts < 2 || small.length === 0) continue;
    const from = startOf(run, first);
    const to = Math.max(...[...small, ...numbers].map(({ end }) => end));
    if (to - from < 5) continue;
    const value = run.slice(from, to);
    found.push({ kind: 'address', text: value, value, start: index + from, end: index + to });
  }
  return found;
}

function startOf(run: string, firstMark: number): number {
  let from = 0;
  for (const { end } of placesOf(run, LEAD)) if (end < firstMark - 1) from = end;
  return from;
}

function placesOf(text: string, pattern: RegExp): { readonly start: number; readonly end: number }[] {
  return matchesOf(text, pattern).map(({ 0: word, index }) => ({ start: index, end: index + word.length }));
}
