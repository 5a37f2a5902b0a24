// Which language the interface speaks to somebody: what was chosen, nearest to the person first, and else what their browser prefers.
import type { Locale } from '#nodes/kit/localized.ts';

const LOCALES: readonly Locale[] = ['zh-CN', 'en'];

/** What was chosen so far; null or absent: nothing. */
export interface LocaleChoices {
  /** With the account, on whatever device. */
  readonly account?: string | null;
  /** On this device, such as before sign-in. */
  readonly device?: string | null;
  /** For everybody of the workspace. */
  readonly workspace?: string | null;
}

/** The choice that counts; undefined: nobody chose, the browser decides. */
export function chosenLocale({ account, device, workspace }: LocaleChoices): Locale | undefined {
  return localeFrom(account) ?? localeFrom(device) ?? localeFrom(workspace);
}

/** The first of the browser's languages that we have, whatever its script or country; English when we have none of them. */
export function browserLocale(languages: readonly string[]): Locale {
  return languages.map(localeFrom).find((locale) => locale !== undefined) ?? 'en';
}

/** One of our languages for a language tag, or nothing. */
export function localeFrom(tag: string | null | undefined): Locale | undefined {
  const language = tag?.toLowerCase().split(/[-_]/)[0];
  return LOCALES.find((locale) => locale.toLowerCase().split('-')[0] === language);
}
