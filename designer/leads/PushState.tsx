// Where the push of a lead to the sales system stands.
import { Text } from '@mantine/core';
import { CircleCheck, CircleX, Clock } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Lead } from '#nodes/wire/leads.ts';
import { StatusChip } from '../ui/StatusChip.tsx';

export function PushState({ push }: { readonly push: Lead['push'] }) {
  const { t } = useTranslation('leads');
  switch (push.state) {
    case 'off':
      return (
        <Text fz="sm" c="dimmed">
          {t('push.off')}
        </Text>
      );
    case 'queued':
      return (
        <StatusChip icon={Clock} tone={push.attempts === 0 ? 'neutral' : 'warning'}>
          {push.attempts === 0 ? t('push.waiting') : t('push.queued', { attempts: push.attempts })}
        </StatusChip>
      );
    case 'delivered':
      return (
        <StatusChip icon={CircleCheck} tone="success">
          {t('push.delivered')}
        </StatusChip>
      );
    case 'failed':
      return (
        <StatusChip icon={CircleX} tone="danger">
          {t('push.failed')}
        </StatusChip>
      );
  }
}
