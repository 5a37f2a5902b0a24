// Name, language and time zone of the workspace; the demo data and its removal.
import { Button, Code, Group, Select, Stack, Text, TextInput, Title } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Locale } from '#nodes/kit/localized.ts';
import type { Settings } from '#nodes/wire/settings.ts';
import { useDemoState, useRemoveDemo, useSettings, useUpdateSettings } from '../api/settings.ts';
import { LOCALE_NAMES } from '../i18n/i18n.ts';
import { localeFrom } from '../i18n/wanted-locale.ts';
import { ConfirmDialog } from '../ui/ConfirmDialog.tsx';
import { QueryView } from '../ui/QueryView.tsx';
import { toastDone, toastProblem } from '../ui/toast.ts';

/** The choice of leaving it to each browser; no language tag. */
const BROWSER = '';

export function WorkspaceSection() {
  const settings = useSettings();
  return (
    <QueryView query={settings}>
      {(data) => (
        <Stack gap={32}>
          <WorkspaceForm settings={data} />
          <PublicAddress address={data.publicUrl} />
          <DemoData />
        </Stack>
      )}
    </QueryView>
  );
}

function WorkspaceForm({ settings }: { readonly settings: Settings }) {
  const { t } = useTranslation('admin');
  const { t: tu } = useTranslation('ui');
  const update = useUpdateSettings();
  const [name, setName] = useState(settings.workspace.name);
  const [locale, setLocale] = useState<Locale | null>(localeFrom(settings.workspace.locale) ?? null);
  const [timeZone, setTimeZone] = useState(settings.workspace.timeZone);
  return (
    <form
      className="td-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (name.trim() === '') return;
        update.mutate(
          { workspace: { name: name.trim(), locale, timeZone } },
          { onSuccess: () => toastDone(t('workspace.saved')), onError: (error) => toastProblem(error) },
        );
      }}
    >
      <Stack gap="lg">
        <TextInput
          label={t('workspace.name')}
          required
          withAsterisk={false}
          maxLength={200}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Select
          label={t('workspace.locale')}
          description={t('workspace.localeHint')}
          value={locale ?? BROWSER}
          allowDeselect={false}
          onChange={(value) => setLocale(localeFrom(value) ?? null)}
          data={[
            { value: BROWSER, label: t('workspace.localeOfBrowser') },
            ...Object.entries(LOCALE_NAMES).map(([value, label]) => ({ value, label })),
          ]}
        />
        <Select
          label={t('workspace.timeZone')}
          searchable
          value={timeZone}
          onChange={(value) => setTimeZone(value ?? timeZone)}
          data={timeZones(timeZone)}
          limit={80}
        />
        <Group>
          <Button type="submit" loading={update.isPending}>
            {tu('save')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function PublicAddress({ address }: { readonly address: string }) {
  const { t } = useTranslation('admin');
  return (
    <section className="td-form">
      <Title order={2}>{t('workspace.publicUrl')}</Title>
      <Text c="dimmed" fz="sm" mb="sm">
        {t('workspace.publicUrlHint')}
      </Text>
      <Code>{address === '' ? window.location.origin : address}</Code>
    </section>
  );
}

function DemoData() {
  const { t } = useTranslation('admin');
  const demo = useDemoState(true).data;
  const remove = useRemoveDemo();
  const [asking, setAsking] = useState(false);
  if (demo?.loaded !== true) return null;
  return (
    <section className="td-form">
      <Title order={2}>{t('workspace.demo')}</Title>
      <Text c="dimmed" fz="sm" mb="sm">
        {t('workspace.demoLoaded')}
      </Text>
      <Button variant="outline" color="danger" onClick={() => setAsking(true)}>
        {t('workspace.demoRemove')}
      </Button>
      <ConfirmDialog
        opened={asking}
        title={t('workspace.demoRemoveTitle')}
        confirm={t('workspace.demoRemove')}
        busy={remove.isPending}
        onClose={() => setAsking(false)}
        onConfirm={() =>
          remove.mutate(undefined, {
            onSuccess: () => {
              setAsking(false);
              toastDone(t('workspace.demoRemoved'));
            },
            onError: (error) => toastProblem(error),
          })
        }
      >
        {t('workspace.demoRemoveBody')}
      </ConfirmDialog>
    </section>
  );
}

function timeZones(current: string): string[] {
  const known = Intl.supportedValuesOf('timeZone');
  return [...new Set([current, 'UTC', ...known])];
}
