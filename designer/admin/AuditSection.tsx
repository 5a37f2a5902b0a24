// The audit log, newest first.
import { Button, Table, Text } from '@mantine/core';
import { CircleCheck, CircleSlash, ScrollText } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { AuditEntry } from '#nodes/wire/access.ts';
import { useAudit } from '../api/settings.ts';
import { labelled } from '../i18n/punctuation.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { ErrorState } from '../ui/ErrorState.tsx';
import { LoadingState } from '../ui/LoadingState.tsx';
import { exactTime } from '../ui/RelativeTime.tsx';
import { StatusChip } from '../ui/StatusChip.tsx';

export function AuditSection() {
  const { t, i18n } = useTranslation('admin');
  const { t: tu } = useTranslation('ui');
  const log = useAudit();
  const entries = log.data?.pages.flatMap((page) => page.entries);
  if (entries === undefined) {
    return log.isError ? <ErrorState error={log.error} onRetry={() => void log.refetch()} /> : <LoadingState />;
  }
  if (entries.length === 0) return <EmptyState icon={ScrollText} title={t('audit.empty')} />;
  return (
    <>
      <div className="td-table-wrap">
        <Table aria-label={t('audit.list')} verticalSpacing={6}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('audit.columns.time')}</Table.Th>
              <Table.Th>{t('audit.columns.actor')}</Table.Th>
              <Table.Th>{t('audit.columns.action')}</Table.Th>
              <Table.Th>{t('audit.columns.target')}</Table.Th>
              <Table.Th>{t('audit.columns.outcome')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {entries.map((entry) => (
              <Table.Tr key={entry.id}>
                <Table.Td style={{ whiteSpace: 'nowrap' }}>{exactTime(entry.at, i18n.language)}</Table.Td>
                <Table.Td>
                  <Actor entry={entry} />
                </Table.Td>
                <Table.Td ff="monospace">{entry.action}</Table.Td>
                <Table.Td>
                  <Text fz="sm" style={{ overflowWrap: 'anywhere' }}>
                    {entry.target}
                  </Text>
                  <Text fz="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }} lineClamp={2}>
                    {factsText(entry.facts)}
                  </Text>
                </Table.Td>
                <Table.Td>
                  <StatusChip
                    icon={entry.outcome === 'done' ? CircleCheck : CircleSlash}
                    tone={entry.outcome === 'done' ? 'success' : 'danger'}
                  >
                    {t(`audit.${entry.outcome}`)}
                  </StatusChip>
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </div>
      {log.hasNextPage && (
        <Button
          variant="default"
          mt="lg"
          mx="auto"
          display="block"
          loading={log.isFetchingNextPage}
          onClick={() => void log.fetchNextPage()}
        >
          {tu('loadMore')}
        </Button>
      )}
    </>
  );
}

function Actor({ entry }: { readonly entry: AuditEntry }) {
  const { t } = useTranslation('admin');
  if (entry.actor.kind === 'system') return t('audit.system');
  return entry.actor.kind === 'token' ? t('audit.token', { name: entry.actor.name }) : entry.actor.name;
}

function factsText(facts: AuditEntry['facts']): string {
  return Object.entries(facts)
    .map(([key, value]) => labelled(key, typeof value === 'string' ? value : JSON.stringify(value)))
    .join(' · ');
}
