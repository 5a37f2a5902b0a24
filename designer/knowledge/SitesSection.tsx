// The websites of a base: what is read now, what the last reading came to, when the next one is.
import { ActionIcon, Button, Group, List, Progress, Stack, Table, Text, Title, Tooltip } from '@mantine/core';
import { CircleCheck, CircleX, Clock, Globe, LoaderCircle, RotateCw, Settings2, Trash2 } from 'lucide-react';
import { Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Site } from '#nodes/wire/knowledge-sites.ts';
import { isBeingRead, useDeleteSite, useRefreshSite } from '../api/knowledge-sites.ts';
import { currentLocale } from '../i18n/i18n.ts';
import { ConfirmDialog } from '../ui/ConfirmDialog.tsx';
import { DialogFrame } from '../ui/DialogFrame.tsx';
import { later } from '../ui/later.ts';
import { exactTime, RelativeTime } from '../ui/RelativeTime.tsx';
import { StatusChip } from '../ui/StatusChip.tsx';
import { toastProblem } from '../ui/toast.ts';
import { siteName } from './site-name.ts';

const SiteDialog = later(async () => (await import('./SiteDialog.tsx')).SiteDialog);

interface Props {
  readonly baseId: string;
  readonly sites: readonly Site[];
  readonly mayEdit: boolean;
}

/** What is open: nothing, a new website, or one with what is done to it. */
type Doing = { readonly what: 'add' } | { readonly what: 'edit' | 'delete' | 'problems'; readonly site: Site };

export function SitesSection({ baseId, sites, mayEdit }: Props) {
  const { t } = useTranslation('sites');
  const [doing, setDoing] = useState<Doing>();
  const close = (): void => setDoing(undefined);
  if (sites.length === 0 && !mayEdit) return null;
  return (
    <section aria-labelledby="sites-title">
      <Group justify="space-between" mb="sm">
        <div>
          <Title order={2} fz="lg" id="sites-title">
            {t('title')}
          </Title>
          {sites.length === 0 && (
            <Text fz="sm" c="dimmed">
              {t('hint')}
            </Text>
          )}
        </div>
        {mayEdit && (
          <Button
            variant="default"
            leftSection={<Globe size={16} aria-hidden />}
            onClick={() => setDoing({ what: 'add' })}
          >
            {t('add')}
          </Button>
        )}
      </Group>
      {sites.length > 0 && <SiteTable sites={sites} mayEdit={mayEdit} onDo={setDoing} />}
      <Suspense>
        {doing?.what === 'add' && <SiteDialog baseId={baseId} site={undefined} onClose={close} />}
        {doing?.what === 'edit' && <SiteDialog baseId={baseId} site={doing.site} onClose={close} />}
      </Suspense>
      {doing?.what === 'problems' && <SiteProblems site={doing.site} onClose={close} />}
      {doing?.what === 'delete' && <DeleteSite site={doing.site} onClose={close} />}
    </section>
  );
}

