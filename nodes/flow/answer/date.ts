// Reads one date out of what a customer wrote.
import type { AnswerSpec, ParsedAnswer } from '#nodes/kit/answers.ts';
import { civilFromIso, isoFromCivil, plusDays, type CivilDate } from '../civil-date.ts';
import { dateAt } from '../zone.ts';
import { DATE_RULES, nearest, type ChooseYear } from './date-words.ts';
import { normal } from './normal.ts';
import { accepted, refused, type AnswerContext } from './reading.ts';

type DateSpec = Extract<AnswerSpec, { kind: 'date' }>;

/** Dates stand near the start of an answer; a long letter is not searched. */
const MAX_SENTENCE = 500;

/** A date within the bounds of the question, as `YYYY-MM-DD`. Bounds may also be `today` or `+7` / `-7` days from today. */
export function parseDateAnswer(spec: DateSpec, text: string, { now, locale }: AnswerContext): ParsedAnswer {
  const today = dateAt(now, spec.timeZone);
  const [earliest, latest] = dateBounds(spec, today);
  const found = datesIn(text, today, earliest, latest);
  const [date, other] = found;
  if (date === undefined) {
    return refused(
      locale,
      '请告诉我日期，例如“明天”或“3月5日”。',
      'Please give me a date, for example "tomorrow" or "March 5".',
    );
  }
  if (other !== undefined) {
    return refused(locale, '我看到了好几个日期，请只发其中一个。', 'I see several dates. Please send just one.');
  }
  if (earliest !== null && date < earliest) {
    return refused(locale, `日期不能早于 ${earliest}。`, `The date cannot be before ${earliest}.`);
  }
  if (latest !== null && date > latest) {
    return refused(locale, `日期不能晚于 ${latest}。`, `The date cannot be after ${latest}.`);
  }
  return accepted(date);
}

/** The different dates that a text names, ISO. A day without a year takes the year that fits the bounds, the coming one first. */
export function datesIn(
  text: string,
  today: CivilDate,
  earliest: string | null,
  latest: string | null,
): readonly string[] {
  return [...new Set(dateSpansIn(normal(text), today, earliest, latest, 2).map(({ value }) => value))];
}

/** A date as it stands in a text: UTF-16 offsets into the text given. */
export interface DateSpan {
  readonly start: number;
  readonly end: number;
  readonly value: string;
}

/** Where a text in plain form names dates, in the order of the rules; at most `most` different ones. */
export function dateSpansIn(
  plain: string,
  today: CivilDate,
  earliest: string | null,
  latest: string | null,
  most: number,
): readonly DateSpan[] {
  const choose: ChooseYear = (candidates) => {
    const fitting = candidates.filter((date) => {
      const iso = isoFromCivil(date);
      return (earliest === null || iso >= earliest) && (latest === null || iso <= latest);
    });
    return nearest(fitting.length > 0 ? fitting : candidates, today);
  };
  let rest = plain.slice(0, MAX_SENTENCE);
  if (/农历|阴历|旧历/.test(rest)) return [];
  const spans: DateSpan[] = [];
  const found = new Set<string>();
  for (const { pattern, read } of DATE_RULES) {
    for (let match = pattern.exec(rest); match !== null && found.size < most; match = pattern.exec(rest)) {
      const date = read(match.slice(1), today, choose);
      const [start, end] = [match.index, match.index + match[0].length];
      if (date !== null && date.year >= 1 && date.year <= 9999) {
        const value = isoFromCivil(date);
        found.add(value);
        spans.push({ start, end, value });
      }
      // What was read is not read again, also when there is no such day: 30 February is not "the 30th".
      rest = `${rest.slice(0, start)};${' '.repeat(end - start - 1)}${rest.slice(end)}`;
    }
  }
  return spans;
}

/** The bounds of a date question on a day; null where it has none. */
export function dateBounds(
  spec: DateSpec,
  today: CivilDate,
): readonly [earliest: string | null, latest: string | null] {
  return [boundOf(spec.earliest, today), boundOf(spec.latest, today)];
}

function boundOf(bound: string | undefined, today: CivilDate): string | null {
  if (bound === undefined || bound === '') return null;
  if (bound === 'today') return isoFromCivil(today);
  if (/^[+-]\d{1,5}$/.test(bound)) return isoFromCivil(plusDays(today, Number(bound)));
  const date = civilFromIso(bound);
  return date === null ? null : isoFromCivil(date);
}
