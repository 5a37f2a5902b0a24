// Reads an event as the answer to a question: one reader for each kind of answer.
import type { AnswerSpec, ParsedAnswer } from '#nodes/kit/answers.ts';
import type { FlowEvent } from '../events.ts';
import { parsePressedChoice, parseWrittenChoice } from './choice.ts';
import { parseConfirmAnswer, parseConfirmChoice } from './confirm.ts';
import { parseDateAnswer } from './date.ts';
import { parseFilesAnswer } from './files.ts';
import { parseEmailAnswer, parseFormAnswer, parsePhoneAnswer } from './form.ts';
import { parseNumberAnswer } from './number.ts';
import { parseOrderAnswer } from './order.ts';
import { parseRatingAnswer } from './rating.ts';
import { choiceIn, refused, textIn, type AnswerContext } from './reading.ts';
import { parseTextAnswer } from './text.ts';
import { parseTimeAnswer } from './time.ts';

/**
 * Is this event an answer of that kind, and which? Total: any text is read, also emoji, lone surrogates and 20,000 characters.
 * Reasons and problems are sentences in the customer's language.
 */
export function parseAnswer(spec: AnswerSpec, event: FlowEvent, context: AnswerContext): ParsedAnswer {
  const { locale } = context;
  if (spec.kind === 'form') {
    if (event.type === 'form.submitted') return parseFormAnswer(spec, event.values, context);
    return refused(locale, '请填写上面的表单。', 'Please fill in the form above.');
  }
  if (spec.kind === 'files') {
    if (event.type === 'files.received') return parseFilesAnswer(spec, event.files, locale);
    return refused(locale, '请发送文件。', 'Please send a file.');
  }
  const choice = choiceIn(event);
  if (choice !== null) return parseChoice(spec, choice, context);
  const text = textIn(event);
  if (text === null) return refused(locale, '请用文字回答。', 'Please answer in words.');
  return parseText(spec, text, context);
}

type SpokenSpec = Exclude<AnswerSpec, { kind: 'form' | 'files' }>;

function parseText(spec: SpokenSpec, text: string, context: AnswerContext): ParsedAnswer {
  const { locale } = context;
  switch (spec.kind) {
    case 'text':
      return parseTextAnswer(spec, text, locale);
    case 'number':
      return parseNumberAnswer(spec, text, locale);
    case 'date':
      return parseDateAnswer(spec, text, context);
    case 'time':
      return parseTimeAnswer(spec, text, locale);
    case 'phone':
      return parsePhoneAnswer(spec.region, text, locale);
    case 'email':
      return parseEmailAnswer(text, locale);
    case 'order':
      return parseOrderAnswer(spec.patterns, text, locale);
    case 'choice':
      return parseWrittenChoice(spec, text, locale);
    case 'confirm':
      return parseConfirmAnswer(text, locale);
    case 'rating':
      return parseRatingAnswer(spec.max, text, locale);
  }
}

/** A pressed button answers questions with buttons only. */
function parseChoice(spec: SpokenSpec, choice: string, { locale }: AnswerContext): ParsedAnswer {
  if (spec.kind === 'choice') return parsePressedChoice(spec, choice, locale);
  if (spec.kind === 'confirm') return parseConfirmChoice(choice, locale);
  if (spec.kind === 'rating') return parseRatingAnswer(spec.max, choice, locale);
  return refused(locale, '请用文字回答。', 'Please answer in words.');
}
