// A text in every language of the flow: one field, a small switch of languages above it.
import { useTranslation } from 'react-i18next';
import type { Localized } from '#nodes/kit/localized.ts';
import { labelled } from '../i18n/punctuation.ts';
import { useSurroundings } from './field-context.ts';
import { missingIn, textIn, withText } from './localized-text.ts';
import { TokenInput } from './TokenInput.tsx';

interface Props {
  readonly id: string;
  readonly label: string;
  readonly value: Localized;
  readonly multiline?: boolean;
  readonly invalid?: boolean;
  readonly placeholder?: string | undefined;
  readonly describedBy?: string | undefined;
  /** Leave the switch out where a group of fields has one already. */
  readonly bare?: boolean;
  readonly onChange: (value: Localized) => void;
}

export function LocalizedInput({ value, bare = false, onChange, label, ...rest }: Props) {
  const { languages, language } = useSurroundings();
  const current = languages.includes(language) ? language : (languages[0] ?? 'zh-CN');
  return (
    <div>
      {!bare && languages.length > 1 && <LanguageTabs label={label} missing={missingIn(value, languages)} />}
      <TokenInput
        {...rest}
        label={languages.length > 1 ? `${label} (${current})` : label}
        kind="template"
        value={textIn(value, current)}
        onChange={(text) => onChange(withText(value, current, text, languages))}
      />
    </div>
  );
}

interface TabsProps {
  readonly label: string;
  readonly missing: readonly string[];
}

/** Switches the language of all fields; a dot marks a language that has no words yet. */
export function LanguageTabs({ label, missing }: TabsProps) {
  const { languages, language, setLanguage } = useSurroundings();
  const { t, i18n } = useTranslation('inspector');
  return (
    <div className="wd-languages" role="group" aria-label={labelled(t('field.language'), label)}>
      {languages.map((one) => (
        <button
          key={one}
          type="button"
          aria-pressed={one === language}
          data-missing={missing.includes(one) || undefined}
          onClick={() => setLanguage(one)}
        >
          {nameOf(one, i18n.language)}
          {missing.includes(one) && <span className="td-visually-hidden">{t('field.empty')}</span>}
        </button>
      ))}
    </div>
  );
}

function nameOf(language: string, locale: string): string {
  if (language === 'zh-CN') return '中文';
  if (language === 'en') return 'English';
  try {
    return new Intl.DisplayNames([locale], { type: 'language' }).of(language) ?? language;
  } catch {
    return language;
  }
}
