// Asks the answer readers as a customer would: by writing, pressing and submitting.
import type { AnswerSpec, ParsedAnswer } from '#nodes/kit/answers.ts';
import type { Json, JsonObject } from '#nodes/kit/json.ts';
import { parseAnswer } from '#nodes/flow/answer/parse-answer.ts';

/** Thursday, 5 March 2026, 16:40 in Shanghai. */
export const THURSDAY = 1_772_700_000_000;

/** The outcome of a written answer. */
export function write(spec: AnswerSpec, text: string, locale = 'zh-CN', now = THURSDAY): ParsedAnswer {
  return parseAnswer(spec, { type: 'message.received', at: now, messageId: 'm', text }, { now, locale });
}

/** The value of a written answer; undefined when it is refused. */
export function valueOf(spec: AnswerSpec, text: string): Json | undefined {
  const answer = write(spec, text);
  return answer.ok ? answer.value : undefined;
}

/** The outcome of a pressed option. */
export function press(spec: AnswerSpec, choice: string): ParsedAnswer {
  const event = { type: 'choice.selected', at: THURSDAY, messageId: 'm', choice } as const;
  return parseAnswer(spec, event, { now: THURSDAY, locale: 'en' });
}

/** The outcome of a submitted form. */
export function submit(spec: AnswerSpec, values: JsonObject, locale = 'en'): ParsedAnswer {
  const event = { type: 'form.submitted', at: THURSDAY, messageId: 'm', values } as const;
  return parseAnswer(spec, event, { now: THURSDAY, locale });
}
