// The address a table is read from: how it stands, what the last reading did, what is wrong and how to mend it, and reading it now.
import { Alert, Button, Group, Text } from '@mantine/core';
import { CircleCheck, CircleX, Clock, LoaderCircle, RotateCw, Settings2 } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Table, TableAddress } from '#nodes/wire/tables.ts';
import { isReading, useReadAgain } from '../api/tables.ts';
import { currentLocale } from '../i18n/i18n.ts';
import { listed } from '../i18n/punctuation.ts';
import { exactTime, RelativeTime } from '../ui/RelativeTime.tsx';
import { StatusChip } from '../ui/StatusChip.tsx';
import { toastProblem } from '../ui/toast.ts';

interface Props {
  readonly table: Table;
  readonly address: TableAddress;
  readonly mayEdit: boolean;
  readonly onEdit: () => void;
}

const STATES = {
  queued: { icon: Clock, tone: 'neutral' },
  reading: { icon: LoaderCircle, tone: 'accent' },
  ready: { icon: CircleCheck, tone: 'success' },
  failed: { icon: CircleX, tone: 'danger' },
} as const;

export function AddressPanel({ table, address, mayEdit, onEdit }: Props) {
  const { t } = useTranslation('tables');
  const again = useReadAgain(table.id);
  const { icon, tone } = STATES[address.state];
  const { problem } = address;
  return (
    <section aria-label={t('address.title')} className="td-table-address">
      <Group justify="space-between" gap="md" align="flex-start">
        <div style={{ minWidth: 0, flex: 1 }}>
          <Group gap="sm" wrap="nowrap" role="status">
            <StatusChip icon={icon} tone={tone}>
              {t(`address.states.${address.state}`)}
            </StatusChip>
            <Text fz="sm" fw={500} style={{ overflowWrap: 'anywhere' }}>
              {address.address}
            </Text>
          </Group>
          <LastReading address={address} />
        </div>
        {mayEdit && (
          <Group gap="sm">
            <Button
              variant="default"
              leftSection={<RotateCw size={16} aria-hidden />}
              disabled={isReading(table)}
              onClick={() => again.mutate(undefined, { onError: (error) => toastProblem(error) })}
            >
              {t('address.again')}
            </Button>
            <Button variant="default" leftSection={<Settings2 size={16} aria-hidden />} onClick={onEdit}>
              {t('address.edit')}
            </Button>
          </Group>
        )}
      </Group>
      {problem !== null && !isReading(table) && (
        <Alert role="alert" color="danger" mt="sm" title={t('address.problem')}>
          {problem.message[currentLocale()]}
        </Alert>
      )}
    </section>
  );
}

function LastReading({ address: { read, change, nextAt } }: { readonly address: TableAddress }) {
  const { t, i18n } = useTranslation('tables');
  return (
    <>
      <Line>
        {read === null ? (
          t('address.never')
        ) : (
          <>
            {t('address.read')} <RelativeTime at={read.at} />
          </>
        )}
        {' · '}
        {nextAt === null ? t('address.off') : t('address.next', { at: exactTime(nextAt, i18n.language) })}
      </Line>
      {change !== null && (
        <Line>
          {t('address.changed')} <RelativeTime at={change.at} />
          {' · '}
          {t('address.counts', { added: change.added, changed: change.changed, removed: change.removed })}
        </Line>
      )}
      {read !== null && read.leftOut.length > 0 && <Line>{t('address.leftOut', { names: listed(read.leftOut) })}</Line>}
    </>
  );
}

function Line({ children }: { readonly children: ReactNode }) {
  return (
    <Text fz="sm" c="dimmed" mt={4} style={{ overflowWrap: 'anywhere' }}>
      {children}
    </Text>
  );
}
