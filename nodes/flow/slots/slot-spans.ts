// Typed values as they stand in a sentence: addresses, phones, order numbers, dates and times, each with its place.
import type { AnswerSpec } from '#nodes/kit/answers.ts';
import type { SlotKind, SlotSpec } from '#nodes/kit/slots.ts';
import { dateBounds, dateSpansIn } from '../answer/date.ts';
import { emailFrom } from '../answer/email.ts';
import { codeIn } from '../answer/order.ts';
import { phoneSpansIn } from '../answer/phone.ts';
import { timeSpansIn } from '../answer/time.ts';
import { dateAt } from '../zone.ts';

/** A value found in a sentence, in canonical form. */
export interface Span {
  readonly kind: SlotKind;
  readonly start: number;
  readonly end: number;
  readonly value: string;
}

/** The typed values of a sentence in plain form, for the kinds that some slot has. What is a phone number is no order number, unless one is asked for. */
export function spansIn(
  plain: string,
  slots: readonly SlotSpec[],
  asked: SlotSpec | undefined,
  now: number,
): readonly Span[] {
  const spans: Span[] = [];
  let rest = plain;
  const take = (found: readonly Omit<Span, 'kind'>[], kind: SlotKind) => {
    for (const span of found) {
      spans.push({ kind, ...span });
      rest = masked(rest, span.start, span.end);
    }
  };
  if (has(slots, 'email')) {
    for (let found = emailFrom(rest); found !== null && spans.length < 10; found = emailFrom(rest)) {
      const start = rest.replaceAll('。', '.').toLowerCase().indexOf(found.value);
      if (start < 0) break;
      take([{ start, end: start + found.value.length, value: found.value }], 'email');
    }
  }
  const orders = slots.filter((slot) => slot.kind === 'order');
  const takeOrders = () => {
    for (const { answer } of orders) {
      for (let count = 0; count < 5; count++) {
        const found = firstCode(answer, rest);
        if (found === null) break;
        take([found], 'order');
      }
    }
  };
  if (asked?.kind === 'order') takeOrders();
  if (has(slots, 'phone')) take(phoneSpansIn(rest, 'CN'), 'phone');
  takeOrders();
  // 明晚七点 holds a date and a time that share a character, so both are looked for in the same text.
  const both = rest;
  const date = slots.find((slot) => slot.kind === 'date');
  if (date?.answer.kind === 'date') {
    const today = dateAt(now, date.answer.timeZone);
    const [earliest, latest] = dateBounds(date.answer, today);
    take(dateSpansIn(both, today, earliest, latest, 6), 'date');
  }
  if (has(slots, 'time')) take(timeSpansIn(both), 'time');
  return spans.sort((a, b) => a.start - b.start);
}

/** The text with a part of it blanked out; every other character keeps its place. */
export function masked(text: string, start: number, end: number): string {
  return end <= start ? text : `${text.slice(0, start)};${' '.repeat(end - start - 1)}${text.slice(end)}`;
}

function firstCode(answer: AnswerSpec, text: string): Omit<Span, 'kind'> | null {
  if (answer.kind !== 'order') return null;
  for (const source of answer.patterns) {
    const code = codeIn(source, text);
    const start = code === null ? -1 : text.toLowerCase().indexOf(code.toLowerCase());
    if (code !== null && start >= 0) return { start, end: start + code.length, value: code.toUpperCase() };
  }
  return null;
}

function has(slots: readonly SlotSpec[], kind: SlotKind): boolean {
  return slots.some((slot) => slot.kind === kind);
}
