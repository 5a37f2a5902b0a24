// What every answer reader gets and gives.
import type { ParsedAnswer } from '#nodes/kit/answers.ts';
import type { Json } from '#nodes/kit/json.ts';
import type { FlowEvent } from '../events.ts';
import { inLanguage } from './sentences.ts';

/** The moment and the language of an answer. */
export interface AnswerContext {
  /** Unix ms. */
  readonly now: number;
  readonly locale: string;
}

/** A good answer. */
export function accepted(value: Json): ParsedAnswer {
  return { ok: true, value };
}

/** An answer that cannot be taken, with the sentence for the customer. */
export function refused(locale: string, zh: string, en: string): ParsedAnswer {
  return { ok: false, reason: inLanguage(locale, zh, en) };
}

/** What the customer wrote; null for any other event. */
export function textIn(event: FlowEvent): string | null {
  return event.type === 'message.received' ? event.text : null;
}

/** What the customer pressed; null for any other event. */
export function choiceIn(event: FlowEvent): string | null {
  return event.type === 'choice.selected' ? event.choice : null;
}
