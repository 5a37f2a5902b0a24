// Who answers a conversation now.
import { Bot, CircleCheck, Clock, Headset } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { SessionStatus } from '#nodes/wire/customer.ts';
import { StatusChip } from '../ui/StatusChip.tsx';

const LOOKS = {
  bot: { icon: Bot, tone: 'accent' },
  queue: { icon: Clock, tone: 'warning' },
  person: { icon: Headset, tone: 'success' },
  closed: { icon: CircleCheck, tone: 'neutral' },
} as const;

export function ConversationStatus({ status }: { readonly status: SessionStatus }) {
  const { t } = useTranslation('desk');
  const { icon, tone } = LOOKS[status];
  return (
    <StatusChip icon={icon} tone={tone}>
      {t(`conversations.statuses.${status}`)}
    </StatusChip>
  );
}
