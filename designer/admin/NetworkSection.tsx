// The hosts that flows may call inside the private network, and the sites that may embed the chat.
import { Button, Group, Stack, Text, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Settings } from '#nodes/wire/settings.ts';
import { useSettings, useUpdateSettings } from '../api/settings.ts';
import { QueryView } from '../ui/QueryView.tsx';
import { toastDone, toastProblem } from '../ui/toast.ts';
import { IdentitySecret } from './IdentitySecret.tsx';
import { isHost, isOrigin, linesOf } from './addresses.ts';

export function NetworkSection() {
  const settings = useSettings();
  return (
    <QueryView query={settings}>
      {(data) => (
        <Stack gap="xl">
          <NetworkForm settings={data} />
          <IdentitySecret configured={data.identityConfigured} />
        </Stack>
      )}
    </QueryView>
  );
}

function NetworkForm({ settings }: { readonly settings: Settings }) {
  const { t } = useTranslation('admin');
  const { t: tu } = useTranslation('ui');
  const update = useUpdateSettings();
  const [egress, setEgress] = useState(settings.egressAllow.join('\n'));
  const [origins, setOrigins] = useState(settings.widgetOrigins.join('\n'));
  const badHost = linesOf(egress).find((line) => !isHost(line));
  const badOrigin = linesOf(origins).find((line) => !isOrigin(line));
  return (
    <form
      className="td-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (badHost !== undefined || badOrigin !== undefined) return;
        update.mutate(
          { egressAllow: linesOf(egress), widgetOrigins: linesOf(origins) },
          { onSuccess: () => toastDone(t('network.saved')), onError: (error) => toastProblem(error) },
        );
      }}
    >
      <Stack gap="xl">
        <Textarea
          label={t('network.egress')}
          description={t('network.egressHint')}
          error={badHost === undefined ? undefined : t('network.badHost', { value: badHost })}
          autosize
          minRows={3}
          spellCheck={false}
          value={egress}
          onChange={(event) => setEgress(event.currentTarget.value)}
        />
        <div>
          <Textarea
            label={t('network.origins')}
            description={t('network.originsHint')}
            error={badOrigin === undefined ? undefined : t('network.badOrigin', { value: badOrigin })}
            autosize
            minRows={3}
            spellCheck={false}
            value={origins}
            onChange={(event) => setOrigins(event.currentTarget.value)}
          />
          {linesOf(origins).length === 0 && (
            <Text fz="sm" c="var(--td-warning)" mt={4}>
              {t('network.originsAny')}
            </Text>
          )}
        </div>
        <Group>
          <Button type="submit" loading={update.isPending} disabled={badHost !== undefined || badOrigin !== undefined}>
            {tu('save')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
