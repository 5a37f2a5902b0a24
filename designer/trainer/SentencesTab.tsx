// The intents on the left, the sentences of one of them beside.
import { Button, TextInput } from '@mantine/core';
import { Ban, Lightbulb, Plus, Search, TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../ui/EmptyState.tsx';
import { ENOUGH } from './findings.ts';
import { IntentSheet } from './IntentSheet.tsx';
import { NO_INTENT } from './taught.ts';
import { percent, useTraining } from './trainer-context.ts';

interface Props {
  readonly shown: { readonly intent: string; readonly sentence: string | null } | undefined;
  readonly onShown: (intent: string) => void;
  readonly onImport: () => void;
}

export function SentencesTab({ shown, onShown, onImport }: Props) {
  const { t } = useTranslation('trainer');
  const { taught, readOnly, change, newId } = useTraining();
  const { intents } = taught;
  const wanted = shown?.intent;
  const current = wanted === NO_INTENT || intents.some(({ id }) => id === wanted) ? wanted : intents[0]?.id;

  function add(): void {
    const id = newId();
    change((now) => ({ ...now, intents: [...now.intents, { id, name: '', examples: [] }] }));
    onShown(id);
  }

  if (current === undefined) {
    return (
      <EmptyState icon={Lightbulb} title={t('intents.empty')} hint={t('intents.emptyHint')}>
        {!readOnly && (
          <>
            <Button onClick={onImport}>{t('import')}</Button>
            <Button variant="default" onClick={add}>
              {t('intents.add')}
            </Button>
          </>
        )}
      </EmptyState>
    );
  }
  return (
    <div className="tr-sentences">
      <IntentList current={current} onShown={onShown} onAdd={add} />
      <IntentSheet key={current} intent={current} wanted={shown?.sentence ?? null} onGone={() => onShown('')} />
    </div>
  );
}

interface ListProps {
  readonly current: string;
  readonly onShown: (intent: string) => void;
  readonly onAdd: () => void;
}

function IntentList({ current, onShown, onAdd }: ListProps) {
  const { t } = useTranslation('trainer');
  const { taught, examination, readOnly, nameOf } = useTraining();
  const [query, setQuery] = useState('');
  const words = query.trim().toLowerCase();
  const found = taught.intents.filter(
    ({ name, examples }) => words === '' || `${name}\n${examples.join('\n')}`.toLowerCase().includes(words),
  );
  const counts = new Map(examination.measured?.result.intents.map((one) => [one.id, one]));
  return (
    <nav className="tr-intents" aria-label={t('intents.title')}>
      <TextInput
        size="xs"
        aria-label={t('intents.find')}
        placeholder={t('intents.find')}
        leftSection={<Search size={14} aria-hidden />}
        value={query}
        onChange={(event) => setQuery(event.currentTarget.value)}
      />
      <ul>
        {found.map(({ id, examples }) => {
          const count = counts.get(id);
          const share = count === undefined || count.judged === 0 ? undefined : count.right / count.judged;
          return (
            <li key={id}>
              <button type="button" aria-current={id === current} onClick={() => onShown(id)}>
                <span className="tr-intent-name">{nameOf(id)}</span>
                <span className="tr-intent-facts">
                  {examples.length < ENOUGH && <TriangleAlert size={11} aria-hidden />}
                  {t('intents.examples', { count: examples.length })}
                  {share !== undefined && ` · ${t('intents.right', { share: percent(share) })}`}
                </span>
                {share !== undefined && (
                  <span className="tr-bar-back" aria-hidden>
                    <span style={{ width: percent(share) }} data-low={share < 0.7 || undefined} />
                  </span>
                )}
              </button>
            </li>
          );
        })}
        {found.length === 0 && <li className="tr-quiet">{t('intents.notFound')}</li>}
        <li>
          <button type="button" aria-current={current === NO_INTENT} onClick={() => onShown(NO_INTENT)}>
            <span className="tr-intent-name">
              <Ban size={12} aria-hidden /> {t('none')}
            </span>
            <span className="tr-intent-facts">{t('intents.examples', { count: taught.outOfScope.length })}</span>
          </button>
        </li>
      </ul>
      {!readOnly && (
        <Button size="xs" variant="default" leftSection={<Plus size={14} aria-hidden />} onClick={onAdd}>
          {t('intents.add')}
        </Button>
      )}
    </nav>
  );
}
