// Reads a time of day out of what a customer wrote: 下午三点半, 15:30, half past three, 7pm.
import type { AnswerSpec, ParsedAnswer } from '#nodes/kit/answers.ts';
import { chineseNumber, englishNumber } from './number-words.ts';
import { normal } from './normal.ts';
import { accepted, refused } from './reading.ts';

/** A time as it stands in a text: `HH:MM`, with UTF-16 offsets. */
export interface TimeSpan {
  readonly start: number;
  readonly end: number;
  readonly value: string;
}

type Reading = (groups: readonly (string | undefined)[]) => readonly [hour: number, minute: number] | null;

const MAX_SENTENCE = 500;
const ZH_PART = '(凌晨|清晨|早上|早晨|上午|中午|下午|午后|傍晚|晚上|晚间|夜里|今晚|明晚|明早|今早|早|晚)';
const ZH_HOUR = '(\\d{1,2}|[零一二两三四五六七八九十]{1,3})';
const EN_HOUR = '(\\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)';
const EN_PART = '(?:\\s*(?:in\\s+the|at)?\\s*(morning|afternoon|evening|night))?';
/** "am" stands alone or with dots. */
const AM_PM = '(?:\\s*([ap])\\.?m\\b\\.?)?';

const RULES: readonly (readonly [RegExp, Reading])[] = [
  [
    new RegExp(
      `(?:${ZH_PART}\\s*的?)?\\s*(?<![\\d:])([01]?\\d|2[0-4])\\s*[:：]\\s*([0-5]\\d)(?![\\d:])${AM_PM}${EN_PART}`,
      'giu',
    ),
    ([part, hour, minute, half, later]) => clock(Number(hour), Number(minute), part ?? half ?? later),
  ],
  [
    new RegExp(
      `(?:${ZH_PART}\\s*的?)?\\s*${ZH_HOUR}\\s*[点點时](?!\\s*(?:五|[一二三四五六七八九十\\d]+)\\s*(?:折|倍))(?:钟|整)?(?:(半)|(一刻|三刻)|\\s*(\\d{1,2}|[零一二三四五六七八九十]{1,3})\\s*分?)?`,
      'giu',
    ),
    ([part, hour, half, quarter, minute]) => {
      const minutes =
        half !== undefined
          ? 30
          : quarter !== undefined
            ? quarter === '三刻'
              ? 45
              : 15
            : minute === undefined
              ? 0
              : count(minute);
      return clock(count(hour), minutes, part);
    },
  ],
  [
    new RegExp(
      `\\b(half\\s+past|(?:a\\s+)?quarter\\s+past|(?:a\\s+)?quarter\\s+to)\\s+${EN_HOUR}\\b${AM_PM}${EN_PART}`,
      'giu',
    ),
    ([way = '', hour, half, later]) => {
      const full = englishCount(hour);
      if (/half/i.test(way)) return clock(full, 30, half ?? later);
      return /past/i.test(way) ? clock(full, 15, half ?? later) : clock(full === 1 ? 12 : full - 1, 45, half ?? later);
    },
  ],
  [
    new RegExp(`\\b${EN_HOUR}\\s*(?:o'?\\s?clock)${AM_PM}${EN_PART}`, 'giu'),
    ([hour, half, later]) => clock(englishCount(hour), 0, half ?? later),
  ],
  [
    new RegExp(`\\b${EN_HOUR}(?:[.](\\d{2}))?\\s*([ap])\\.?m\\b\\.?`, 'giu'),
    ([hour, minute, half]) => clock(englishCount(hour), minute === undefined ? 0 : Number(minute), half),
  ],
  [
    new RegExp(`\\b${EN_HOUR}\\s+(?:in\\s+the|at)\\s+(morning|afternoon|evening|night)\\b`, 'giu'),
    ([hour, part]) => clock(englishCount(hour), 0, part),
  ],
  [
    new RegExp(`\\bat\\s+${EN_HOUR}\\b(?!\\s*(?:%|people|persons|guests|items|street|road))`, 'giu'),
    ([hour]) => clock(englishCount(hour), 0, undefined),
  ],
  [/\b(?:at\s+)?(noon|midday|midnight)\b/giu, ([word = '']) => [/midnight/i.test(word) ? 0 : 12, 0]],
];

