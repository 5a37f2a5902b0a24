// Why a hit was found, in words.
import type { TFunction } from 'i18next';
import type { Searched } from '#nodes/wire/knowledge.ts';

/** One line: shared words, nearness in meaning, the wording that was met. */
export function whyText(t: TFunction<'knowledge'>, { why, title }: Searched['hits'][number]): string {
  const shares = t(why.readBy === 'server' ? 'test.whyByServer' : 'test.why', {
    words: percent(why.words),
    title: percent(why.title),
    meaning: percent(why.meaning),
  });
  return why.wording === '' || why.wording === title
    ? shares
    : `${shares} · ${t('test.wording', { wording: why.wording })}`;
}

function percent(share: number): number {
  return Math.round(share * 100);
}
