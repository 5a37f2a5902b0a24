// The secret with which the operator's site signs who a customer is. It is written, never shown.
import { Button, Code, Group, PasswordInput, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useUpdateSettings } from '../api/settings.ts';
import { toastDone, toastProblem } from '../ui/toast.ts';

const LEAST = 32;

export function IdentitySecret({ configured }: { readonly configured: boolean }) {
  const { t } = useTranslation('admin');
  const { t: tu } = useTranslation('ui');
  const update = useUpdateSettings();
  const [secret, setSecret] = useState('');
  const isShort = secret !== '' && secret.length < LEAST;
  const save = (identitySecret: string | null) =>
    update.mutate(
      { identitySecret },
      {
        onSuccess: () => {
          setSecret('');
          toastDone(t('network.saved'));
        },
        onError: (error) => toastProblem(error),
      },
    );
  return (
    <form
      className="td-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (secret.length >= LEAST) save(secret);
      }}
    >
      <PasswordInput
        label={t('identity.secret')}
        description={t('identity.hint')}
        placeholder={configured ? t('identity.set') : t('identity.none')}
        error={isShort ? t('identity.short', { n: LEAST }) : undefined}
        autoComplete="new-password"
        value={secret}
        onChange={(event) => setSecret(event.currentTarget.value)}
      />
      <Text fz="sm" mt="xs">
        {t('identity.format')} <Code>v1.base64url(JSON).base64url(HMAC-SHA256)</Code>
      </Text>
      <Group mt="sm">
        <Button type="submit" loading={update.isPending} disabled={secret.length < LEAST}>
          {tu('save')}
        </Button>
        {configured && (
          <Button variant="default" onClick={() => save(null)}>
            {t('identity.off')}
          </Button>
        )}
      </Group>
    </form>
  );
}
