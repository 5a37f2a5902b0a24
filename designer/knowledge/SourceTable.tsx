// The sources of a base in a table: what they are, how far they are read, for whom they hold, and what can be done with them.
import { ActionIcon, Anchor, Group, Progress, Stack, Table, Text, Tooltip } from '@mantine/core';
import {
  CalendarClock,
  CalendarX,
  CircleCheck,
  CircleX,
  Clock,
  History,
  LoaderCircle,
  Pencil,
  RotateCw,
  Trash2,
} from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Source } from '#nodes/wire/knowledge.ts';
import { useRetrySource } from '../api/knowledge.ts';
import { currentLocale } from '../i18n/i18n.ts';
import { RelativeTime, useNow } from '../ui/RelativeTime.tsx';
import { StatusChip } from '../ui/StatusChip.tsx';
import { toastProblem } from '../ui/toast.ts';
import { MoreRows } from './MoreRows.tsx';
import { RuleChips } from './RuleChips.tsx';
import { sizeText } from './size-text.ts';

/** What can be done with a source. */
export type SourceAct = 'view' | 'rules' | 'delete' | 'versions' | 'edit';

/** Rows drawn at a time. */
const PAGE = 50;

interface TableProps {
  readonly sources: readonly Source[];
  readonly mayEdit: boolean;
  readonly onDo: (act: SourceAct, source: Source) => void;
}

export function SourceTable({ sources, mayEdit, onDo }: TableProps) {
  const { t } = useTranslation('knowledge');
  const { t: tu } = useTranslation('ui');
  const { t: ts } = useTranslation('sites');
  const retry = useRetrySource();
  const [shown, setShown] = useState(PAGE);
  const rows = sources.slice(0, shown);
  return (
    <div className="td-table-wrap">
      <Table aria-label={t('sources.list')}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('sources.columns.name')}</Table.Th>
            <Table.Th w={260}>{t('sources.columns.state')}</Table.Th>
            <Table.Th ta="right">{t('sources.columns.passages')}</Table.Th>
            <Table.Th ta="right">{t('sources.columns.size')}</Table.Th>
            <Table.Th>{t('sources.columns.added')}</Table.Th>
            {mayEdit && <Table.Th ta="right">{t('sources.columns.actions')}</Table.Th>}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((source) => (
            <Table.Tr key={source.id}>
              <Table.Td>
                <button
                  type="button"
                  className="td-link-button"
                  disabled={source.state !== 'ready'}
                  aria-label={t('sources.viewPassages', { name: source.name })}
                  onClick={() => onDo('view', source)}
                >
                  {source.name}
                </button>
                <Text fz="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
                  {source.page === null ? <Kind kind={source.kind} /> : <PageLink page={source.page} />}
                </Text>
              </Table.Td>
              <Table.Td>
                <SourceState source={source} />
                <RuleChips rules={source.rules} />
              </Table.Td>
              <Table.Td ta="right">{source.passages}</Table.Td>
              <Table.Td ta="right">{sizeText(source.sizeBytes, tu)}</Table.Td>
              <Table.Td>
                <RelativeTime at={source.createdAt} />
              </Table.Td>
              {mayEdit && (
                <Table.Td>
                  <Group gap={4} justify="flex-end" wrap="nowrap">
                    {source.state === 'failed' && (
                      <Tooltip label={tu('retry')}>
                        <ActionIcon
                          aria-label={t('sources.retry', { name: source.name })}
                          onClick={() => retry.mutate(source.id, { onError: (error) => toastProblem(error) })}
                        >
                          <RotateCw size={16} aria-hidden />
                        </ActionIcon>
                      </Tooltip>
                    )}
                    {isWritten(source) && (
                      <Tooltip label={t('sources.editText', { name: source.name })}>
                        <ActionIcon
                          aria-label={t('sources.editText', { name: source.name })}
                          onClick={() => onDo('edit', source)}
                        >
                          <Pencil size={16} aria-hidden />
                        </ActionIcon>
                      </Tooltip>
                    )}
                    <Tooltip label={ts('versions.open', { name: source.name })}>
                      <ActionIcon
                        aria-label={ts('versions.open', { name: source.name })}
                        onClick={() => onDo('versions', source)}
                      >
                        <History size={16} aria-hidden />
                      </ActionIcon>
                    </Tooltip>
                    <Tooltip label={t('rules.title', { name: source.name })}>
                      <ActionIcon
                        aria-label={t('rules.title', { name: source.name })}
                        onClick={() => onDo('rules', source)}
                      >
                        <CalendarClock size={16} aria-hidden />
                      </ActionIcon>
                    </Tooltip>
                    <Tooltip label={tu('delete')}>
                      <ActionIcon
                        aria-label={t('sources.delete', { name: source.name })}
                        onClick={() => onDo('delete', source)}
                      >
                        <Trash2 size={16} aria-hidden />
                      </ActionIcon>
                    </Tooltip>
                  </Group>
                </Table.Td>
              )}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      <MoreRows shown={rows.length} count={sources.length} onMore={() => setShown(shown + PAGE)} />
    </div>
  );
}

/** What was pasted or written as text can be changed here; a page of a website cannot. */
function isWritten({ kind, page, state }: Source): boolean {
  return page === null && state === 'ready' && (kind === 'paste' || kind === 'md' || kind === 'txt');
}

function Kind({ kind }: Pick<Source, 'kind'>) {
  const { t } = useTranslation('knowledge');
  return kind === 'paste' || kind === 'image' ? t(`sources.kind.${kind}`) : kind.toUpperCase();
}

function PageLink({ page }: { readonly page: NonNullable<Source['page']> }) {
  const { t } = useTranslation('sites');
  return (
    <>
      <Anchor href={page.url} target="_blank" rel="noreferrer" fz="xs" title={t('open')}>
        {page.url}
      </Anchor>
      {page.goneAt !== null && <> · {t('gone')}</>}
    </>
  );
}

const STATES = {
  queued: { icon: Clock, tone: 'neutral' },
  reading: { icon: LoaderCircle, tone: 'accent' },
  ready: { icon: CircleCheck, tone: 'success' },
  failed: { icon: CircleX, tone: 'danger' },
  expired: { icon: CalendarX, tone: 'neutral' },
} as const;

function SourceState({ source }: { readonly source: Source }) {
  const { t } = useTranslation('knowledge');
  const now = useNow(60_000);
  const { endsAt } = source.rules;
  // One that is past its end is read, but not used: the same word for both would mislead.
  const state = source.state === 'ready' && endsAt !== null && Date.parse(endsAt) <= now ? 'expired' : source.state;
  const { icon, tone } = STATES[state];
  const percent = Math.round(source.progress * 100);
  return (
    <Stack gap={4} align="flex-start">
      <StatusChip icon={icon} tone={tone}>
        {t(`sources.state.${state}`)}
      </StatusChip>
      {source.state === 'reading' && (
        <Progress w="100%" size="sm" value={percent} aria-label={t('sources.progress', { percent })} />
      )}
      {source.error !== null && (
        <Text fz="xs" c="var(--td-danger)">
          {source.error.message[currentLocale()]}
        </Text>
      )}
    </Stack>
  );
}
