// The head of a group of sentences about the same: how many they are, and what can be done with all of them at once.
import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { InboxItem } from '#nodes/wire/trainer.ts';
import { NO_INTENT } from './taught.ts';
import { useTraining } from './trainer-context.ts';
import type { Verdict } from './use-inbox-work.ts';

interface Props {
  readonly items: readonly InboxItem[];
  readonly onVerdict: (verdict: Verdict) => void;
  /** An intent, or a new one, is to be chosen for all of them. */
  readonly onOther: () => void;
}

export function InboxGroupHead({ items, onVerdict, onOther }: Props) {
  const { t } = useTranslation('trainer');
  const { readOnly } = useTraining();
  return (
    <div className="tr-group-head">
      <h3>{t('inbox.group', { count: items.length })}</h3>
      {!readOnly && (
        <div role="group" aria-label={t('inbox.groupActions')}>
          <Button size="compact-xs" variant="default" onClick={onOther}>
            {t('inbox.groupOther')}
          </Button>
          <Button size="compact-xs" variant="subtle" onClick={() => onVerdict({ kind: 'teach', intent: NO_INTENT })}>
            {t('inbox.groupNone')}
          </Button>
          <Button size="compact-xs" variant="subtle" onClick={() => onVerdict({ kind: 'dismiss' })}>
            {t('inbox.groupDismiss')}
          </Button>
        </div>
      )}
    </div>
  );
}
