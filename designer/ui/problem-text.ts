// Turns any failure into a sentence a person can act on, in the language of the interface.
import type { TFunction } from 'i18next';
import { ERROR_CODES, type ErrorCode } from '#nodes/kit/errors.ts';
import { ApiProblem } from '../api/http.ts';
import { currentLocale } from '../i18n/i18n.ts';

/** The sentence for a failure. Codes have their own words; an unknown failure says so plainly. */
export function problemText(error: unknown, t: TFunction<'problems'>): string {
  if (!(error instanceof ApiProblem)) return t('INTERNAL');
  const own = bilingual(error.facts['message']);
  return own ?? t(error.code);
}

/** The sentence for an error code that came inside an answer, such as that of a try-out. */
export function outcomeText(code: string, t: TFunction<'problems'>): string {
  return t(isErrorCode(code) ? code : 'INTERNAL');
}

function isErrorCode(code: string): code is ErrorCode {
  return Object.hasOwn(ERROR_CODES, code);
}

function bilingual(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const text: unknown = Reflect.get(value, currentLocale());
  return typeof text === 'string' ? text : undefined;
}
