// How the queues of jobs stand.
import { Table } from '@mantine/core';
import { ListTodo } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useJobQueues } from '../api/jobs.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { QueryView } from '../ui/QueryView.tsx';
import { RelativeTime } from '../ui/RelativeTime.tsx';

const COUNTS = ['waiting', 'leased', 'done', 'failed'] as const;

export function JobsSection() {
  const { t } = useTranslation('admin');
  const queues = useJobQueues();
  return (
    <QueryView query={queues}>
      {(list) =>
        list.length === 0 ? (
          <EmptyState icon={ListTodo} title={t('jobs.empty')} hint={t('jobs.emptyHint')} />
        ) : (
          <div className="td-table-wrap">
            <Table aria-label={t('jobs.list')}>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>{t('jobs.columns.queue')}</Table.Th>
                  {COUNTS.map((name) => (
                    <Table.Th key={name} ta="right">
                      {t(`jobs.columns.${name}`)}
                    </Table.Th>
                  ))}
                  <Table.Th>{t('jobs.columns.since')}</Table.Th>
                  <Table.Th>{t('jobs.columns.error')}</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {list.map((queue) => (
                  <Table.Tr key={queue.queue}>
                    <Table.Td>{queue.queue}</Table.Td>
                    {COUNTS.map((name) => (
                      <Table.Td key={name} ta="right">
                        {queue[name]}
                      </Table.Td>
                    ))}
                    <Table.Td>{queue.waitingSince === null ? '—' : <RelativeTime at={queue.waitingSince} />}</Table.Td>
                    <Table.Td>{queue.lastError === '' ? '—' : queue.lastError}</Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </div>
        )
      }
    </QueryView>
  );
}
