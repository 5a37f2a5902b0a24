// Character classes of patterns: tests on code points.

/** Does a code point belong? */
export type PointTest = (point: number) => boolean;

/** All points from one to another. */
export function rangeTest(from: number, to: number): PointTest {
  return (point) => point >= from && point <= to;
}

/** Any of the tests. */
export function anyOf(tests: readonly PointTest[]): PointTest {
  return (point) => tests.some((test) => test(point));
}

/** The test for either case of a letter. */
export function foldedTest(test: PointTest): PointTest {
  return (point) => {
    if (test(point)) return true;
    const char = String.fromCodePoint(point);
    return test(char.toUpperCase().codePointAt(0) ?? point) || test(char.toLowerCase().codePointAt(0) ?? point);
  };
}

const digit = rangeTest(48, 57);
const word: PointTest = (point) =>
  digit(point) || (point >= 97 && point <= 122) || (point >= 65 && point <= 90) || point === 95;
const space: PointTest = (point) =>
  point === 32 ||
  (point >= 9 && point <= 13) ||
  point === 0xa0 ||
  point === 0x3000 ||
  (point >= 0x2000 && point <= 0x200a) ||
  point === 0x2028 ||
  point === 0x2029 ||
  point === 0xfeff;

/** `\d \w \s` and their opposites. */
export const CLASSES: Readonly<Record<string, PointTest>> = {
  d: digit,
  D: (point) => !digit(point),
  w: word,
  W: (point) => !word(point),
  s: space,
  S: (point) => !space(point),
};

/** `\p{...}`: each looks at one code point only. */
export const PROPERTIES: Readonly<Record<string, PointTest>> = {
  Han: byProperty(/^\p{Script=Han}$/u),
  L: byProperty(/^\p{L}$/u),
  N: byProperty(/^\p{N}$/u),
  P: byProperty(/^\p{P}$/u),
  Lu: byProperty(/^\p{Lu}$/u),
  Ll: byProperty(/^\p{Ll}$/u),
};

function byProperty(pattern: RegExp): PointTest {
  return (point) => pattern.test(String.fromCodePoint(point));
}