function SiteTable({
  sites,
  mayEdit,
  onDo,
}: {
  readonly sites: readonly Site[];
  readonly mayEdit: boolean;
  readonly onDo: (doing: Doing) => void;
}) {
  const { t } = useTranslation('sites');
  return (
    <div className="td-table-wrap">
      <Table aria-label={t('list')}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('columns.site')}</Table.Th>
            <Table.Th w={220}>{t('columns.state')}</Table.Th>
            <Table.Th>{t('columns.last')}</Table.Th>
            <Table.Th>{t('columns.next')}</Table.Th>
            {mayEdit && <Table.Th ta="right">{t('columns.actions')}</Table.Th>}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {sites.map((site) => (
            <Table.Tr key={site.id}>
              <Table.Td style={{ overflowWrap: 'anywhere' }}>
                <Text fz="sm" fw={500}>
                  {siteName(site.address)}
                </Text>
                <Text fz="xs" c="dimmed">
                  {t(`dialog.ways.${site.settings.way}`)}
                </Text>
              </Table.Td>
              <Table.Td>
                <SiteState site={site} />
              </Table.Td>
              <Table.Td>
                <LastResult site={site} onProblems={() => onDo({ what: 'problems', site })} />
              </Table.Td>
              <Table.Td>
                <NextTime site={site} />
              </Table.Td>
              {mayEdit && (
                <Table.Td>
                  <SiteActions site={site} onDo={onDo} />
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
  waiting: { icon: Clock, tone: 'neutral' },
  queued: { icon: Clock, tone: 'neutral' },
  reading: { icon: LoaderCircle, tone: 'accent' },
  ready: { icon: CircleCheck, tone: 'success' },
  failed: { icon: CircleX, tone: 'danger' },
} as const;

function SiteState({ site }: { readonly site: Site }) {
  const { t } = useTranslation('sites');
  // One that came in with a file was not read yet.
  const state = site.state === 'ready' && site.result === null ? 'waiting' : site.state;
  const { icon, tone } = STATES[state];
  const { done, found } = site.progress;
  const stopped = isBeingRead(site) ? undefined : site.result?.stopped;
  return (
    <Stack gap={4} align="flex-start">
      <StatusChip icon={icon} tone={tone}>
        {t(`state.${state}`)}
      </StatusChip>
      {site.state === 'reading' && (
        <>
          <Progress
            w="100%"
            size="sm"
            value={found === 0 ? 2 : (100 * done) / found}
            aria-label={t('progress', { done, found })}
          />
          <Text fz="xs" c="dimmed">
            {t('progress', { done, found })}
          </Text>
        </>
      )}
      {stopped !== undefined && stopped !== null && (
        <Text fz="xs" c={site.state === 'failed' ? 'var(--td-danger)' : 'dimmed'}>
          {stopped.message[currentLocale()]}
        </Text>
      )}
    </Stack>
  );
}

function LastResult({ site, onProblems }: { readonly site: Site; readonly onProblems: () => void }) {
  const { t } = useTranslation('sites');
  const { result } = site;
  if (result === null) {
    return (
      <Text fz="sm" c="dimmed">
        {t('never')}
      </Text>
    );
  }
  return (
    <Stack gap={2} align="flex-start">
      <Text fz="sm">
        <RelativeTime at={result.at} />
      </Text>
      <Text fz="xs" c="dimmed">
        {t('result', { added: result.added, changed: result.changed, same: result.same, gone: result.gone })}
      </Text>
      {result.skipped + result.failed > 0 && (
        <Text fz="xs" c="dimmed">
          {t('leftOut', { skipped: result.skipped, failed: result.failed })}
        </Text>
      )}
      {result.problems.length > 0 && (
        <button type="button" className="td-link-button" onClick={onProblems}>
          {t(site.settings.way === 'questions' ? 'rowProblems' : 'problems', { count: result.failed })}
        </button>
      )}
    </Stack>
  );
}

function NextTime({ site: { nextAt } }: { readonly site: Site }) {
  const { t, i18n } = useTranslation('sites');
  return (
    <Text fz="sm" {...(nextAt === null ? { c: 'dimmed' } : {})}>
      {nextAt === null ? t('off') : <time dateTime={nextAt}>{exactTime(nextAt, i18n.language)}</time>}
    </Text>
  );
}

function SiteActions({ site, onDo }: { readonly site: Site; readonly onDo: (doing: Doing) => void }) {
  const { t } = useTranslation('sites');
  const refresh = useRefreshSite();
  const name = siteName(site.address);
  return (
    <Group gap={4} justify="flex-end" wrap="nowrap">
      <Tooltip label={t('refresh', { name })}>
        <ActionIcon
          aria-label={t('refresh', { name })}
          disabled={isBeingRead(site)}
          onClick={() => refresh.mutate(site.id, { onError: (error) => toastProblem(error) })}
        >
          <RotateCw size={16} aria-hidden />
        </ActionIcon>
      </Tooltip>
      <Tooltip label={t('edit', { name })}>
        <ActionIcon aria-label={t('edit', { name })} onClick={() => onDo({ what: 'edit', site })}>
          <Settings2 size={16} aria-hidden />
        </ActionIcon>
      </Tooltip>
      <Tooltip label={t('delete', { name })}>
        <ActionIcon aria-label={t('delete', { name })} onClick={() => onDo({ what: 'delete', site })}>
          <Trash2 size={16} aria-hidden />
        </ActionIcon>
      </Tooltip>
    </Group>
  );
}

function SiteProblems({ site, onClose }: { readonly site: Site; readonly onClose: () => void }) {
  const { t } = useTranslation('sites');
  return (
    <DialogFrame
      opened
      onClose={onClose}
      size="lg"
      title={t(site.settings.way === 'questions' ? 'rowProblemsTitle' : 'problemsTitle')}
    >
      <List fz="sm" spacing="sm">
        {site.result?.problems.map(({ url, message }) => (
          <List.Item key={url} style={{ overflowWrap: 'anywhere' }}>
            {url}
            <Text fz="xs" c="dimmed">
              {message[currentLocale()]}
            </Text>
          </List.Item>
        ))}
      </List>
    </DialogFrame>
  );
}

function DeleteSite({ site, onClose }: { readonly site: Site; readonly onClose: () => void }) {
  const { t } = useTranslation('sites');
  const remove = useDeleteSite();
  const name = siteName(site.address);
  return (
    <ConfirmDialog
      opened
      title={t('deleteTitle', { name })}
      confirm={t('delete', { name })}
      busy={remove.isPending}
      onClose={onClose}
      onConfirm={() => remove.mutate(site.id, { onSuccess: onClose, onError: (error) => toastProblem(error) })}
    >
      {t('deleteBody')}
    </ConfirmDialog>
  );
}
