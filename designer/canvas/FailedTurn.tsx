// Where a dialogue failed: the turn, what was expected and what was seen, and the way to look at it.
import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Difference } from '#nodes/wire/flow-tests.ts';

interface Props {
  /** 0 is the opening. */
  readonly turn: number;
  readonly act: string;
  readonly differences: readonly Difference[];
  readonly onOpen: () => void;
}

export function FailedTurn({ turn, act, differences, onOpen }: Props) {
  const { t } = useTranslation('tests');
  return (
    <div className="fc-tests-failed">
      <strong>{turn === 0 ? t('failedOpening') : t('failedTurn', { turn, act })}</strong>
      <dl>
        {differences.map((difference, index) => (
          <div key={`${difference.what} ${String(index)}`}>
            <dt>
              {t(`what.${difference.what}`)}
              {difference.name !== undefined && difference.what !== 'replyMeans' && ` ${difference.name}`}
            </dt>
            <dd>
              {difference.expected !== '' && <span>{t('expected', { value: difference.expected })}</span>}
              <span>{t('seen', { value: difference.seen === '' ? t('nothing') : difference.seen })}</span>
            </dd>
          </div>
        ))}
      </dl>
      <Button size="compact-xs" variant="default" onClick={onOpen}>
        {t('openTurn')}
      </Button>
    </div>
  );
}
