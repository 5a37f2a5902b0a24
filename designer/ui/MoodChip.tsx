// The mood of a customer by icon and word.
import { Angry, Annoyed, Frown, Meh, Pencil, Smile } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Emotion } from '#nodes/kit/effects.ts';
import { StatusChip } from './StatusChip.tsx';

const MOODS = {
  calm: { icon: Meh, tone: 'neutral' },
  anxious: { icon: Annoyed, tone: 'warning' },
  angry: { icon: Angry, tone: 'danger' },
  sad: { icon: Frown, tone: 'warning' },
  happy: { icon: Smile, tone: 'success' },
} as const;

interface Props {
  readonly mood: Emotion;
  /** Who corrected it and what it was judged to be; whoever shows the chip also says so in words. */
  readonly corrected?: { readonly said: Emotion; readonly by: string } | null;
}

export function MoodChip({ mood, corrected }: Props) {
  const { t } = useTranslation('desk');
  const { icon, tone } = MOODS[mood];
  const correction =
    corrected === undefined || corrected === null
      ? {}
      : { mark: Pencil, hint: t('moodOf.byFrom', { name: corrected.by, mood: t(`mood.${corrected.said}`) }) };
  return (
    <StatusChip icon={icon} tone={tone} {...correction}>
      {t(`mood.${mood}`)}
    </StatusChip>
  );
}
