// API tokens: made with a role, shown once, withdrawn at any time.
import { Alert, Anchor, Button, Group, Select, Stack, Table, TextInput } from '@mantine/core';
import { KeyRound, Plus } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ApiToken, Role } from '#nodes/wire/access.ts';
import { useCreateToken, useDeleteToken, useTokens } from '../api/settings.ts';
import { ConfirmDialog } from '../ui/ConfirmDialog.tsx';
import { DialogFrame } from '../ui/DialogFrame.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { problemText } from '../ui/problem-text.ts';
import { QueryView } from '../ui/QueryView.tsx';
import { RelativeTime } from '../ui/RelativeTime.tsx';
import { toastProblem } from '../ui/toast.ts';
import { OnceDialog } from './OnceDialog.tsx';
import { roleFrom, useRoleChoices } from './role-choices.ts';

export function TokensSection() {
  const { t } = useTranslation('admin');
  const { t: ts } = useTranslation('shell');
  const tokens = useTokens();
  const remove = useDeleteToken();
  const [adding, setAdding] = useState(false);
  const [secret, setSecret] = useState<string>();
  const [revoking, setRevoking] = useState<ApiToken>();
  return (
    <>
      <Group justify="space-between" mb="md">
        <Anchor href="/api/openapi.json" target="_blank" fz="sm">
          {t('tokens.docs')}
        </Anchor>
        <Button leftSection={<Plus size={16} aria-hidden />} onClick={() => setAdding(true)}>
          {t('tokens.add')}
        </Button>
      </Group>
      <QueryView query={tokens}>
        {(list) =>
          list.length === 0 ? (
            <EmptyState icon={KeyRound} title={t('tokens.empty')} hint={t('tokens.emptyHint')} />
          ) : (
            <div className="td-table-wrap">
              <Table aria-label={t('tokens.list')}>
                <Table.Thead>
                  <Table.Tr>
                    <Table.Th>{t('tokens.columns.name')}</Table.Th>
                    <Table.Th>{t('tokens.columns.role')}</Table.Th>
                    <Table.Th>{t('tokens.columns.created')}</Table.Th>
                    <Table.Th>{t('tokens.columns.lastUsed')}</Table.Th>
                    <Table.Th ta="right">{t('tokens.columns.actions')}</Table.Th>
                  </Table.Tr>
                </Table.Thead>
                <Table.Tbody>
                  {list.map((token) => (
                    <Table.Tr key={token.id}>
                      <Table.Td>{token.name}</Table.Td>
                      <Table.Td>{ts(`roles.${token.role}`)}</Table.Td>
                      <Table.Td>
                        <RelativeTime at={token.createdAt} />
                      </Table.Td>
                      <Table.Td>
                        {token.lastUsedAt === null ? t('tokens.neverUsed') : <RelativeTime at={token.lastUsedAt} />}
                      </Table.Td>
                      <Table.Td ta="right">
                        <Button
                          variant="subtle"
                          color="danger"
                          aria-label={t('tokens.revokeOne', { name: token.name })}
                          onClick={() => setRevoking(token)}
                        >
                          {t('tokens.revoke')}
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
      {adding && (
        <AddTokenDialog
          onClose={() => setAdding(false)}
          onAdded={(made) => {
            setAdding(false);
            setSecret(made);
          }}
        />
      )}
      {secret !== undefined && (
        <OnceDialog
          title={t('tokens.created')}
          hint={t('tokens.secretOnce')}
          label={t('tokens.secret')}
          value={secret}
          onClose={() => setSecret(undefined)}
        />
      )}
      <ConfirmDialog
        opened={revoking !== undefined}
        title={t('tokens.revokeTitle', { name: revoking?.name ?? '' })}
        confirm={t('tokens.revoke')}
        busy={remove.isPending}
        onClose={() => setRevoking(undefined)}
        onConfirm={() => {
          if (revoking === undefined) return;
          remove.mutate(revoking.id, {
            onSuccess: () => setRevoking(undefined),
            onError: (error) => toastProblem(error),
          });
        }}
      >
        {t('tokens.revokeBody')}
      </ConfirmDialog>
    </>
  );
}

interface AddProps {
  readonly onClose: () => void;
  readonly onAdded: (secret: string) => void;
}

function AddTokenDialog({ onClose, onAdded }: AddProps) {
  const { t } = useTranslation('admin');
  const { t: tu } = useTranslation('ui');
  const { t: problem } = useTranslation('problems');
  const create = useCreateToken();
  const roles = useRoleChoices();
  const [name, setName] = useState('');
  const [role, setRole] = useState<Role>('viewer');
  return (
    <DialogFrame opened onClose={onClose} title={t('tokens.add')}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          create.mutate({ name: name.trim(), role }, { onSuccess: (made) => onAdded(made.secret) });
        }}
      >
        <Stack gap="lg">
          {create.isError && (
            <Alert role="alert" color="danger">
              {problemText(create.error, problem)}
            </Alert>
          )}
          <TextInput
            label={t('tokens.name')}
            placeholder={t('tokens.namePlaceholder')}
            data-autofocus
            required
            withAsterisk={false}
            maxLength={100}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Select
            label={t('tokens.role')}
            description={t(`users.roleHints.${role}`)}
            value={role}
            data={roles}
            onChange={(value) => setRole(roleFrom(value) ?? role)}
          />
          <Group justify="flex-end" gap="sm">
            <Button variant="default" onClick={onClose}>
              {tu('cancel')}
            </Button>
            <Button type="submit" loading={create.isPending}>
              {tu('create')}
            </Button>
          </Group>
        </Stack>
      </form>
    </DialogFrame>
  );
}
