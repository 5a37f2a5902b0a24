// Credentials: added with the hosts they are for, changed, deleted; a value is written and never shown.
import { Alert, Button, Group, PasswordInput, Select, Stack, Table, Textarea, TextInput } from '@mantine/core';
import { KeySquare, Plus } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CREDENTIAL_KINDS, type Credential, type CredentialKind } from '#nodes/wire/credentials.ts';
import { useCreateCredential, useCredentials, useRemoveCredential, useSaveCredential } from '../api/credentials.ts';
import { listed } from '../i18n/punctuation.ts';
import { ConfirmDialog } from '../ui/ConfirmDialog.tsx';
import { DialogFrame } from '../ui/DialogFrame.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { problemText } from '../ui/problem-text.ts';
import { QueryView } from '../ui/QueryView.tsx';
import { RelativeTime } from '../ui/RelativeTime.tsx';
import { toastDone, toastProblem } from '../ui/toast.ts';
import { linesOf } from './addresses.ts';

export function CredentialsSection() {
  const { t } = useTranslation('admin');
  const credentials = useCredentials();
  const remove = useRemoveCredential();
  const [editing, setEditing] = useState<Credential | 'new'>();
  const [removing, setRemoving] = useState<Credential>();
  return (
    <>
      <Group justify="flex-end" mb="md">
        <Button leftSection={<Plus size={16} aria-hidden />} onClick={() => setEditing('new')}>
          {t('credentials.add')}
        </Button>
      </Group>
      <QueryView query={credentials}>
        {(list) =>
          list.length === 0 ? (
            <EmptyState icon={KeySquare} title={t('credentials.empty')} hint={t('credentials.emptyHint')} />
          ) : (
            <div className="td-table-wrap">
              <Table aria-label={t('credentials.list')}>
                <Table.Thead>
                  <Table.Tr>
                    <Table.Th>{t('credentials.columns.name')}</Table.Th>
                    <Table.Th>{t('credentials.columns.kind')}</Table.Th>
                    <Table.Th>{t('credentials.columns.hosts')}</Table.Th>
                    <Table.Th>{t('credentials.columns.updated')}</Table.Th>
                    <Table.Th ta="right">{t('credentials.columns.actions')}</Table.Th>
                  </Table.Tr>
                </Table.Thead>
                <Table.Tbody>
                  {list.map((credential) => (
                    <Table.Tr key={credential.id}>
                      <Table.Td>{credential.name}</Table.Td>
                      <Table.Td>{t(`credentials.kinds.${credential.kind}`)}</Table.Td>
                      <Table.Td>{listed(credential.hosts)}</Table.Td>
                      <Table.Td>
                        <RelativeTime at={credential.updatedAt} />
                      </Table.Td>
                      <Table.Td ta="right">
                        <Button
                          variant="subtle"
                          aria-label={t('credentials.editOne', { name: credential.name })}
                          onClick={() => setEditing(credential)}
                        >
                          {t('credentials.change')}
                        </Button>
                        <Button
                          variant="subtle"
                          color="danger"
                          aria-label={t('credentials.removeOne', { name: credential.name })}
                          onClick={() => setRemoving(credential)}
                        >
                          {t('credentials.remove')}
                        </Button>
                      </Table.Td>
                    </Table.Tr>
                  ))}
                </Table.Tbody>
              </Table>
            </div>
          )
        }
      </QueryView>
      {editing !== undefined && (
        <CredentialDialog credential={editing === 'new' ? undefined : editing} onClose={() => setEditing(undefined)} />
      )}
      <ConfirmDialog
        opened={removing !== undefined}
        title={t('credentials.removeTitle', { name: removing?.name ?? '' })}
        confirm={t('credentials.remove')}
        busy={remove.isPending}
        onClose={() => setRemoving(undefined)}
        onConfirm={() => {
          if (removing === undefined) return;
          remove.mutate(removing.id, {
            onSuccess: () => setRemoving(undefined),
            onError: (error) => toastProblem(error),
          });
        }}
      >
        {t('credentials.removeBody')}
      </ConfirmDialog>
    </>
  );
}

function CredentialDialog(props: { readonly credential: Credential | undefined; readonly onClose: () => void }) {
  const { credential, onClose } = props;
  const { t } = useTranslation('admin');
  const { t: tu } = useTranslation('ui');
  const { t: problem } = useTranslation('problems');
  const create = useCreateCredential();
  const save = useSaveCredential();
  const [name, setName] = useState(credential?.name ?? '');
  const [kind, setKind] = useState<CredentialKind>(credential?.kind ?? 'bearer');
  const [field, setField] = useState(credential?.field ?? '');
  const [hosts, setHosts] = useState(credential?.hosts.join('\n') ?? '');
  const [value, setValue] = useState('');
  const error = create.error ?? save.error;

  function submit(): void {
    const given = {
      name: name.trim(),
      kind,
      field: field.trim(),
      hosts: kind === 'signing' ? [] : [...linesOf(hosts)],
    };
    const done = {
      onSuccess: () => {
        toastDone(t('credentials.saved'));
        onClose();
      },
    };
    if (credential === undefined) create.mutate({ ...given, value }, done);
    else save.mutate({ id: credential.id, ...given, ...(value === '' ? {} : { value }) }, done);
  }

  return (
    <DialogFrame
      opened
      onClose={onClose}
      title={credential === undefined ? t('credentials.add') : t('credentials.edit')}
    >
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
            label={t('credentials.name')}
            data-autofocus
            required
            withAsterisk={false}
            maxLength={80}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Select
            label={t('credentials.kind')}
            allowDeselect={false}
            data={CREDENTIAL_KINDS.map((one) => ({ value: one, label: t(`credentials.kinds.${one}`) }))}
            value={kind}
            onChange={(next) => setKind(CREDENTIAL_KINDS.find((one) => one === next) ?? kind)}
          />
          {kind !== 'bearer' && kind !== 'signing' && (
            <TextInput
              label={t(`credentials.fields.${kind}`)}
              required
              withAsterisk={false}
              maxLength={200}
              value={field}
              onChange={(event) => setField(event.currentTarget.value)}
            />
          )}
          {kind !== 'signing' && (
            <Textarea
              label={t('credentials.hosts')}
              description={t('credentials.hostsHint')}
              required
              withAsterisk={false}
              autosize
              minRows={2}
              spellCheck={false}
              value={hosts}
              onChange={(event) => setHosts(event.currentTarget.value)}
            />
          )}
          <PasswordInput
            label={t('credentials.value')}
            description={
              credential !== undefined
                ? t('credentials.valueHint')
                : kind === 'signing'
                  ? t('credentials.signingHint')
                  : undefined
            }
            required={credential === undefined}
            withAsterisk={false}
            autoComplete="new-password"
            maxLength={8000}
            value={value}
            onChange={(event) => setValue(event.currentTarget.value)}
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
