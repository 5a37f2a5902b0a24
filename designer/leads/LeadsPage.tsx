// The leads: narrowed by stage, owner and words; a row opens its detail.
import { Button, NativeSelect, SegmentedControl, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { Download, Search, SearchX, UserPlus, Webhook } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { useHasRole } from '../api/auth.ts';
import { downloadLeads, useLeads } from '../api/leads.ts';
import { currentLocale } from '../i18n/i18n.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { ErrorState } from '../ui/ErrorState.tsx';
import { LoadingState } from '../ui/LoadingState.tsx';
import { offerFile } from '../ui/offer-file.ts';
import { PageHeader } from '../ui/PageHeader.tsx';
import { toastProblem } from '../ui/toast.ts';
import { NoticesButton } from '../notices/NoticesButton.tsx';
import { LeadTable } from './LeadTable.tsx';
import { STAGE_ORDER } from './stage.ts';
import { useOwners } from './use-owners.ts';

// Dialogs are loaded when they are first asked for.
const LeadDrawer = lazy(async () => ({ default: (await import('./LeadDrawer.tsx')).LeadDrawer }));
const WebhookDialog = lazy(async () => ({ default: (await import('./WebhookDialog.tsx')).WebhookDialog }));

export function LeadsPage() {
  const { t } = useTranslation('leads');
  const { t: tu } = useTranslation('ui');
  const [query, setQuery] = useSearchParams();
  const [q, setQ] = useState('');
  const [searched] = useDebouncedValue(q.trim(), 250);
  const [stage, setStage] = useState('');
  const [owner, setOwner] = useState('');
  const [hooking, setHooking] = useState(false);
  const isAdmin = useHasRole('admin');
  const filter = { stage, owner, q: searched };
  const list = useLeads(filter);
  const rows = list.data?.pages.flatMap((page) => page.leads);
  const counts = list.data?.pages[0]?.counts ?? {};
  const owners = useOwners(rows ?? []);
  const openId = query.get('lead') ?? undefined;
  const narrowed = stage !== '' || owner !== '' || searched !== '';

  async function saveCsv(): Promise<void> {
    try {
      const { name, blob } = await downloadLeads(filter, currentLocale());
      offerFile(name === 'download' ? 'leads.csv' : name, blob);
    } catch (error) {
      toastProblem(error);
    }
  }
  return (
    <div className="td-page">
      <PageHeader title={t('title')} hint={t('hint')}>
        <NoticesButton />
        {isAdmin && (
          <Button variant="default" leftSection={<Webhook size={16} aria-hidden />} onClick={() => setHooking(true)}>
            {t('webhook')}
          </Button>
        )}
        <Button
          variant="default"
          leftSection={<Download size={16} aria-hidden />}
          disabled={rows === undefined || rows.length === 0}
          onClick={() => void saveCsv()}
        >
          {t('download')}
        </Button>
      </PageHeader>
      <div className="td-filters">
        <SegmentedControl
          aria-label={t('stage')}
          value={stage}
          onChange={setStage}
          data={[
            { value: '', label: t('allStages') },
            ...STAGE_ORDER.map((value) => ({
              value,
              label: counts[value] === undefined ? t(`stages.${value}`) : `${t(`stages.${value}`)} ${counts[value]}`,
            })),
          ]}
        />
        <span style={{ flex: 1 }} />
        <NativeSelect
          aria-label={t('owner')}
          w={180}
          value={owner}
          onChange={(event) => setOwner(event.currentTarget.value)}
          data={[{ value: '', label: t('anyOwner') }, { value: 'none', label: t('noOwner') }, ...owners]}
        />
        <TextInput
          aria-label={t('search')}
          placeholder={t('search')}
          leftSection={<Search size={16} aria-hidden />}
          w={260}
          value={q}
          onChange={(event) => setQ(event.currentTarget.value)}
        />
      </div>
      {rows === undefined && list.isError && <ErrorState error={list.error} onRetry={() => void list.refetch()} />}
      {rows === undefined && list.isPending && <LoadingState />}
      {rows?.length === 0 && narrowed && <EmptyState icon={SearchX} title={t('noMatch')} />}
      {rows?.length === 0 && !narrowed && <EmptyState icon={UserPlus} title={t('empty')} hint={t('emptyHint')} />}
      {rows !== undefined && rows.length > 0 && (
        <>
          <LeadTable leads={rows} onOpen={(lead) => setQuery({ lead: lead.id })} />
          {list.hasNextPage && (
            <Button
              variant="default"
              mt="lg"
              mx="auto"
              display="block"
              loading={list.isFetchingNextPage}
              onClick={() => void list.fetchNextPage()}
            >
              {tu('loadMore')}
            </Button>
          )}
        </>
      )}
      <Suspense fallback={null}>
        {openId !== undefined && (
          <LeadDrawer key={openId} leadId={openId} owners={owners} onClose={() => setQuery({})} />
        )}
        {hooking && <WebhookDialog onClose={() => setHooking(false)} />}
      </Suspense>
    </div>
  );
}
