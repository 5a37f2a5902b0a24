// The table of flows.
import { ActionIcon, Button, Table, Text } from '@mantine/core';
import { CircleCheck, CircleDashed, Ellipsis, PencilLine, Share2 } from 'lucide-react';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { FlowSummary } from '#nodes/wire/flows.ts';
import { labelled } from '../i18n/punctuation.ts';
import { RelativeTime } from '../ui/RelativeTime.tsx';
import { StatusChip } from '../ui/StatusChip.tsx';
import type { FlowAct } from './flow-act.ts';

// The menu and its positioning are not needed to read the list.
const FlowMenu = lazy(async () => ({ default: (await import('./FlowMenu.tsx')).FlowMenu }));

interface Props {
  readonly flows: readonly FlowSummary[];
  readonly mayEdit: boolean;
  readonly onAct: (act: FlowAct, flow: FlowSummary) => void;
}

export function FlowTable({ flows, mayEdit, onAct }: Props) {
  const { t } = useTranslation('library');
  return (
    <div className="td-table-wrap">
      <Table highlightOnHover aria-label={t('title')}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('columns.name')}</Table.Th>
            <Table.Th>{t('columns.status')}</Table.Th>
            <Table.Th ta="right">{t('columns.nodes')}</Table.Th>
            <Table.Th>{t('columns.draft')}</Table.Th>
            <Table.Th>{t('columns.published')}</Table.Th>
            <Table.Th ta="right">{t('columns.actions')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {flows.map((flow) => (
            <Table.Tr key={flow.id}>
              <Table.Td>
                <Link to={`/flows/${flow.id}`} className="td-row-link">
                  {flow.name}
                </Link>
                <Text fz="xs" c="dimmed">
                  /{flow.slug}
                </Text>
              </Table.Td>
              <Table.Td>
                <FlowStatus flow={flow} />
              </Table.Td>
              <Table.Td ta="right">{flow.nodeCount}</Table.Td>
              <Table.Td>
                {flow.draftBy !== '' && t('by', { name: flow.draftBy })}
                <RelativeTime at={flow.draftAt} />
              </Table.Td>
              <Table.Td>
                {flow.publishedAt === null ? (
                  <Text span c="dimmed" fz="sm">
                    —
                  </Text>
                ) : (
                  <>
                    <RelativeTime at={flow.publishedAt} />
                    <Text fz="xs" c="dimmed">
                      {t('version', { version: flow.publishedVersion })}
                    </Text>
                  </>
                )}
              </Table.Td>
              <Table.Td>
                <RowActions flow={flow} mayEdit={mayEdit} onAct={onAct} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}

function FlowStatus({ flow }: { readonly flow: FlowSummary }) {
  const { t } = useTranslation('library');
  if (flow.publishedVersion === null) return <StatusChip icon={CircleDashed}>{t('status.neverPublished')}</StatusChip>;
  if (flow.changed) {
    return (
      <StatusChip icon={PencilLine} tone="warning">
        {t('status.changed')}
      </StatusChip>
    );
  }
  return (
    <StatusChip icon={CircleCheck} tone="success">
      {t('status.published')}
    </StatusChip>
  );
}

interface ActionsProps {
  readonly flow: FlowSummary;
  readonly mayEdit: boolean;
  readonly onAct: (act: FlowAct, flow: FlowSummary) => void;
}

function RowActions({ flow, mayEdit, onAct }: ActionsProps) {
  const { t } = useTranslation('library');
  const label = t('actions.label', { name: flow.name });
  return (
    <span style={{ display: 'flex', justifyContent: 'flex-end', gap: 4 }}>
      <Button
        variant="subtle"
        color="gray"
        h={28}
        px={8}
        leftSection={<Share2 size={14} aria-hidden />}
        aria-label={labelled(t('actions.share'), flow.name)}
        onClick={() => onAct('share', flow)}
      >
        {t('actions.shareShort')}
      </Button>
      {mayEdit && (
        <Suspense
          fallback={
            <ActionIcon aria-label={label}>
              <Ellipsis size={16} aria-hidden />
            </ActionIcon>
          }
        >
          <FlowMenu label={label} onAct={(act) => onAct(act, flow)} />
        </Suspense>
      )}
    </span>
  );
}
