// Functions on numbers.
import type { Json } from '#nodes/kit/json.ts';
import { fn } from './function-declaration.ts';
import { isList, numberFrom } from './json-values.ts';
import { failed, type Run } from './run.ts';

/** Number functions. */
export const NUMBER_FUNCTIONS = [
  fn(
    'number(value)',
    ['转成数字，无法转换时为空', 'As a number; null when it is none'],
    [1, 1],
    [['any'], 'number'],
    ([value]) => (typeof value === 'string' ? numberFrom(value.replaceAll(',', '')) : numberFrom(value ?? null)),
  ),
  fn('round(number, digits)', ['四舍五入', 'Rounded'], [1, 2], [['number'], 'number'], ([value, digits]) =>
    roundTo(asNumber(value), digits === undefined ? 0 : asNumber(digits)),
  ),
  fn('floor(number)', ['向下取整', 'Rounded down'], [1, 1], [['number'], 'number'], ([value]) =>
    Math.floor(asNumber(value)),
  ),
  fn('ceil(number)', ['向上取整', 'Rounded up'], [1, 1], [['number'], 'number'], ([value]) =>
    Math.ceil(asNumber(value)),
  ),
  fn('abs(number)', ['绝对值', 'Without its sign'], [1, 1], [['number'], 'number'], ([value]) =>
    Math.abs(asNumber(value)),
  ),
  fn('min(a, b, ...)', ['最小值', 'The smallest'], [1, 50], [['any'], 'number'], (args, run) => {
    const all = numbersOf(args, run);
    return all.length === 0 ? null : all.reduce((a, b) => Math.min(a, b));
  }),
  fn('max(a, b, ...)', ['最大值', 'The largest'], [1, 50], [['any'], 'number'], (args, run) => {
    const all = numbersOf(args, run);
    return all.length === 0 ? null : all.reduce((a, b) => Math.max(a, b));
  }),
  fn('sum(a, b, ...)', ['求和', 'All added up'], [1, 50], [['any'], 'number'], (args, run) =>
    finite(numbersOf(args, run).reduce((a, b) => a + b, 0)),
  ),
  fn(
    'formatNumber(number, digits)',
    ['带千分位', 'With thousands separators'],
    [1, 2],
    [['number'], 'text'],
    ([value, digits]) => (value === null ? '' : formatNumber(asNumber(value), digits)),
  ),
];

/** An operand or argument as a number: null counts 0, text must spell a number. */
export function asNumber(value: Json | undefined): number {
  if (value === null || value === undefined) return 0;
  return numberFrom(value) ?? failed('A number is needed here, but the value is not a number.');
}

/** Refuses results that are not numbers. */
export function finite(value: number): number {
  if (value === 0) return 0; // never minus zero, which JSON does not have
  return Number.isFinite(value) ? value : failed('The result is not a number (division by zero, or too large).');
}

function numbersOf(args: readonly Json[], run: Run): readonly number[] {
  const all = args.flatMap((arg) => (isList(arg) ? arg : [arg]));
  run.spend(all.length);
  return all.filter((item) => item !== null).map(asNumber);
}

function roundTo(value: number, digits: number): number {
  const places = Math.max(-15, Math.min(15, Math.trunc(digits)));
  // Through decimal text: 1.005 is rounded as it is written, not as it is stored.
  const [mantissa = '0', exponent = '0'] = String(Math.abs(value)).split('e');
  const shifted = Math.round(Number(`${mantissa}e${Number(exponent) + places}`));
  const result = Number(`${shifted}e${-places}`);
  return Number.isFinite(result) ? Math.sign(value) * result || 0 : value;
}

function formatNumber(value: number, digits: Json | undefined): string {
  const places = digits === undefined || digits === null ? undefined : Math.max(0, Math.min(15, asNumber(digits)));
  const options =
    places === undefined
      ? { maximumFractionDigits: 6 }
      : { minimumFractionDigits: places, maximumFractionDigits: places };
  // Chinese and English separate thousands alike; a fixed locale keeps replays equal everywhere.
  return value.toLocaleString('en-US', options);
}
