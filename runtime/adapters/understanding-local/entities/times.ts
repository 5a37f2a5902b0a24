// Times of day, in Chinese and English, as HH:MM.
import type { Entity } from '#nodes/kit/effects.ts';
import { matchesOf } from '../text/matches-of.ts';
import { parseChineseNumber } from './chinese-number.ts';
import { entitiesOf } from './match.ts';

/** Every time has one of these. */
const MAY_BE_TIME = /[点:时午]|\d ?[ap]\.?m|o'?clock|noon|midnight|half past|quarter|\bat \d/iu;

const CHINESE = '[零〇一二两三四五六七八九十]{1,3}';
const PERIOD = '凌晨|清晨|清早|早上|早晨|今早|明早|上午|中午|正午|下午|午后|傍晚|晚上|今晚|明晚|夜里|半夜|深夜';
/** With a part of the day, or with minutes, 点 is surely a time; alone it may count points. */
const CHINESE_TIME = new RegExp(
  String.raw`(?<period>${PERIOD})?(?<hour>(?<![\d.第])\d{1,2}|(?<![一二三四五六七八九十第有这那下提几])${CHINESE})(?:点|时(?=\d|[一二三四五]|整))(?!五[^十分])(?<minute>半|整|一刻|三刻|(?:\d{1,2}|${CHINESE})分?)?钟?(?<after>[^的]?)`,
  'dgu',
);
const CLOCK = /(?<![\d:.])([01]?\d|2[0-3]):([0-5]\d)(?::[0-5]\d)?(?: ?([ap])\.?m\b\.?)?(?![\d:])/dgiu;
const ENGLISH =
  /(?<![\d:.])(?<fact>(1[0-2]|0?[1-9]) ?(?:([ap])\.?m\b\.?|o'?clock)(?: in the (morning|afternoon|evening))?)/dgiu;
const AT_HOUR =
  /\bat (?<fact>(1[0-2]|[1-9]))(?= ?(?:$|[.,!?]|on |tomorrow|today|tonight|this |next |please|for |sharp|in the ))/dgiu;
const PAST =
  /\b(half|quarter|a quarter) (past|to) (one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\d{1,2})\b/dgiu;
const NAMED = /(?<![a-z])(?:noon|midday|midnight)(?![a-z])|(?:正午|中午12点)/dgiu;

const NUMBERS = [
  'zero',
  'one',
  'two',
  'three',
  'four',
  'five',
  'six',
  'seven',
  'eight',
  'nine',
  'ten',
  'eleven',
  'twelve',
];
const MINUTES: Readonly<Record<string, number>> = { 半: 30, 整: 0, 一刻: 15, 三刻: 45 };
/** What may follow a bare "三点": the end, a pause, or what one does at a time. */
const AFTER_TIME = /^$|[\s,，。.!！?？;；、前后左右来到去开见过送取能可行吗吧呢再我你之以才就有~-]/u;

/** Times. A bare hour from 1 to 6 is meant in the afternoon: nobody asks to be called at three in the night. */
export function findTimes(text: string): Entity[] {
  if (!MAY_BE_TIME.test(text)) return [];
  return [
    ...chineseTimes(text),
    ...entitiesOf(text, 'time', CLOCK, ([, hour, minute, half]) => clockOf(Number(hour), Number(minute), half)),
    ...entitiesOf(text, 'time', ENGLISH, ([, , hour, half, part]) =>
      clockOf(Number(hour), 0, half ?? halfOf(part, Number(hour))),
    ),
    ...entitiesOf(text, 'time', AT_HOUR, ([, , hour]) => clockOf(Number(hour), 0, halfOf(undefined, Number(hour)))),
    ...entitiesOf(text, 'time', PAST, ([, part, side, word]) => {
      const hour = NUMBERS.indexOf((word ?? '').toLowerCase());
      const whole = hour < 0 ? Number(word) : hour;
      const minute = (part ?? '').toLowerCase() === 'half' ? 30 : 15;
      const half = halfOf(undefined, whole);
      return side?.toLowerCase() === 'to' ? clockOf(whole - 1, 60 - minute, half) : clockOf(whole, minute, half);
    }),
    ...entitiesOf(text, 'time', NAMED, (_, fact) => (/midnight/iu.test(fact) ? '00:00' : '12:00')),
  ];
}

function chineseTimes(text: string): Entity[] {
  const found: Entity[] = [];
  for (const match of matchesOf(text, CHINESE_TIME)) {
    const { period, hour = '', minute, after = '' } = match.groups ?? {};
    const sure = period !== undefined || minute !== undefined || match[0].includes('钟');
    // 一点 is "a little" far more often than one o'clock.
    if (hour === '一' && (!sure || /[都也儿]/u.test(after))) continue;
    if (!sure && !AFTER_TIME.test(after)) continue;
    const value = clockOf(numberOf(hour), minuteOf(minute), chineseHalf(period, numberOf(hour)));
    if (value === undefined) continue;
    const start = match.index;
    const end = start + match[0].length - after.length;
    found.push({ kind: 'time', text: text.slice(start, end), value, start, end });
  }
  return found;
}

function chineseHalf(period: string | undefined, hour: number): string | undefined {
  if (period === undefined) return halfOf(undefined, hour);
  if (/凌晨|早|上午|清/u.test(period)) return 'a';
  if (/夜/u.test(period)) return hour >= 6 && hour < 12 ? 'p' : 'a';
  // 中午十一点 is before noon, 中午一点 after.
  if (/中午|正午/u.test(period)) return hour >= 10 && hour < 12 ? 'a' : 'p';
  return 'p';
}

function halfOf(part: string | undefined, hour: number): string | undefined {
  if (part !== undefined) return part.toLowerCase() === 'morning' ? 'a' : 'p';
  return hour >= 1 && hour <= 6 ? 'p' : undefined;
}

function minuteOf(minute: string | undefined): number {
  if (minute === undefined) return 0;
  return MINUTES[minute] ?? numberOf(minute.replace('分', ''));
}

function numberOf(text: string): number {
  return /^\d/u.test(text) ? Number(text) : (parseChineseNumber(text) ?? Number.NaN);
}

function clockOf(hour: number, minute: number, half: string | undefined): string | undefined {
  const side = half?.toLowerCase();
  const whole = side === 'p' && hour < 12 ? hour + 12 : side === 'a' && hour === 12 ? 0 : hour;
  if (!(whole >= 0 && whole <= 24 && minute >= 0 && minute < 60)) return undefined;
  return `${String(whole % 24).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
}
