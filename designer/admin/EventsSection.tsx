// What flows noted to be counted: how often, in how many conversations, what it was worth, day by day, and with what properties last.
import { Group, Select, Table } from '@mantine/core';
import { Flag } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TrackedEvents } from '#nodes/wire/events.ts';
import { useFlows } from '../api/flows.ts';
import { useTrackedEvents } from '../api/events.ts';
import { labelled } from '../i18n/punctuation.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { QueryView } from '../ui/QueryView.tsx';
import { RelativeTime } from '../ui/RelativeTime.tsx';
import { countsByDay, daysBack, shareOfFirst } from './events-view.ts';

const SPANS = [7, 30, 90] as const;
/** Days shown one by one; the rest is in the sums. */
const DAYS_SHOWN = 7;

export function EventsSection() {
  const { t } = useTranslation('admin');
  const flows = useFlows();
  const [chosen, setChosen] = useState<string | null>(null);
  const [days, setDays] = useState(30);
  return (
    <QueryView query={flows}>
      {(list) => {
        const flowId = chosen ?? list[0]?.id ?? null;
        if (flowId === null) return <EmptyState icon={Flag} title={t('events.noFlow')} hint={t('events.emptyHint')} />;
        return (
          <>
            <Group mb="md">
              <Select
                label={t('events.flow')}
                allowDeselect={false}
                searchable
                data={list.map(({ id, name }) => ({ value: id, label: name }))}
                value={flowId}
                onChange={setChosen}
              />
              <Select
                label={t('events.span')}
                allowDeselect={false}
                data={SPANS.map((count) => ({ value: String(count), label: t('events.days', { count }) }))}
                value={String(days)}
                onChange={(value) => setDays(Number(value ?? 30))}
              />
            </Group>
            <Counts flowId={flowId} days={days} />
          </>
        );
      }}
    </QueryView>
  );
}

function Counts({ flowId, days }: { readonly flowId: string; readonly days: number }) {
  const { t } = useTranslation('admin');
  const tracked = useTrackedEvents(flowId, days);
  return (
    <QueryView query={tracked}>
      {(found) =>
        found.totals.length === 0 ? (
          <EmptyState icon={Flag} title={t('events.empty')} hint={t('events.emptyHint')} />
        ) : (
          <CountsTable found={found} />
        )
      }
    </QueryView>
  );
}

function CountsTable({ found }: { readonly found: TrackedEvents }) {
  const { t, i18n } = useTranslation('admin');
  const [now] = useState(() => Date.now());
  const shown = daysBack(now, DAYS_SHOWN);
  const counts = countsByDay(found.days);
  const number = new Intl.NumberFormat(i18n.language);
  const short = new Intl.DateTimeFormat(i18n.language, { month: 'numeric', day: 'numeric', timeZone: 'UTC' });
  return (
    <div className="td-table-wrap" tabIndex={0} role="region" aria-label={t('events.list')}>
      <Table aria-label={t('events.list')}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('events.columns.name')}</Table.Th>
            <Table.Th ta="right">{t('events.columns.count')}</Table.Th>
            <Table.Th ta="right">{t('events.columns.sessions')}</Table.Th>
            <Table.Th ta="right">{t('events.columns.share')}</Table.Th>
            <Table.Th ta="right">{t('events.columns.value')}</Table.Th>
            {shown.map((day) => (
              <Table.Th key={day} ta="right">
                {short.format(new Date(day))}
              </Table.Th>
            ))}
            <Table.Th>{t('events.columns.last')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {found.totals.map(({ name, count, sessions, value }) => {
            const last = found.events.find((event) => event.name === name);
            return (
              <Table.Tr key={name}>
                <Table.Td>{name}</Table.Td>
                <Table.Td ta="right">{number.format(count)}</Table.Td>
                <Table.Td ta="right">{number.format(sessions)}</Table.Td>
                <Table.Td ta="right">{`${String(shareOfFirst(found.totals, sessions))}%`}</Table.Td>
                <Table.Td ta="right">{value === 0 ? '—' : number.format(value)}</Table.Td>
                {shown.map((day) => (
                  <Table.Td key={day} ta="right">
                    {number.format(counts.get(`${day} ${name}`) ?? 0)}
                  </Table.Td>
                ))}
                <Table.Td>
                  {last === undefined ? (
                    '—'
                  ) : (
                    <>
                      <RelativeTime at={last.at} />{' '}
                      {Object.entries(last.properties)
                        .map(([property, held]) =>
                          labelled(property, typeof held === 'string' ? held : JSON.stringify(held)),
                        )
                        .join(' · ')}
                    </>
                  )}
                </Table.Td>
              </Table.Tr>
            );
          })}
        </Table.Tbody>
      </Table>
    </div>
  );
}
