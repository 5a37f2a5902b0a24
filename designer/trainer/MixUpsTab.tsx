// Who is taken for whom: a table of the intents that get mixed up; a cell shows its sentences and what to do with them.
import { Button } from '@mantine/core';
import { GitCompareArrows } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../ui/EmptyState.tsx';
import { confusionOf, mixUpsOf, type MixUp } from './findings.ts';
import { movedSentence, NO_INTENT, sentencesOf } from './taught.ts';
import { useTraining } from './trainer-context.ts';

/** Sentences of a cell shown; nobody reads more at once. */
const MOST_SENTENCES = 200;

export function MixUpsTab() {
  const { t } = useTranslation('trainer');
  const { examination } = useTraining();
  const { measured, state } = examination;
  const mixUps = useMemo(() => (measured === undefined ? [] : mixUpsOf(measured)), [measured]);
  const [chosen, setChosen] = useState<string>();
  if (measured === undefined) return <Unmeasured />;
  if (measured.result.judged === 0)
    return <EmptyState icon={GitCompareArrows} title={t('mixups.few')} hint={t('mixups.fewHint')} />;
  if (mixUps.length === 0) return <EmptyState icon={GitCompareArrows} title={t('mixups.none')} />;
  const pair = mixUps.find((one) => keyOf(one) === chosen);
  return (
    <div className="tr-mixups">
      <h2>{t('mixups.title')}</h2>
      <p className="tr-quiet">{state === 'done' ? t('mixups.hint') : t('mixups.stale')}</p>
      <ConfusionTable mixUps={mixUps} chosen={chosen} onChoose={setChosen} />
      {pair === undefined ? <p className="tr-quiet">{t('mixups.pick')}</p> : <PairSentences pair={pair} />}
    </div>
  );
}

/** Nothing is measured: why, and what to do about it. */
function Unmeasured() {
  const { t } = useTranslation('trainer');
  const { examination, taught } = useTraining();
  const { state, measure } = examination;
  if (taught.intents.length === 0)
    return <EmptyState icon={GitCompareArrows} title={t('mixups.few')} hint={t('mixups.fewHint')} />;
  const mayAsk = state === 'large' || state === 'failed' || state === 'elsewhere';
  return (
    <EmptyState icon={GitCompareArrows} title={t('mixups.waiting')}>
      {mayAsk && <Button onClick={measure}>{t('accuracy.measure')}</Button>}
    </EmptyState>
  );
}

function keyOf({ from, to }: MixUp): string {
  return `${from}\n${to}`;
}

interface TableProps {
  readonly mixUps: readonly MixUp[];
  readonly chosen: string | undefined;
  readonly onChoose: (key: string) => void;
}

function ConfusionTable({ mixUps, chosen, onChoose }: TableProps) {
  const { t } = useTranslation('trainer');
  const { nameOf } = useTraining();
  const { rows, columns, left } = confusionOf(mixUps);
  const most = Math.max(...mixUps.map(({ sentences }) => sentences.length));
  const labelOf = (intent: string): string => (intent === NO_INTENT ? t('mixups.lost') : nameOf(intent));
  return (
    <>
      <div className="tr-table-wrap" role="region" aria-label={t('mixups.title')} tabIndex={0}>
        <table className="tr-confusion">
          <thead>
            <tr>
              <th scope="col">{t('mixups.actual')}</th>
              {columns.map((to) => (
                <th key={to} scope="col" title={labelOf(to)}>
                  <span>{labelOf(to)}</span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((from) => (
              <tr key={from}>
                <th scope="row" title={nameOf(from)}>
                  {nameOf(from)}
                </th>
                {columns.map((to) => {
                  const pair = mixUps.find((one) => one.from === from && one.to === to);
                  const count = pair?.sentences.length ?? 0;
                  return (
                    <td key={to} data-self={from === to || undefined}>
                      {pair !== undefined && (
                        <button
                          type="button"
                          aria-pressed={chosen === keyOf(pair)}
                          aria-label={t('mixups.cell', { from: nameOf(from), to: labelOf(to), count })}
                          style={{ '--tr-heat': `${String(Math.round(10 + (30 * count) / most))}%` } as never}
                          onClick={() => onChoose(keyOf(pair))}
                        >
                          {count}
                        </button>
                      )}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {left > 0 && <p className="tr-quiet">{t('mixups.left', { count: left })}</p>}
    </>
  );
}

function PairSentences({ pair }: { readonly pair: MixUp }) {
  const { t } = useTranslation('trainer');
  const { nameOf, taught, change, readOnly, show } = useTraining();
  const { from, to } = pair;
  const standing = new Set(sentencesOf(taught, from));
  const target = to === NO_INTENT ? t('mixups.lost') : nameOf(to);
  return (
    <section className="tr-pair" aria-live="polite">
      <h3>{t('mixups.pair', { from: nameOf(from), to: target })}</h3>
      <ul>
        {pair.sentences
          .filter((sentence) => standing.has(sentence))
          .slice(0, MOST_SENTENCES)
          .map((sentence) => (
            <li key={sentence}>
              <span>{sentence}</span>
              <Button size="compact-xs" variant="subtle" onClick={() => show(from, sentence)}>
                {t('mixups.edit')}
              </Button>
              {!readOnly && to !== NO_INTENT && (
                <Button
                  size="compact-xs"
                  variant="default"
                  onClick={() => change((now) => movedSentence(now, from, to, sentence))}
                >
                  {t('mixups.move', { name: nameOf(to) })}
                </Button>
              )}
            </li>
          ))}
      </ul>
    </section>
  );
}
