// Every conversation, newest first, narrowed by words, status and flow.
import { Button, NativeSelect, Table, Text, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { MessagesSquare, Search, SearchX } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Conversation } from '#nodes/wire/desk.ts';
import { useConversations } from '../api/desk.ts';
import { useFlows } from '../api/flows.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { ErrorState } from '../ui/ErrorState.tsx';
import { LoadingState } from '../ui/LoadingState.tsx';
import { PageHeader } from '../ui/PageHeader.tsx';
import { RelativeTime } from '../ui/RelativeTime.tsx';
import { ConversationStatus } from './ConversationStatus.tsx';

const STATUSES = ['bot', 'queue', 'person', 'closed'] as const;

export function ConversationsPage() {
  const { t } = useTranslation('desk');
  const [q, setQ] = useState('');
  const [searched] = useDebouncedValue(q.trim(), 250);
  const [status, setStatus] = useState('');
  const [flow, setFlow] = useState('');
  const list = useConversations({ q: searched, status, flow });
  const rows = list.data?.pages.flatMap((page) => page.conversations);
  const narrowed = searched !== '' || status !== '' || flow !== '';
  return (
    <div className="td-page">
      <PageHeader title={t('conversations.title')} hint={t('conversations.hint')}>
        <TextInput
          aria-label={t('conversations.search')}
          placeholder={t('conversations.search')}
          leftSection={<Search size={16} aria-hidden />}
          w={220}
          value={q}
          onChange={(event) => setQ(event.currentTarget.value)}
        />
        <NativeSelect
          aria-label={t('conversations.status')}
          w={140}
          value={status}
          onChange={(event) => setStatus(event.currentTarget.value)}
          data={[
            { value: '', label: t('conversations.allStatuses') },
            ...STATUSES.map((value) => ({ value, label: t(`conversations.statuses.${value}`) })),
          ]}
        />
        <FlowFilter value={flow} onChange={setFlow} />
      </PageHeader>
      {rows === undefined && list.isError && <ErrorState error={list.error} onRetry={() => void list.refetch()} />}
      {rows === undefined && list.isPending && <LoadingState />}
      {rows?.length === 0 && narrowed && <EmptyState icon={SearchX} title={t('conversations.noMatch')} />}
      {rows?.length === 0 && !narrowed && (
        <EmptyState icon={MessagesSquare} title={t('conversations.empty')} hint={t('conversations.emptyHint')} />
      )}
      {rows !== undefined && rows.length > 0 && (
        <>
          <ConversationTable rows={rows} />
          {list.hasNextPage && <More busy={list.isFetchingNextPage} onMore={() => void list.fetchNextPage()} />}
        </>
      )}
    </div>
  );
}

interface FlowFilterProps {
  readonly value: string;
  readonly onChange: (flow: string) => void;
}

function FlowFilter({ value, onChange }: FlowFilterProps) {
  const { t } = useTranslation('desk');
  const flows = useFlows().data ?? [];
  return (
    <NativeSelect
      aria-label={t('conversations.flow')}
      w={180}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      data={[
        { value: '', label: t('conversations.allFlows') },
        ...flows.map((flow) => ({ value: flow.id, label: flow.name })),
      ]}
    />
  );
}

function More({ busy, onMore }: { readonly busy: boolean; readonly onMore: () => void }) {
  const { t } = useTranslation('ui');
  return (
    <Button variant="default" mt="lg" mx="auto" display="block" loading={busy} onClick={onMore}>
      {t('loadMore')}
    </Button>
  );
}

function ConversationTable({ rows }: { readonly rows: readonly Conversation[] }) {
  const { t } = useTranslation('desk');
  return (
    <div className="td-table-wrap">
      <Table highlightOnHover aria-label={t('conversations.title')}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('conversations.columns.customer')}</Table.Th>
            <Table.Th>{t('conversations.columns.last')}</Table.Th>
            <Table.Th>{t('conversations.columns.flow')}</Table.Th>
            <Table.Th>{t('conversations.columns.status')}</Table.Th>
            <Table.Th ta="right">{t('conversations.columns.messages')}</Table.Th>
            <Table.Th>{t('conversations.columns.time')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((row) => (
            <Table.Tr key={row.sessionId}>
              <Table.Td>
                <Link to={`/conversations/${row.sessionId}`} className="td-row-link">
                  {row.customer.name}
                </Link>
              </Table.Td>
              <Table.Td maw={360}>
                <Text fz="sm" c="dimmed" truncate dir="auto">
                  {row.lastText}
                </Text>
              </Table.Td>
              <Table.Td>{row.flow.name}</Table.Td>
              <Table.Td>
                <ConversationStatus status={row.status} />
              </Table.Td>
              <Table.Td ta="right">{row.messageCount}</Table.Td>
              <Table.Td style={{ whiteSpace: 'nowrap' }}>
                <RelativeTime at={row.lastAt} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}
