// Where a customer came from, as far as the page told.
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { FactList } from './FactList.tsx';

interface Props {
  readonly source: Readonly<Record<string, unknown>>;
  /** Draws the frame; not called when nothing is known. */
  readonly children: (facts: ReactNode) => ReactNode;
}

const KEYS = ['page', 'title', 'referrer', 'campaign'] as const;

export function SourceFacts({ source, children }: Props) {
  const { t } = useTranslation('ui');
  const facts = KEYS.flatMap((key) => {
    const value = source[key];
    return typeof value === 'string' && value !== '' ? [{ label: t(`sourceKeys.${key}`), value }] : [];
  });
  return facts.length === 0 ? null : children(<FactList facts={facts} />);
}
