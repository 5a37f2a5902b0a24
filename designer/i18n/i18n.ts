// Starts the translations: one language at a time is loaded, area by area, and the choice is kept per user.
import i18next, { type BackendModule, type ResourceKey } from 'i18next';
import { initReactI18next } from 'react-i18next';
import type { Locale } from '#nodes/kit/localized.ts';
import type {} from './areas.ts';

/** The languages of the interface, each by its own name. Kept apart from the schema module so that the shell stays small. */
export const LOCALE_NAMES: Readonly<Record<Locale, string>> = { 'zh-CN': '简体中文', en: 'English' };

const STORED = 'tandem.locale';
const LOCALES: readonly Locale[] = ['zh-CN', 'en'];
const files = import.meta.glob<{ readonly text: ResourceKey }>('./{zh-CN,en}/*.ts');

const areaFiles: BackendModule = {
  type: 'backend',
  init: () => undefined,
  read(language, area, done) {
    const load = files[`./${language}/${area}.ts`];
    if (load === undefined) {
      done(new Error(`no text for area ${area} in ${language}`), null);
      return;
    }
    load().then(
      (file) => done(null, file.text),
      (error: unknown) => done(error instanceof Error ? error : new Error(String(error)), null),
    );
  },
};

/** Loads the shared areas of the first language and makes `useTranslation` ready. */
export async function startTranslations(locale: Locale = firstLocale()): Promise<void> {
  await i18next
    .use(areaFiles)
    .use(initReactI18next)
    .init({
      lng: locale,
      fallbackLng: false,
      supportedLngs: [...LOCALES],
      load: 'currentOnly',
      ns: ['ui', 'shell', 'problems'],
      defaultNS: 'ui',
      interpolation: { escapeValue: false },
      react: { useSuspense: true },
    });
  document.documentElement.lang = locale;
  i18next.on('languageChanged', (next) => {
    document.documentElement.lang = next;
  });
}

/** Switches the language and remembers it, for this user when one is signed in. */
export async function switchLocale(locale: Locale, userId?: string): Promise<void> {
  window.localStorage.setItem(STORED, locale);
  if (userId !== undefined) window.localStorage.setItem(`${STORED}.${userId}`, locale);
  await i18next.changeLanguage(locale);
}

/** The language a user chose on this device, if any. */
export function storedLocale(userId?: string): Locale | undefined {
  const own = userId === undefined ? null : window.localStorage.getItem(`${STORED}.${userId}`);
  return localeFrom(own ?? window.localStorage.getItem(STORED));
}

/** The language shown now. */
export function currentLocale(): Locale {
  return localeFrom(i18next.language) ?? 'zh-CN';
}

/** One of our languages for a language tag, or nothing. */
export function localeFrom(tag: string | null | undefined): Locale | undefined {
  const language = tag?.toLowerCase().split('-')[0];
  return LOCALES.find((locale) => locale.toLowerCase().split('-')[0] === language);
}

function firstLocale(): Locale {
  return storedLocale() ?? window.navigator.languages.map(localeFrom).find((locale) => locale !== undefined) ?? 'en';
}