/** A time within the bounds of the question, as `HH:MM`. */
export function parseTimeAnswer(
  spec: Extract<AnswerSpec, { kind: 'time' }>,
  text: string,
  locale: string,
): ParsedAnswer {
  const plain = normal(text);
  const bare = bareTime(plain);
  const found = bare === null ? [...new Set(timeSpansIn(plain).map(({ value }) => value))] : [bare];
  const [time, other] = found;
  if (time === undefined)
    return refused(locale, '请告诉我几点，例如“下午三点半”。', 'Please give me a time, for example "3:30 pm".');
  if (other !== undefined)
    return refused(locale, '我看到了好几个时间，请只发其中一个。', 'I see several times. Please send just one.');
  if (spec.earliest !== undefined && spec.earliest !== '' && time < spec.earliest)
    return refused(locale, `时间不能早于 ${spec.earliest}。`, `The time cannot be before ${spec.earliest}.`);
  if (spec.latest !== undefined && spec.latest !== '' && time > spec.latest)
    return refused(locale, `时间不能晚于 ${spec.latest}。`, `The time cannot be after ${spec.latest}.`);
  return accepted(time);
}

/** Where a text in plain form names times of day. */
export function timeSpansIn(plain: string): readonly TimeSpan[] {
  let rest = plain.slice(0, MAX_SENTENCE);
  const spans: TimeSpan[] = [];
  for (const [pattern, read] of RULES) {
    for (const match of rest.matchAll(pattern)) {
      const time = read(match.slice(1));
      if (time === null) continue;
      const lead = match[0].length - match[0].trimStart().length;
      const [start, end] = [match.index + lead, match.index + match[0].length];
      spans.push({ start, end, value: `${String(time[0]).padStart(2, '0')}:${String(time[1]).padStart(2, '0')}` });
      rest = `${rest.slice(0, start)};${' '.repeat(end - start - 1)}${rest.slice(end)}`;
    }
  }
  return spans;
}

/** Nothing but an hour was written, to a question about a time. */
function bareTime(plain: string): string | null {
  const hour = /^(\d{1,2})$/.exec(plain)?.[1];
  return hour === undefined || Number(hour) > 23 ? null : `${hour.padStart(2, '0')}:00`;
}

function clock(hour: number, minute: number, part: string | undefined): readonly [number, number] | null {
  if (!Number.isInteger(hour) || !Number.isInteger(minute) || hour > 24 || minute > 59) return null;
  const word = part?.toLowerCase() ?? '';
  const isLate = word === 'p' || /下午|午后|傍晚|晚|夜|afternoon|evening|night/.test(word);
  const isEarly = word === 'a' || /凌晨|清晨|早|上午|morning/.test(word);
  if (isLate && hour < 12) return [/夜|night/.test(word) && hour < 4 ? hour : hour + 12, minute];
  if (/晚|夜|night/.test(word) && hour === 12) return [0, minute];
  if (isEarly && hour === 12) return [0, minute];
  if (word === '中午' && hour < 4) return [hour + 12, minute];
  return [hour === 24 ? 0 : hour, minute];
}

function count(text: string | undefined): number {
  if (text === undefined) return Number.NaN;
  return /^\d+$/.test(text) ? Number(text) : (chineseNumber(text) ?? Number.NaN);
}

function englishCount(text: string | undefined): number {
  if (text === undefined) return Number.NaN;
  return /^\d+$/.test(text) ? Number(text) : (englishNumber(text.toLowerCase()) ?? Number.NaN);
}
