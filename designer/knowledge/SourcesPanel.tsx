// The sources of a base: drop files, paste, watch them being read, look into them, remove them.
import { Button, Group, Select, Stack, Text, TextInput } from '@mantine/core';
import { ClipboardPaste, FileText, FileUp, Search, SearchX } from 'lucide-react';
import { Suspense, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Source } from '#nodes/wire/knowledge.ts';
import type { Site } from '#nodes/wire/knowledge-sites.ts';
import { useMe } from '../api/auth.ts';
import { useRefreshKnowledge, useSources } from '../api/knowledge.ts';
import { isBeingRead, useSites } from '../api/knowledge-sites.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { FileDrop } from '../ui/FileDrop.tsx';
import { later } from '../ui/later.ts';
import { QueryView } from '../ui/QueryView.tsx';
import { acceptedFiles } from './accepted-files.ts';
import { hasDraft } from './kept-draft.ts';
import { PassagesDrawer } from './PassagesDrawer.tsx';
import { PasteDialog, pasteDraftKey } from './PasteDialog.tsx';
import { SourceRulesDialog } from './SourceRulesDialog.tsx';
import { SourceTable, type SourceAct } from './SourceTable.tsx';
import { siteName } from './site-name.ts';
import { UploadList } from './UploadList.tsx';
import { useUploads } from './use-uploads.ts';

const SitesSection = later(async () => (await import('./SitesSection.tsx')).SitesSection);
const VersionsDrawer = later(async () => (await import('./VersionsDrawer.tsx')).VersionsDrawer);
const EditTextDialog = later(async () => (await import('./EditTextDialog.tsx')).EditTextDialog);
const DeleteSourceDialog = later(async () => (await import('./DeleteSourceDialog.tsx')).DeleteSourceDialog);

/** What of the sources is shown: what people brought, the pages of one website, or everything. */
const OWN = 'own';
const ALL = 'all';
const NO_SITES: readonly Site[] = [];

interface Props {
  readonly baseId: string;
  readonly mayEdit: boolean;
  /** What is looked for from the start, in everything. */
  readonly finding: string | undefined;
  /** The source whose passages are open from the start. */
  readonly viewing: string | undefined;
}

/** From so many on, a field to find one is shown. */
const FIND_FROM = 6;

export function SourcesPanel({ baseId, mayEdit, finding, viewing }: Props) {
  const { t } = useTranslation('knowledge');
  const sources = useSources(baseId);
  const uploads = useUploads(baseId);
  const readsImages = useMe().data?.features.imageText === true;
  const [pasting, setPasting] = useState(false);
  const [doing, setDoing] = useState<{ readonly act: SourceAct; readonly source: Source }>();
  const close = (): void => setDoing(undefined);
  const [isLed, setLed] = useState(viewing !== undefined);
  const led = isLed ? sources.data?.find(({ id }) => id === viewing) : undefined;
  const [q, setQ] = useState(finding ?? '');
  const sites = useSites(baseId).data ?? NO_SITES;
  const [shown, setShown] = useState(finding === undefined ? OWN : ALL);
  const isReading = sites.some(isBeingRead);
  const refreshAll = useRefreshKnowledge();
  // Pages and questions came in while an address was read.
  useEffect(() => (isReading ? refreshAll : undefined), [refreshAll, isReading]);
  const websites = sites.filter(isWebsite);
  return (
    <Stack gap="lg">
      {mayEdit && (
        <div>
          <FileDrop accept={acceptedFiles(readsImages)} multiple onFiles={uploads.queue.add}>
            <FileUp size={24} strokeWidth={1.5} aria-hidden />
            <Text fw={500}>{t('sources.drop')}</Text>
            <Text fz="sm" c="dimmed">
              {t(readsImages ? 'sources.dropHintImages' : 'sources.dropHint')}
            </Text>
          </FileDrop>
          <UploadList uploads={uploads.list} queue={uploads.queue} />
          <Group mt="md">
            <Button
              variant="default"
              leftSection={<ClipboardPaste size={16} aria-hidden />}
              onClick={() => setPasting(true)}
            >
              {t('sources.paste')}
            </Button>
            {hasDraft(pasteDraftKey(baseId)) && (
              <Text fz="sm" c="var(--td-warning)">
                {t('draft.pasteWaiting')}
              </Text>
            )}
          </Group>
        </div>
      )}
      <Suspense>
        <SitesSection baseId={baseId} sites={sites} mayEdit={mayEdit} />
      </Suspense>
      <QueryView query={sources}>
        {(list) =>
          list.length === 0 ? (
            <EmptyState icon={FileText} title={t('sources.empty')} hint={t('sources.emptyHint')} />
          ) : (
            <Stack gap="sm">
              <Group align="flex-end" gap="md">
                {(list.length >= FIND_FROM || q !== '') && (
                  <TextInput
                    w={320}
                    label={t('sources.find')}
                    leftSection={<Search size={16} aria-hidden />}
                    value={q}
                    onChange={(event) => setQ(event.currentTarget.value)}
                  />
                )}
                {websites.length > 0 && <ShownSelect sites={websites} value={shown} onChange={setShown} />}
              </Group>
              <Found
                sources={list.filter(
                  (source) => (shown === ALL || placeOf(source, websites) === shown) && isNamed(source, q),
                )}
                q={q}
                mayEdit={mayEdit}
                onDo={(act, source) => setDoing({ act, source })}
              />
            </Stack>
          )
        }
      </QueryView>
      {doing?.act === 'rules' && <SourceRulesDialog source={doing.source} onClose={close} />}
      {pasting && <PasteDialog baseId={baseId} onClose={() => setPasting(false)} />}
      {doing?.act === 'view' && <PassagesDrawer source={doing.source} mayEdit={mayEdit} onClose={close} />}
      {led !== undefined && <PassagesDrawer source={led} mayEdit={mayEdit} onClose={() => setLed(false)} />}
      <Suspense>
        {doing?.act === 'versions' && <VersionsDrawer source={doing.source} mayEdit={mayEdit} onClose={close} />}
        {doing?.act === 'edit' && <EditTextDialog source={doing.source} onClose={close} />}
        {doing?.act === 'delete' && <DeleteSourceDialog source={doing.source} onClose={close} />}
      </Suspense>
    </Stack>
  );
}

interface FoundProps {
  readonly sources: readonly Source[];
  readonly q: string;
  readonly mayEdit: boolean;
  readonly onDo: (act: SourceAct, source: Source) => void;
}

function Found({ sources, q, mayEdit, onDo }: FoundProps) {
  const { t } = useTranslation('knowledge');
  if (sources.length === 0) {
    const title = q.trim() === '' ? t('sources.noneHere') : t('sources.noMatch', { q: q.trim() });
    return <EmptyState icon={SearchX} title={title} />;
  }
  return <SourceTable sources={sources} mayEdit={mayEdit} onDo={onDo} />;
}

function isNamed({ name, page }: Source, q: string): boolean {
  return `${name} ${page?.url ?? ''}`.toLowerCase().includes(q.trim().toLowerCase());
}

/** A single document at an address stands among the files. */
function isWebsite({ settings: { way } }: Site): boolean {
  return way === 'links' || way === 'sitemap';
}

function placeOf({ page }: Source, websites: readonly Site[]): string {
  return websites.find(({ id }) => id === page?.siteId)?.id ?? OWN;
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
