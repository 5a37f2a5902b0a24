// The push of leads to a sales system: address, switch, and a secret that is only ever written.
import { Alert, Button, Group, Stack, Switch, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLeadWebhook, useSaveLeadWebhook } from '../api/leads.ts';
import { DialogFrame } from '../ui/DialogFrame.tsx';
import { PasswordField } from '../ui/PasswordField.tsx';
import { problemText } from '../ui/problem-text.ts';
import { QueryView } from '../ui/QueryView.tsx';
import { toastDone } from '../ui/toast.ts';

interface Hook {
  readonly url: string;
  readonly enabled: boolean;
  readonly hasSecret: boolean;
}

export function WebhookDialog({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation('leads');
  const hook = useLeadWebhook();
  return (
    <DialogFrame opened onClose={onClose} size="lg" title={t('hook.title')}>
      <QueryView query={hook} rows={3}>
        {(data) => <WebhookForm hook={data} onClose={onClose} />}
      </QueryView>
    </DialogFrame>
  );
}

function WebhookForm({ hook, onClose }: { readonly hook: Hook; readonly onClose: () => void }) {
  const { t } = useTranslation('leads');
  const { t: tu } = useTranslation('ui');
  const { t: problem } = useTranslation('problems');
  const save = useSaveLeadWebhook();
  const [url, setUrl] = useState(hook.url);
  const [enabled, setEnabled] = useState(hook.enabled);
  const [secret, setSecret] = useState('');
  const [tried, setTried] = useState(false);
  const moved = hook.hasSecret && hostOf(url) !== hostOf(hook.url);
  const secretProblem =
    secret === ''
      ? moved
        ? t('hook.secretNeeded')
        : undefined
      : secret.length < 8
        ? t('hook.secretShort')
        : undefined;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        if (secretProblem !== undefined) return;
        save.mutate(
          { url: url.trim(), enabled, ...(secret === '' ? {} : { secret }) },
          {
            onSuccess: () => {
              toastDone(t('hook.saved'));
              onClose();
            },
          },
        );
      }}
    >
      <Stack gap="lg">
        <Text c="dimmed">{t('hook.hint')}</Text>
        {save.isError && (
          <Alert role="alert" color="danger">
            {problemText(save.error, problem)}
          </Alert>
        )}
        <TextInput
          label={t('hook.url')}
          description={t('hook.urlHint')}
          type="url"
          maxLength={2000}
          placeholder="https://crm.example.com/hooks/leads"
          required={enabled}
          withAsterisk={false}
          value={url}
          onChange={(event) => setUrl(event.currentTarget.value)}
        />
        <PasswordField
          label={t('hook.secret')}
          description={hook.hasSecret ? t('hook.secretStored') : t('hook.secretNone')}
          autoComplete="off"
          maxLength={200}
          error={tried || moved ? secretProblem : undefined}
          value={secret}
          onChange={(event) => setSecret(event.currentTarget.value)}
        />
        <Switch
          label={t('hook.enabled')}
          checked={enabled}
          onChange={(event) => setEnabled(event.currentTarget.checked)}
        />
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose}>
            {tu('cancel')}
          </Button>
          <Button type="submit" loading={save.isPending}>
            {t('hook.save')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function hostOf(address: string): string {
  return URL.canParse(address) ? new URL(address).host : '';
}
