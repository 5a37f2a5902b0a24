// What the test chat offers while the flow waits for an event: the event arrives, or the time runs out.
import { Button, Group } from '@mantine/core';
import { BellRing, Hourglass } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Awaited } from './awaited-event.ts';

interface Props {
  readonly awaited: Awaited;
  readonly disabled: boolean;
  readonly onArrives: () => void;
  /** Absent: no time is set. */
  readonly onTimeout: (() => void) | undefined;
}

export function AwaitedEvent({ awaited, disabled, onArrives, onTimeout }: Props) {
  const { t } = useTranslation('rehearsal');
  return (
    <Group className="rh-awaited" gap="xs" role="group" aria-label={t('event.awaited', { name: awaited.name })}>
      <Button
        size="compact-sm"
        variant="light"
        leftSection={<BellRing size={14} aria-hidden />}
        disabled={disabled}
        onClick={onArrives}
      >
        {t('event.arrivesNamed', { name: awaited.name })}
      </Button>
      {onTimeout !== undefined && (
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<Hourglass size={14} aria-hidden />}
          disabled={disabled}
          onClick={onTimeout}
        >
          {t('event.timeout')}
        </Button>
      )}
    </Group>
  );
}
