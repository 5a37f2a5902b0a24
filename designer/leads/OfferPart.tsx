// A lead on offer: to whom, until when, and the button that takes it.
import { Button, Group, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Lead } from '#nodes/wire/leads.ts';
import { useHasRole, useMe } from '../api/auth.ts';
import { ApiProblem } from '../api/http.ts';
import { useAcceptLead } from '../api/leads.ts';
import { clockTime } from '../ui/RelativeTime.tsx';
import { toastDone, toastProblem, toastRefused } from '../ui/toast.ts';

interface Props {
  readonly lead: Lead;
  readonly offer: NonNullable<Lead['offer']>;
}

export function OfferPart({ lead, offer }: Props) {
  const { t, i18n } = useTranslation('leads');
  const me = useMe().data?.user.id;
  const mayTakeAny = useHasRole('admin', 'supervisor');
  const accept = useAcceptLead();
  const isMine = offer.to.id === me;
  const name = lead.name === '' ? t('unnamed') : lead.name;

  function take(): void {
    accept.mutate(lead.id, {
      onSuccess: () => toastDone(t('offer.taken')),
      onError: (error) => {
        if (error instanceof ApiProblem && error.code === 'STATE_CONFLICT') toastRefused(t('offer.gone'));
        else toastProblem(error);
      },
    });
  }
  return (
    <Group gap={6}>
      {(isMine || mayTakeAny) && (
        <Button
          size="compact-xs"
          aria-label={t('offer.takeOne', { name })}
          loading={accept.isPending}
          onClick={() => take()}
        >
          {t('offer.take')}
        </Button>
      )}
      <Text fz="xs" c="dimmed">
        {[
          isMine ? '' : t('offer.to', { name: offer.to.name }),
          offer.dueAt === null ? '' : t('offer.until', { time: clockTime(offer.dueAt, i18n.language) }),
        ]
          .filter((word) => word !== '')
          .join(' · ')}
      </Text>
    </Group>
  );
}
