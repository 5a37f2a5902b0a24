// Numbers as people write them: 1,200 and 1.2万, 三百二十 and 一万二, twelve and two hundred.

const DIGITS: Readonly<Record<string, number>> = Object.fromEntries(
  ['零〇', '一壹幺', '二贰两俩', '三叁仨', '四肆', '五伍', '六陆', '七柒', '八捌', '九玖'].flatMap((chars, value) =>
    Array.from(chars, (char) => [char, value] as const),
  ),
);
const SMALL_UNITS: Readonly<Record<string, number>> = { 十: 10, 拾: 10, 百: 100, 佰: 100, 千: 1000, 仟: 1000 };
const LARGE_UNITS: Readonly<Record<string, number>> = { 万: 1e4, 萬: 1e4, 亿: 1e8, 億: 1e8 };

const WORDS: Readonly<Record<string, number>> = {
  zero: 0,
  a: 1,
  an: 1,
  one: 1,
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  eight: 8,
  nine: 9,
  ten: 10,
  eleven: 11,
  twelve: 12,
  thirteen: 13,
  fourteen: 14,
  fifteen: 15,
  sixteen: 16,
  seventeen: 17,
  eighteen: 18,
  nineteen: 19,
  twenty: 20,
  thirty: 30,
  forty: 40,
  fifty: 50,
  sixty: 60,
  seventy: 70,
  eighty: 80,
  ninety: 90,
};
const SCALES: Readonly<Record<string, number>> = { dozen: 12, hundred: 100, thousand: 1e3, million: 1e6, billion: 1e9 };

/** The characters of a Chinese number, plain digits among them. */
export const CHINESE_NUMBER_CHARS = '\\d.零〇一壹幺二贰两俩三叁仨四肆五伍六陆七柒八捌九玖十拾百佰千仟万萬亿億点半';

/** Reads a whole Chinese or mixed number: 二十, 三百五 (350), 一万二 (12000), 3万5千, 二〇二六, 一点五, 1.2万. Null when it is none. */
export function chineseNumber(text: string): number | null {
  if (text === '半') return 0.5;
  const [whole = '', fraction, ...more] = text.split('点');
  if (more.length > 0) return null;
  if (fraction !== undefined) return withFraction(whole, fraction);
  if (/^[零〇一壹幺二贰三叁四肆五伍六陆七柒八捌九玖]{2,}$/.test(text)) {
    return Number(Array.from(text, (char) => DIGITS[char] ?? 0).join(''));
  }
  return composed(text);
}

/** Reads a whole English number: twelve, twenty-five, a hundred and five, two thousand, half a dozen. Null when it is none. */
export function englishNumber(text: string): number | null {
  if (text === 'half a dozen') return 6;
  const words = text.split(/[\s-]+/).filter((word) => word !== 'and' && word !== '');
  if (words.length === 0 || words.every((word) => word === 'a' || word === 'an')) return null;
  let total = 0;
  let group = 0;
  for (const word of words) {
    const value = Object.hasOwn(WORDS, word) ? WORDS[word] : undefined;
    const scale = Object.hasOwn(SCALES, word) ? SCALES[word] : undefined;
    if (value !== undefined) {
      if (group % 100 >= 20 ? value === 0 || value >= 10 : group % 100 !== 0) return null;
      group += value;
    } else if (scale !== undefined) {
      if (scale <= 100) group = (group === 0 ? 1 : group) * scale;
      else {
        total += (group === 0 ? 1 : group) * scale;
        group = 0;
      }
    } else return null;
  }
  return total + group;
}

function withFraction(whole: string, fraction: string): number | null {
  const left = whole === '' ? null : composed(whole);
  const unit = LARGE_UNITS[fraction.slice(-1)] ?? SMALL_UNITS[fraction.slice(-1)];
  const chars = unit === undefined ? fraction : fraction.slice(0, -1);
  const digits = Array.from(chars, (char) => (/\d/.test(char) ? char : String(DIGITS[char] ?? 'x'))).join('');
  if (left === null || !/^\d+$/.test(digits)) return null;
  return precise(Number(`${left}.${digits}`) * (unit ?? 1));
}

/** Digits and units: sections up to 千, multiplied by 万 and 亿. A last digit without unit counts in the next lower unit. */
function composed(text: string): number | null {
  let total = 0;
  let section = 0;
  let digit: number | null = null;
  let lastUnit = 0;
  let afterZero = false;
  for (const token of text.match(/\d+(?:\.\d+)?|[^\d]/g) ?? []) {
    const value = /^\d/.test(token) ? Number(token) : Object.hasOwn(DIGITS, token) ? DIGITS[token] : undefined;
    if (value !== undefined) {
      if (digit !== null && digit !== 0) return null;
      digit = value;
      if (value === 0) afterZero = true;
      continue;
    }
    if (token === '半') {
      if (lastUnit === 0 || digit !== null) return null;
      section += lastUnit >= 1e4 ? 0 : lastUnit / 2;
      total += lastUnit >= 1e4 ? lastUnit / 2 : 0;
      continue;
    }
    const small = SMALL_UNITS[token];
    const large = LARGE_UNITS[token];
    if (small !== undefined) {
      section += (digit ?? (small === 10 && !afterZero ? 1 : 0)) * small;
      if (digit === null && small !== 10) return null;
      lastUnit = small;
    } else if (large !== undefined) {
      const count: number = section + (digit ?? 0);
      if (count === 0 && total === 0) return null;
      total = large === 1e8 ? (total + count) * large : total + count * large;
      section = 0;
      lastUnit = large;
    } else return null;
    digit = null;
    afterZero = false;
  }
  if (digit !== null) section += lastUnit >= 100 && !afterZero && digit < 10 ? (digit * lastUnit) / 10 : digit;
  return text === '' ? null : precise(total + section);
}

function precise(value: number): number {
  return Number(value.toPrecision(15));
}
