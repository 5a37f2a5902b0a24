// Where the rows of a table are read from, and how often.
import { Alert, Button, Checkbox, Group, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SiteRefresh } from '#nodes/wire/knowledge-sites.ts';
import type { Table } from '#nodes/wire/tables.ts';
import { useEndAddress, useSetAddress } from '../api/tables.ts';
import { listed } from '../i18n/punctuation.ts';
import { RefreshFields } from '../knowledge/RefreshFields.tsx';
import { DialogFrame } from '../ui/DialogFrame.tsx';
import { problemText } from '../ui/problem-text.ts';
import { toastDone } from '../ui/toast.ts';

const USUAL: SiteRefresh = { every: 1, unit: 'day' };

export function AddressDialog({ table, onClose }: { readonly table: Table; readonly onClose: () => void }) {
  const { t } = useTranslation('tables');
  const { t: tu } = useTranslation('ui');
  const { t: problem } = useTranslation('problems');
  const set = useSetAddress(table.id);
  const end = useEndAddress(table.id);
  const [address, setAddress] = useState(table.address?.address ?? '');
  const [refresh, setRefresh] = useState(table.address === null ? USUAL : table.address.refresh);
  const [mayBeEmpty, setMayBeEmpty] = useState(table.address?.mayBeEmpty ?? false);
  const error = set.error ?? end.error;
  const done = (said: string) => ({
    onSuccess: () => {
      toastDone(said);
      onClose();
    },
  });
  return (
    <DialogFrame opened onClose={onClose} title={t('address.title')} size="lg">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          set.mutate({ address, refresh, mayBeEmpty }, done(t('address.started')));
        }}
      >
        <Stack gap="lg">
          {error !== null && (
            <Alert role="alert" color="danger">
              {problemText(error, problem)}
            </Alert>
          )}
          <TextInput
            label={t('address.label')}
            description={t('address.hint')}
            placeholder="https://example.com/prices.csv"
            data-autofocus
            inputMode="url"
            maxLength={2000}
            value={address}
            onChange={(event) => setAddress(event.currentTarget.value)}
          />
          <RefreshFields refresh={refresh} onChange={setRefresh} />
          <Checkbox
            label={t('address.mayBeEmpty')}
            description={t('address.mayBeEmptyHint')}
            checked={mayBeEmpty}
            onChange={(event) => setMayBeEmpty(event.currentTarget.checked)}
          />
          <Text fz="sm" c="dimmed">
            {t('address.columns', { names: listed(table.columns.map(({ name }) => name)) })}
          </Text>
          <Alert color="warning">{t(table.address === null ? 'address.replaces' : 'address.readOnly')}</Alert>
          <Group justify="flex-end" gap="sm">
            {table.address !== null && (
              <Button
                variant="default"
                mr="auto"
                loading={end.isPending}
                onClick={() => end.mutate(undefined, done(t('address.ended')))}
              >
                {t('address.end')}
              </Button>
            )}
            <Button variant="default" onClick={onClose}>
              {tu('cancel')}
            </Button>
            <Button type="submit" disabled={address.trim() === ''} loading={set.isPending}>
              {t('address.start')}
            </Button>
          </Group>
        </Stack>
      </form>
    </DialogFrame>
  );
}
