// Reads which of several a customer means by its place: 1, 第二个, the third one, the last.
import { chineseNumber } from './number-words.ts';

const ORDINALS = ['first', 'second', 'third', 'fourth', 'fifth', 'sixth', 'seventh', 'eighth', 'ninth', 'tenth'];
const CARDINALS = ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];
const CIRCLED = '①②③④⑤⑥⑦⑧⑨⑩';

const ZH =
  /^(?:我?(?:选择|选|要|想要)\s*)?(?:第|选项|方案|倒数第)?\s*(\d{1,3}|[一二两三四五六七八九十]{1,3})\s*(?:个|项|种|号|条|款|,|\.|、|\)|吧|那个)*$/;
const EN =
  /^(?:i(?:'ll| will)? (?:take|choose|want|pick) )?(?:(?:the|option|number|no\.?|choice|#) ?)*(\d{1,3}|[a-z]+)(?:st|nd|rd|th)?(?: (?:one|option|choice))?(?: please)?$/;

/** The index from 0 of what is meant among `count`; null when no place is named. */
export function placeIn(said: string, count: number): number | null {
  const circled = said.length === 1 ? CIRCLED.indexOf(said) : -1;
  const place = circled >= 0 ? circled + 1 : (chinesePlace(said, count) ?? englishPlace(said, count));
  return place !== null && Number.isInteger(place) && place >= 1 && place <= count ? place - 1 : null;
}

function chinesePlace(said: string, count: number): number | null {
  if (/^(?:我?要|我?选)?最后(?:的|那)?一?个?$/.test(said)) return count;
  const written = ZH.exec(said)?.[1];
  if (written === undefined) return null;
  const place = /^\d+$/.test(written) ? Number(written) : chineseNumber(written);
  return place !== null && said.includes('倒数第') ? count + 1 - place : place;
}

function englishPlace(said: string, count: number): number | null {
  if (/^(?:the )?last(?: (?:one|option))?$/.test(said)) return count;
  const written = EN.exec(said)?.[1];
  if (written === undefined) return null;
  if (/^\d+$/.test(written)) return Number(written);
  const index = Math.max(ORDINALS.indexOf(written), CARDINALS.indexOf(written));
  return index >= 0 ? index + 1 : null;
}
