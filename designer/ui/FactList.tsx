// Labelled values, as stored, said the way people read them.
import { useTranslation } from 'react-i18next';
import { listed } from '../i18n/punctuation.ts';
import './fact-list.css';

interface Props {
  readonly facts: readonly { readonly label: string; readonly hint?: string; readonly value: unknown }[];
}

export function FactList({ facts }: Props) {
  const { t } = useTranslation('ui');
  return (
    <dl className="td-facts">
      {facts.map((fact, at) => (
        <div key={at}>
          <dt title={fact.hint}>{fact.label}</dt>
          <dd dir="auto">{valueText(fact.value, t('yes'), t('no'))}</dd>
        </div>
      ))}
    </dl>
  );
}

/** A stored value as a person reads it. */
export function valueText(value: unknown, yes: string, no: string): string {
  if (value === null || value === undefined || value === '') return '—';
  if (typeof value === 'boolean') return value ? yes : no;
  if (typeof value === 'string' || typeof value === 'number') return String(value);
  if (Array.isArray(value)) return listed(value.map((one: unknown) => valueText(one, yes, no)));
  return JSON.stringify(value);
}
