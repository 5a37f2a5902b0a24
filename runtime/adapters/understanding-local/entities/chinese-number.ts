// Numbers written in Chinese characters.

const DIGITS: Readonly<Record<string, number>> = {
  零: 0,
  〇: 0,
  一: 1,
  二: 2,
  两: 2,
  俩: 2,
  三: 3,
  四: 4,
  五: 5,
  六: 6,
  七: 7,
  八: 8,
  九: 9,
};
const UNITS: Readonly<Record<string, number>> = { 十: 10, 百: 100, 千: 1_000 };

/** 三百五 is 350, 十二 is 12, 两万 is 20000; undefined when it is not a number. */
export function parseChineseNumber(text: string): number | undefined {
  let whole = 0;
  let part = 0;
  let digit = 0;
  let lastUnit = 0;
  for (const char of text) {
    const value = DIGITS[char];
    const unit = UNITS[char];
    if (value !== undefined) {
      digit = value;
      if (value === 0) lastUnit = 0;
    } else if (unit !== undefined) {
      part += (digit === 0 ? 1 : digit) * unit;
      digit = 0;
      lastUnit = unit;
    } else if (char === '万') {
      whole += (part + digit) * 10_000;
      part = 0;
      digit = 0;
      lastUnit = 10_000;
    } else return undefined;
  }
  // 三百五 leaves its last unit out: the five stands for fifty.
  return text === '' ? undefined : whole + part + digit * (lastUnit >= 100 ? lastUnit / 10 : 1);
}
