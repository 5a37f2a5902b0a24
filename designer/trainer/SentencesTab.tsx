// The intents on the left, the sentences of one of them beside.
import { Button } from '@mantine/core';
import { Lightbulb } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../ui/EmptyState.tsx';
import { IntentList } from './IntentList.tsx';
import { IntentSheet } from './IntentSheet.tsx';
import { NO_INTENT, withNewIntent } from './taught.ts';
import { useTraining } from './trainer-context.ts';

interface Props {
  readonly shown: { readonly intent: string; readonly sentence: string | null } | undefined;
  /** Keeps its identity. */
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
    change((now) => withNewIntent(now, id, ''));
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
      <IntentSheet
        key={current}
        intent={current}
        wanted={shown?.sentence ?? null}
        onGone={() => {
          const at = intents.findIndex(({ id }) => id === current);
          onShown((intents[at + 1] ?? intents[at - 1])?.id ?? NO_INTENT);
        }}
      />
    </div>
  );
}
