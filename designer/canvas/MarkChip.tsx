// How a step differs between two documents: icon, word and colour.
import { Minus, Pencil, Plus } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Mark } from './diff-drawing.ts';

const ICONS = { added: Plus, changed: Pencil, removed: Minus } as const;

export function MarkChip({ mark }: { readonly mark: Mark }) {
  const { t } = useTranslation('releases');
  const Icon = ICONS[mark];
  return (
    <span className="fc-mark" data-mark={mark}>
      <Icon size={12} aria-hidden />
      {t(`kind.${mark}`)}
    </span>
  );
}
