// The live figure: how many sentences are recognised by models that had not seen them, with how sure that is.
import { Button, Loader } from '@mantine/core';
import { Check, CircleHelp, Shuffle, TrendingDown, TrendingUp } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { labelled } from '../i18n/punctuation.ts';
import { problemText } from '../ui/problem-text.ts';
import type { Measured } from './findings.ts';
import { percent, useTraining } from './trainer-context.ts';
import { shareOf } from './use-examination.ts';

export function AccuracyCard() {
  const { t } = useTranslation('trainer');
  const { examination, taught } = useTraining();
  const { state, measured, measure } = examination;
  const isEmpty = taught.intents.length === 0;
  return (
    <section className="tr-card" aria-labelledby="tr-accuracy">
      <h2 id="tr-accuracy">{t('accuracy.title')}</h2>
      {isEmpty ? (
        <p className="tr-quiet">{t('accuracy.empty')}</p>
      ) : measured === undefined ? null : measured.result.enough ? (
        <Figure measured={measured} before={examination.before} stale={state !== 'done'} />
      ) : (
        <>
          <p className="tr-strong">{t('accuracy.few')}</p>
          <p className="tr-quiet">{t('accuracy.fewHint', { count: measured.result.judged })}</p>
        </>
      )}
      {!isEmpty && (
        <p className="tr-state" role="status">
          {(state === 'measuring' || state === 'waiting') && (
            <>
              <Loader size={12} aria-hidden />
              {t(state === 'measuring' && examination.isLarge ? 'accuracy.measuringLarge' : `accuracy.${state}`)}
            </>
          )}
          {(state === 'large' || state === 'elsewhere') && t(`accuracy.${state}`)}
          {state === 'failed' && <Failure />}
        </p>
      )}
      {!isEmpty && (state === 'large' || state === 'elsewhere' || state === 'failed') && (
        <Button size="xs" variant="default" onClick={measure}>
          {t(state === 'failed' ? 'accuracy.again' : 'accuracy.measure')}
        </Button>
      )}
    </section>
  );
}

function Failure() {
  const { t } = useTranslation('trainer');
  const { t: problem } = useTranslation('problems');
  const { error } = useTraining().examination;
  return <span className="tr-danger">{labelled(t('accuracy.failed'), problemText(error, problem))}</span>;
}

interface FigureProps {
  readonly measured: Measured;
  readonly before: number | undefined;
  readonly stale: boolean;
}

function Figure({ measured, before, stale }: FigureProps) {
  const { t } = useTranslation('trainer');
  const { judged, right, lost, margin, complete } = measured.result;
  const other = judged - right - lost;
  const share = shareOf(measured);
  const gain = before === undefined ? 0 : share - before;
  const Trend = gain > 0 ? TrendingUp : TrendingDown;
  return (
    <div data-stale={stale || undefined} className="tr-figure">
      <p className="tr-number">
        <strong>{percent(share)}</strong> <span>{t('accuracy.margin', { share: percent(margin) })}</span>
        {Math.abs(gain) >= 0.005 && !stale && (
          <span className="tr-trend" data-tone={gain > 0 ? 'success' : 'warning'}>
            <Trend size={14} aria-hidden />
            {t(gain > 0 ? 'accuracy.up' : 'accuracy.down', { share: percent(Math.abs(gain)) })}
          </span>
        )}
      </p>
      <div className="tr-meter" aria-hidden>
        <span data-part="right" style={{ flexGrow: right }} />
        <span data-part="other" style={{ flexGrow: other }} />
        <span data-part="lost" style={{ flexGrow: lost }} />
      </div>
      <ul className="tr-legend">
        <li data-part="right">
          <Check size={12} aria-hidden /> {t('accuracy.right', { count: right })}
        </li>
        <li data-part="other">
          <Shuffle size={12} aria-hidden /> {t('accuracy.other', { count: other })}
        </li>
        <li data-part="lost">
          <CircleHelp size={12} aria-hidden /> {t('accuracy.lost', { count: lost })}
        </li>
      </ul>
      <p className="tr-quiet">{t(complete ? 'accuracy.basis' : 'accuracy.sampled', { count: judged })}</p>
    </div>
  );
}
