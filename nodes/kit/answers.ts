// The forms an answer can take: what a question accepts, as data.
import type { FileRules } from './file-types.ts';
import type { FormField } from './messages.ts';
import type { Json } from './json.ts';
import type { Localized } from './localized.ts';

/** An option of a choice question. `keywords` are further words a customer may type for it. */
export interface AnswerOption {
  readonly id: string;
  readonly label: Localized;
  readonly keywords?: readonly string[];
}

/** What a question accepts and what it stores. The stored type stands behind each kind. */
export type AnswerSpec =
  /** string; `pattern` is a linear-time subset of regular expressions, tested against the whole trimmed text */
  | { readonly kind: 'text'; readonly minLength?: number; readonly maxLength?: number; readonly pattern?: string }
  /** number; understands 1,200 / 1.2万 / 三百 / twelve */
  | { readonly kind: 'number'; readonly min?: number; readonly max?: number; readonly integer?: boolean }
  /** ISO date `YYYY-MM-DD`; understands 明天, 下周二, next Friday, 3月5日, 12/24 */
  | { readonly kind: 'date'; readonly earliest?: string; readonly latest?: string; readonly timeZone: string }
  /** time of day `HH:MM`; understands 下午三点半, 15:30, 3pm, half past three, noon */
  | { readonly kind: 'time'; readonly earliest?: string; readonly latest?: string }
  /** digits with optional leading +; `region` decides national forms */
  | { readonly kind: 'phone'; readonly region: 'CN' | 'any' }
  /** lower-case address */
  | { readonly kind: 'email' }
  /** the first text that matches one of the patterns, upper-cased */
  | { readonly kind: 'order'; readonly patterns: readonly string[] }
  /** option id, or a list of ids when `multiple` */
  | {
      readonly kind: 'choice';
      readonly options: readonly AnswerOption[];
      readonly multiple: boolean;
      readonly fuzzy: boolean;
    }
  /** boolean; understands 是/好的/不用 and yes/no and their relatives */
  | { readonly kind: 'confirm' }
  /** object of field values, each checked by its kind */
  | {
      readonly kind: 'form';
      readonly formId: string;
      readonly fields: readonly FormField[];
      readonly consentRequired: boolean;
    }
  /** the file `{ id, name, contentType, kind, sizeBytes }`, or the list of them when more than one may come; kept for `keepDays` */
  | ({ readonly kind: 'files'; readonly keepDays: number } & FileRules)
  /** number 1..max */
  | { readonly kind: 'rating'; readonly max: number };

/** The outcome of reading an answer. `problems` maps a form field to what is wrong with it. */
export type ParsedAnswer =
  | { readonly ok: true; readonly value: Json }
  | { readonly ok: false; readonly reason: string; readonly problems?: Readonly<Record<string, string>> };
