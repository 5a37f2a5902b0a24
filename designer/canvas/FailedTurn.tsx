// Where a dialogue failed: the turn, what was expected and what was seen, and the way to look at it.
import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { DialogueTurn } from '#nodes/wire/dialogues.ts';
import type { Difference } from '#nodes/wire/flow-tests.ts';
import { rowFromTurn } from './dialogue-form.ts';

interface Props {
  /** 0 is the opening. */
  readonly turn: number;
  /** What the turn does; unknown when the dialogue is not at hand. */
  readonly does: DialogueTurn | undefined;
  readonly differences: readonly Difference[];
  readonly onOpen: () => void;
}

export function FailedTurn({ turn, does, differences, onOpen }: Props) {
  const { t } = useTranslation('tests');
  return (
    <div className="fc-tests-failed">
      <strong>
        {turn === 0 ? t('failedOpening') : t('failedTurn', { turn, act: does === undefined ? '' : wordsOf(does) })}
      </strong>
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

  function wordsOf(done: DialogueTurn): string {
    const { act, value } = rowFromTurn(done);
    const said = act === 'agent' && done.agent !== undefined ? t(`agent.${done.agent}`) : value;
    return said === '' ? t(`act.${act}`) : t('did', { act: t(`act.${act}`), said });
  }
}
