// Starts the translations: one language at a time is loaded, area by area. What was chosen on this device is kept here; the account keeps its own.
import i18next, { type BackendModule, type ResourceKey } from 'i18next';
import { initReactI18next } from 'react-i18next';
import type { Locale } from '#nodes/kit/localized.ts';
import type {} from './areas.ts';
import { browserLocale, localeFrom } from './wanted-locale.ts';

/** The languages of the interface, each by its own name. Kept apart from the schema module so that the shell stays small. */
export const LOCALE_NAMES: Readonly<Record<Locale, string>> = { 'zh-CN': '简体中文', en: 'English' };

/** What was chosen on this device, and what a page began with last: the next one begins so, before it knows who is signed in. */
const STORED = 'tandem.locale';
const SHOWN = 'tandem.locale.shown';
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

/** Switches to a language that somebody chose, and remembers it on this device: for this user, or for whoever comes when nobody is signed in. */
export async function switchLocale(locale: Locale, userId?: string): Promise<void> {
  window.localStorage.setItem(userId === undefined ? STORED : `${STORED}.${userId}`, locale);
  await showLocale(locale);
}

/** Shows a language without calling it a choice made here; undefined: nobody chose, the browser's. */
export async function showLocale(locale: Locale | undefined): Promise<void> {
  if (locale === undefined) window.localStorage.removeItem(SHOWN);
  else window.localStorage.setItem(SHOWN, locale);
  const next = locale ?? browserLocale(window.navigator.languages);
  if (next !== currentLocale()) await i18next.changeLanguage(next);
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

function firstLocale(): Locale {
  const shown = localeFrom(window.localStorage.getItem(SHOWN));
  return shown ?? storedLocale() ?? browserLocale(window.navigator.languages);
}
