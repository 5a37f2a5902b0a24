// The sources of a base: drop files, paste, watch them being read, look into them, remove them.
import { ActionIcon, Button, Group, Progress, Stack, Table, Text, Tooltip } from '@mantine/core';
import {
  CalendarClock,
  CircleCheck,
  CircleX,
  ClipboardPaste,
  Clock,
  FileText,
  FileUp,
  LoaderCircle,
  RotateCw,
  Trash2,
} from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Source } from '#nodes/wire/knowledge.ts';
import { useDeleteSource, useRetrySource, useSources } from '../api/knowledge.ts';
import { currentLocale } from '../i18n/i18n.ts';
import { ConfirmDialog } from '../ui/ConfirmDialog.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { FileDrop } from '../ui/FileDrop.tsx';
import { QueryView } from '../ui/QueryView.tsx';
import { RelativeTime } from '../ui/RelativeTime.tsx';
import { StatusChip } from '../ui/StatusChip.tsx';
import { toastProblem } from '../ui/toast.ts';
import { PassagesDrawer } from './PassagesDrawer.tsx';
import { PasteDialog } from './PasteDialog.tsx';
import { SourceRulesDialog } from './SourceRulesDialog.tsx';
import { sizeText } from './size-text.ts';
import { UploadList } from './UploadList.tsx';
import { useUploads } from './use-uploads.ts';

interface Props {
  readonly baseId: string;
  readonly mayEdit: boolean;
}

export function SourcesPanel({ baseId, mayEdit }: Props) {
  const { t } = useTranslation('knowledge');
  const sources = useSources(baseId);
  const uploads = useUploads(baseId);
  const [pasting, setPasting] = useState(false);
  const [viewing, setViewing] = useState<Source>();
  const [deleting, setDeleting] = useState<Source>();
  const [ruling, setRuling] = useState<Source>();
  const remove = useDeleteSource();
  return (
    <Stack gap="lg">
      {mayEdit && (
        <div>
          <FileDrop
            accept=".md,.markdown,.txt,.html,.htm,.csv,.docx,.xlsx,.pptx,.epub,.pdf"
            multiple
            onFiles={uploads.add}
          >
            <FileUp size={24} strokeWidth={1.5} aria-hidden />
            <Text fw={500}>{t('sources.drop')}</Text>
            <Text fz="sm" c="dimmed">
              {t('sources.dropHint')}
            </Text>
          </FileDrop>
          <UploadList uploads={uploads.list} onCancel={uploads.cancel} onDismiss={uploads.dismiss} />
          <Group mt="md">
            <Button
              variant="default"
              leftSection={<ClipboardPaste size={16} aria-hidden />}
              onClick={() => setPasting(true)}
            >
              {t('sources.paste')}
            </Button>
          </Group>
        </div>
      )}
      <QueryView query={sources}>
        {(list) =>
          list.length === 0 ? (
            <EmptyState icon={FileText} title={t('sources.empty')} hint={t('sources.emptyHint')} />
          ) : (
            <SourceTable
              sources={list}
              mayEdit={mayEdit}
              onView={setViewing}
              onRules={setRuling}
              onDelete={setDeleting}
            />
          )
        }
      </QueryView>
      {ruling !== undefined && <SourceRulesDialog source={ruling} onClose={() => setRuling(undefined)} />}
      {pasting && <PasteDialog baseId={baseId} onClose={() => setPasting(false)} />}
      {viewing !== undefined && (
        <PassagesDrawer source={viewing} mayEdit={mayEdit} onClose={() => setViewing(undefined)} />
      )}
      <ConfirmDialog
        opened={deleting !== undefined}
        title={t('sources.deleteTitle', { name: deleting?.name ?? '' })}
        confirm={t('sources.delete', { name: deleting?.name ?? '' })}
        busy={remove.isPending}
        onClose={() => setDeleting(undefined)}
        onConfirm={() => {
          if (deleting === undefined) return;
          remove.mutate(deleting.id, {
            onSuccess: () => setDeleting(undefined),
            onError: (error) => toastProblem(error),
          });
        }}
      >
        {t('sources.deleteBody', { count: deleting?.passages ?? 0 })}
      </ConfirmDialog>
    </Stack>
  );
}

interface TableProps {
  readonly sources: readonly Source[];
  readonly mayEdit: boolean;
  readonly onView: (source: Source) => void;
  readonly onRules: (source: Source) => void;
  readonly onDelete: (source: Source) => void;
}

function SourceTable({ sources, mayEdit, onView, onRules, onDelete }: TableProps) {
  const { t } = useTranslation('knowledge');
  const { t: tu } = useTranslation('ui');
  const retry = useRetrySource();
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
          {sources.map((source) => (
            <Table.Tr key={source.id}>
              <Table.Td>
                <button
                  type="button"
                  className="td-link-button"
                  disabled={source.state !== 'ready'}
                  aria-label={t('sources.viewPassages', { name: source.name })}
                  onClick={() => onView(source)}
                >
                  {source.name}
                </button>
                <Text fz="xs" c="dimmed">
                  {source.kind === 'paste' ? t('sources.kind.paste') : source.kind.toUpperCase()}
                </Text>
              </Table.Td>
              <Table.Td>
                <SourceState source={source} />
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
                    <Tooltip label={t('rules.title', { name: source.name })}>
                      <ActionIcon aria-label={t('rules.title', { name: source.name })} onClick={() => onRules(source)}>
                        <CalendarClock size={16} aria-hidden />
                      </ActionIcon>
                    </Tooltip>
                    <Tooltip label={tu('delete')}>
                      <ActionIcon
                        aria-label={t('sources.delete', { name: source.name })}
                        onClick={() => onDelete(source)}
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
    </div>
  );
}

const STATES = {
  queued: { icon: Clock, tone: 'neutral' },
  reading: { icon: LoaderCircle, tone: 'accent' },
  ready: { icon: CircleCheck, tone: 'success' },
  failed: { icon: CircleX, tone: 'danger' },
} as const;

function SourceState({ source }: { readonly source: Source }) {
  const { t } = useTranslation('knowledge');
  const { icon, tone } = STATES[source.state];
  const percent = Math.round(source.progress * 100);
  return (
    <Stack gap={4} align="flex-start">
      <StatusChip icon={icon} tone={tone}>
        {t(`sources.state.${source.state}`)}
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
