// What a text may not show: kinds of personal data that are found by their form, and words of the operator's own.

/** Personal data that is found by its form and, where there is one, its check digit. */
export const SENSITIVE_KINDS = ['phone', 'idCard', 'bankCard', 'email', 'plate'] as const;
export type SensitiveKind = (typeof SENSITIVE_KINDS)[number];

/** What is looked for. Patterns are of the linear-time subset; words are compared without case. */
export interface SensitiveRules {
  readonly kinds: readonly SensitiveKind[];
  readonly words: readonly string[];
  readonly patterns: readonly string[];
  /** Words that stop the text instead of being masked. */
  readonly blocked: readonly string[];
}
