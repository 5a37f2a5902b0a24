// The sources of a base: drop files, paste, watch them being read, look into them, remove them.
import { ActionIcon, Anchor, Button, Group, Progress, Select, Stack, Table, Text, Tooltip } from '@mantine/core';
import {
  CalendarClock,
  CircleCheck,
  CircleX,
  ClipboardPaste,
  Clock,
  FileText,
  FileUp,
  History,
  LoaderCircle,
  RotateCw,
  Trash2,
} from 'lucide-react';
import { Suspense, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Source } from '#nodes/wire/knowledge.ts';
import type { Site } from '#nodes/wire/knowledge-sites.ts';
import { useRefreshKnowledge, useRetrySource, useSources } from '../api/knowledge.ts';
import { isBeingRead, useSites } from '../api/knowledge-sites.ts';
import { currentLocale } from '../i18n/i18n.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { FileDrop } from '../ui/FileDrop.tsx';
import { later } from '../ui/later.ts';
import { QueryView } from '../ui/QueryView.tsx';
import { RelativeTime } from '../ui/RelativeTime.tsx';
import { StatusChip } from '../ui/StatusChip.tsx';
import { toastProblem } from '../ui/toast.ts';
import { PassagesDrawer } from './PassagesDrawer.tsx';
import { PasteDialog } from './PasteDialog.tsx';
import { SourceRulesDialog } from './SourceRulesDialog.tsx';
import { siteName } from './site-name.ts';
import { sizeText } from './size-text.ts';
import { UploadList } from './UploadList.tsx';
import { useUploads } from './use-uploads.ts';

const SitesSection = later(async () => (await import('./SitesSection.tsx')).SitesSection);
const VersionsDrawer = later(async () => (await import('./VersionsDrawer.tsx')).VersionsDrawer);
const DeleteSourceDialog = later(async () => (await import('./DeleteSourceDialog.tsx')).DeleteSourceDialog);

/** What of the sources is shown: what people brought, the pages of one website, or everything. */
const OWN = 'own';
const ALL = 'all';
const NO_SITES: readonly Site[] = [];

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
  const [versionsOf, setVersionsOf] = useState<Source>();
  const sites = useSites(baseId).data ?? NO_SITES;
  const [shown, setShown] = useState(OWN);
  const isReading = sites.some(isBeingRead);
  const refreshAll = useRefreshKnowledge();
  // Pages and questions came in while an address was read.
  useEffect(() => (isReading ? refreshAll : undefined), [refreshAll, isReading]);
  const websites = sites.filter(isWebsite);
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
      <Suspense>
        <SitesSection baseId={baseId} sites={sites} mayEdit={mayEdit} />
      </Suspense>
      {websites.length > 0 && <ShownSelect sites={websites} value={shown} onChange={setShown} />}
      <QueryView query={sources}>
        {(list) =>
          list.length === 0 ? (
            <EmptyState icon={FileText} title={t('sources.empty')} hint={t('sources.emptyHint')} />
          ) : (
            <SourceTable
              sources={list.filter((source) => shown === ALL || placeOf(source, websites) === shown)}
              onVersions={setVersionsOf}
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
      <Suspense>
        {versionsOf !== undefined && (
          <VersionsDrawer source={versionsOf} mayEdit={mayEdit} onClose={() => setVersionsOf(undefined)} />
        )}
        {deleting !== undefined && <DeleteSourceDialog source={deleting} onClose={() => setDeleting(undefined)} />}
      </Suspense>
    </Stack>
  );
}

interface TableProps {
  readonly sources: readonly Source[];
  readonly mayEdit: boolean;
  readonly onView: (source: Source) => void;
  readonly onRules: (source: Source) => void;
  readonly onDelete: (source: Source) => void;
  readonly onVersions: (source: Source) => void;
}

function SourceTable({ sources, mayEdit, onView, onRules, onDelete, onVersions }: TableProps) {
  const { t } = useTranslation('knowledge');
  const { t: tu } = useTranslation('ui');
  const { t: ts } = useTranslation('sites');
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
                <Text fz="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
                  {source.page === null ? kindOf(source, t('sources.kind.paste')) : <PageLink page={source.page} />}
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
                    <Tooltip label={ts('versions.open', { name: source.name })}>
                      <ActionIcon
                        aria-label={ts('versions.open', { name: source.name })}
                        onClick={() => onVersions(source)}
                      >
                        <History size={16} aria-hidden />
                      </ActionIcon>
                    </Tooltip>
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

/** A single document at an address stands among the files. */
function isWebsite({ settings: { way } }: Site): boolean {
  return way === 'links' || way === 'sitemap';
}

function placeOf({ page }: Source, websites: readonly Site[]): string {
  return websites.find(({ id }) => id === page?.siteId)?.id ?? OWN;
}

function kindOf({ kind }: Source, pasted: string): string {
  return kind === 'paste' ? pasted : kind.toUpperCase();
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

/** Websites can have hundreds of pages: they are shown when asked for. */
function ShownSelect({
  sites,
  value,
  onChange,
}: {
  readonly sites: readonly Site[];
  readonly value: string;
  readonly onChange: (value: string) => void;
}) {
  const { t } = useTranslation('sites');
  return (
    <Select
      label={t('show')}
      allowDeselect={false}
      maw={420}
      data={[
        { value: OWN, label: t('showOwn') },
        ...sites.map(({ id, address }) => ({ value: id, label: siteName(address) })),
        { value: ALL, label: t('showAll') },
      ]}
      value={value}
      onChange={(next) => onChange(next ?? OWN)}
    />
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
