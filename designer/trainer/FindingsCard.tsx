// What is worth improving: sentences that say the same in two intents, and what intents lack.
import { Anchor, Button } from '@mantine/core';
import { Copy, Languages, ListMinus, TriangleAlert } from 'lucide-react';
import { useDeferredValue, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { gapsOf, overlapsOf, type Gap, type Overlap } from './findings.ts';
import { withoutSentence } from './taught.ts';
import { useTraining } from './trainer-context.ts';

const FIRST = 6;
/** So many more come with each press. */
const PAGE = 50;
const ICONS = { empty: TriangleAlert, few: ListMinus, alike: Copy, language: Languages } as const;

export function FindingsCard() {
  const { t } = useTranslation('trainer');
  const { taught: latest, examination, locales } = useTraining();
  // Typing goes first; with many intents this takes a moment.
  const taught = useDeferredValue(latest);
  const { measured } = examination;
  const [most, setMost] = useState(FIRST);
  const overlaps = useMemo(() => (measured === undefined ? [] : overlapsOf(measured, taught)), [measured, taught]);
  const gaps = useMemo(() => gapsOf(taught.intents, locales, measured?.result), [taught.intents, locales, measured]);
  if (taught.intents.length === 0) return null;
  const count = overlaps.length + gaps.length;
  const shownOverlaps = overlaps.slice(0, most);
  const shownGaps = gaps.slice(0, most - shownOverlaps.length);
  const hidden = count - shownOverlaps.length - shownGaps.length;
  return (
    <section className="tr-card" aria-labelledby="tr-findings">
      <h2 id="tr-findings">{t('findings.title')}</h2>
      {count === 0 && <p className="tr-quiet">{t(measured === undefined ? 'findings.later' : 'findings.good')}</p>}
      <ul className="tr-findings">
        {shownOverlaps.map((overlap) => (
          <OverlapRow key={`${overlap.one.sentence}\n${overlap.other.sentence}`} overlap={overlap} />
        ))}
        {shownGaps.map((gap) => (
          <GapRow key={`${gap.kind} ${gap.intent} ${gap.kind === 'language' ? gap.language : ''}`} gap={gap} />
        ))}
      </ul>
      {hidden > 0 && (
        <Button size="compact-xs" variant="subtle" onClick={() => setMost(most + PAGE)}>
          {t('findings.more', { count: hidden })}
        </Button>
      )}
    </section>
  );
}

function OverlapRow({ overlap }: { readonly overlap: Overlap }) {
  const { t } = useTranslation('trainer');
  const { nameOf, change, readOnly, show } = useTraining();
  const { one, other, identical } = overlap;
  const sides = [
    [one, other],
    [other, one],
  ] as const;
  return (
    <li className="tr-overlap">
      <p>
        <Copy size={12} aria-hidden /> {t(identical ? 'findings.identical' : 'findings.same')}
      </p>
      {sides.map(([side, rest]) => (
        <div key={side.intent} className="tr-side">
          <Anchor component="button" type="button" fz={13} ta="left" onClick={() => show(side.intent, side.sentence)}>
            {side.sentence}
          </Anchor>
          {readOnly ? (
            <span className="tr-quiet">{nameOf(side.intent)}</span>
          ) : (
            <Button
              size="compact-xs"
              variant="default"
              onClick={() => change((taught) => withoutSentence(taught, rest.intent, rest.sentence))}
            >
              {t('findings.keep', { name: nameOf(side.intent) })}
            </Button>
          )}
        </div>
      ))}
    </li>
  );
}

function GapRow({ gap }: { readonly gap: Gap }) {
  const { t } = useTranslation('trainer');
  const { nameOf, show } = useTraining();
  const Icon = ICONS[gap.kind];
  return (
    <li>
      <button type="button" className="tr-gap-row" onClick={() => show(gap.intent)}>
        <Icon size={12} aria-hidden />
        <span>{sayGap(t, gap, nameOf(gap.intent))}</span>
      </button>
    </li>
  );
}

function sayGap(t: ReturnType<typeof useTranslation<'trainer'>>['t'], gap: Gap, name: string): string {
  if (gap.kind === 'few') return t('findings.few', { name, count: gap.count });
  if (gap.kind === 'language')
    return t('findings.language', { name, language: t(`findings.languages.${gap.language}`) });
  return t(`findings.${gap.kind}`, { name });
}
