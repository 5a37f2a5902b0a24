// A website or another address: where it is, what is read there, how often it is read again, and for whom it holds.
import { Alert, Button, Group, NumberInput, Select, Stack, Text, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Site, SiteSettings } from '#nodes/wire/knowledge-sites.ts';
import { useAddSite, useUpdateSite } from '../api/knowledge-sites.ts';
import { DialogFrame } from '../ui/DialogFrame.tsx';
import { problemText } from '../ui/problem-text.ts';
import { toastDone } from '../ui/toast.ts';
import { DraftNotice } from './DraftNotice.tsx';
import { useKeptDraft } from './kept-draft.ts';
import { OPEN_RULES } from './local-time.ts';
import { RefreshFields, within } from './RefreshFields.tsx';
import { RulesFields } from './RulesFields.tsx';

interface Props {
  readonly baseId: string;
  /** Undefined: a new one. */
  readonly site: Site | undefined;
  readonly onClose: () => void;
}

const USUAL: SiteSettings = { way: 'links', depth: 3, maxPages: 200, refresh: { every: 1, unit: 'day' } };

const WAYS = ['links', 'sitemap', 'page', 'questions'] as const;

export function SiteDialog({ baseId, site, onClose }: Props) {
  const { t } = useTranslation('sites');
  const { t: tu } = useTranslation('ui');
  const { t: problem } = useTranslation('problems');
  const start = {
    address: site?.address ?? '',
    settings: site?.settings ?? USUAL,
    rules: site?.rules ?? OPEN_RULES,
  };
  const kept = useKeptDraft(`site.${baseId}.${site?.id ?? 'new'}`, start);
  const { address, settings, rules } = kept.form;
  const add = useAddSite(baseId);
  const update = useUpdateSite();
  const error = add.error ?? update.error;
  const done = (said: string) => ({
    onSuccess: () => {
      toastDone(said);
      giveUp();
    },
  });
  function giveUp(): void {
    kept.forget();
    onClose();
  }
  return (
    <DialogFrame
      opened
      onClose={onClose}
      size="lg"
      title={t(site === undefined ? 'dialog.addTitle' : 'dialog.editTitle')}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (site !== undefined) update.mutate({ id: site.id, settings, rules }, done(t('dialog.saved')));
          else if (address.trim() !== '') add.mutate({ address, settings, rules }, done(t('dialog.added')));
        }}
      >
        <Stack gap="lg">
          {kept.isRestored && <DraftNotice onDiscard={() => kept.restart(start)} />}
          {error !== null && (
            <Alert role="alert" color="danger">
              {problemText(error, problem)}
            </Alert>
          )}
          <TextInput
            label={t('dialog.address')}
            description={t(`dialog.addressHints.${settings.way}`)}
            data-autofocus
            inputMode="url"
            maxLength={2000}
            readOnly={site !== undefined}
            value={address}
            onChange={(event) => kept.change({ address: event.currentTarget.value })}
          />
          <SettingsFields
            settings={settings}
            isNew={site === undefined}
            onChange={(next) => kept.change({ settings: next })}
          />
          <section>
            <Text fw={500} mb="xs">
              {t('dialog.rules')}
            </Text>
            <RulesFields rules={rules} onChange={(next) => kept.change({ rules: next })} />
          </section>
          <Text fz="sm" c="dimmed">
            {t(`dialog.notes.${settings.way}`)}
          </Text>
          <Group justify="flex-end" gap="sm">
            <Button variant="default" onClick={giveUp}>
              {tu('cancel')}
            </Button>
            <Button type="submit" disabled={address.trim() === ''} loading={add.isPending || update.isPending}>
              {t(site === undefined ? 'dialog.start' : 'dialog.save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </DialogFrame>
  );
}

interface FieldsProps {
  readonly settings: SiteSettings;
  /** Later a website, a document and a list stay what they are. */
  readonly isNew: boolean;
  readonly onChange: (settings: SiteSettings) => void;
}

function SettingsFields({ settings, isNew, onChange }: FieldsProps) {
  const { t } = useTranslation('sites');
  const { way, depth, maxPages, refresh } = settings;
  const isWebsite = way === 'links' || way === 'sitemap';
  const ways = WAYS.filter((one) => isNew || one === way || (isWebsite && (one === 'links' || one === 'sitemap')));
  return (
    <>
      <Group align="flex-start" grow>
        <Select
          label={t('dialog.way')}
          allowDeselect={false}
          data={ways.map((one) => ({ value: one, label: t(`dialog.ways.${one}`) }))}
          value={way}
          onChange={(next) => onChange({ ...settings, way: WAYS.find((one) => one === next) ?? way })}
        />
        {way === 'links' && (
          <NumberInput
            label={t('dialog.depth')}
            min={0}
            max={10}
            allowDecimal={false}
            value={depth}
            onChange={(next) => onChange({ ...settings, depth: within(next, 0, 10) })}
          />
        )}
        {isWebsite && (
          <NumberInput
            label={t('dialog.maxPages')}
            min={1}
            max={2000}
            allowDecimal={false}
            value={maxPages}
            onChange={(next) => onChange({ ...settings, maxPages: within(next, 1, 2000) })}
          />
        )}
      </Group>
      <RefreshFields refresh={refresh} onChange={(next) => onChange({ ...settings, refresh: next })} />
    </>
  );
}
