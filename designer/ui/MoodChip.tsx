// The mood of a customer by icon and word.
import { Angry, Annoyed, Frown, Meh, Smile } from 'lucide-react';
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

export function MoodChip({ mood }: { readonly mood: Emotion }) {
  const { t } = useTranslation('desk');
  const { icon, tone } = MOODS[mood];
  return (
    <StatusChip icon={icon} tone={tone}>
      {t(`mood.${mood}`)}
    </StatusChip>
  );
}
