// The table of leads.
import { Table, Text } from '@mantine/core';
import { Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import type { Lead } from '#nodes/wire/leads.ts';
import { later } from '../ui/later.ts';
import { RelativeTime } from '../ui/RelativeTime.tsx';
import { StatusChip } from '../ui/StatusChip.tsx';
import { PushState } from './PushState.tsx';
import { STAGE_LOOKS } from './stage.ts';

const OfferPart = later(async () => (await import('./OfferPart.tsx')).OfferPart);

interface Props {
  readonly leads: readonly Lead[];
  readonly onOpen: (lead: Lead) => void;
}

export function LeadTable({ leads, onOpen }: Props) {
  const { t } = useTranslation('leads');
  return (
    <div className="td-table-wrap">
      <Table highlightOnHover aria-label={t('title')}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('columns.name')}</Table.Th>
            <Table.Th>{t('columns.contact')}</Table.Th>
            <Table.Th>{t('columns.stage')}</Table.Th>
            <Table.Th>{t('columns.owner')}</Table.Th>
            <Table.Th>{t('columns.flow')}</Table.Th>
            <Table.Th>{t('columns.push')}</Table.Th>
            <Table.Th>{t('columns.time')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {leads.map((lead) => (
            <Table.Tr key={lead.id}>
              <Table.Td>
                <button type="button" className="td-link-button" onClick={() => onOpen(lead)}>
                  {lead.name === '' ? t('unnamed') : lead.name}
                </button>
                <Text fz="xs" c="dimmed">
                  {[lead.openedAt === null ? t('fresh') : '', lead.partial ? t('partial') : '']
                    .filter((word) => word !== '')
                    .join(' · ')}
                </Text>
              </Table.Td>
              <Table.Td>
                {[lead.phone, lead.email, lead.wechat]
                  .filter((one) => one !== '')
                  .map((one) => (
                    <div key={one}>{one}</div>
                  ))}
              </Table.Td>
              <Table.Td>
                <StatusChip icon={STAGE_LOOKS[lead.stage].icon} tone={STAGE_LOOKS[lead.stage].tone}>
                  {t(`stages.${lead.stage}`)}
                </StatusChip>
              </Table.Td>
              <Table.Td>
                {lead.owner?.name ?? '—'}
                {lead.offer !== null && (
                  <Suspense fallback={null}>
                    <OfferPart lead={lead} offer={lead.offer} />
                  </Suspense>
                )}
              </Table.Td>
              <Table.Td>{lead.flow.name}</Table.Td>
              <Table.Td>
                <PushState push={lead.push} />
              </Table.Td>
              <Table.Td style={{ whiteSpace: 'nowrap' }}>
                <RelativeTime at={lead.createdAt} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}
