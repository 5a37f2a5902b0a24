// Adds or changes a tool server.
import { Alert, Button, Group, Select, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ToolServer } from '#nodes/wire/tools.ts';
import { useCredentialNames } from '../api/credentials.ts';
import { useCreateToolServer, useSaveToolServer } from '../api/tools.ts';
import { DialogFrame } from '../ui/DialogFrame.tsx';
import { problemText } from '../ui/problem-text.ts';
import { toastDone } from '../ui/toast.ts';

interface Props {
  readonly server: ToolServer | undefined;
  readonly onClose: () => void;
}

export function ToolServerDialog({ server, onClose }: Props) {
  const { t } = useTranslation('admin');
  const { t: tu } = useTranslation('ui');
  const { t: problem } = useTranslation('problems');
  const create = useCreateToolServer();
  const save = useSaveToolServer();
  const known = useCredentialNames().data?.filter(({ kind }) => kind !== 'signing') ?? [];
  const [name, setName] = useState(server?.name ?? '');
  const [url, setUrl] = useState(server?.url ?? '');
  const [credential, setCredential] = useState(server?.credential ?? '');
  const error = create.error ?? save.error;
  const names = [...new Set([...known.map((one) => one.name), ...(credential === '' ? [] : [credential])])];

  function submit(): void {
    const given = { name: name.trim(), url: url.trim(), credential };
    const done = {
      onSuccess: () => {
        toastDone(t('tools.saved'));
        onClose();
      },
    };
    if (server === undefined) create.mutate(given, done);
    else save.mutate({ id: server.id, ...given }, done);
  }

  return (
    <DialogFrame opened onClose={onClose} title={server === undefined ? t('tools.add') : t('tools.edit')}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <Stack gap="lg">
          {error !== null && (
            <Alert role="alert" color="danger">
              {problemText(error, problem)}
            </Alert>
          )}
          <TextInput
            label={t('tools.name')}
            description={t('tools.nameHint')}
            data-autofocus
            required
            withAsterisk={false}
            maxLength={80}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <TextInput
            label={t('tools.url')}
            description={t('tools.urlHint')}
            required
            withAsterisk={false}
            type="url"
            maxLength={2000}
            spellCheck={false}
            value={url}
            onChange={(event) => setUrl(event.currentTarget.value)}
          />
          <Select
            label={t('tools.credential')}
            description={t('tools.credentialHint')}
            allowDeselect={false}
            data={[{ value: '', label: t('tools.noCredential') }, ...names.map((value) => ({ value, label: value }))]}
            value={credential}
            onChange={(next) => setCredential(next ?? '')}
          />
          <Group justify="flex-end" gap="sm">
            <Button variant="default" onClick={onClose}>
              {tu('cancel')}
            </Button>
            <Button type="submit" loading={create.isPending || save.isPending}>
              {tu('save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </DialogFrame>
  );
}
