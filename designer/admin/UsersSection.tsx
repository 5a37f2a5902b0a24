// The people of the workspace: add, change role, disable, reset password.
import { ActionIcon, Button, Group, Menu, Select, Table, Text } from '@mantine/core';
import { CircleCheck, CircleSlash, Ellipsis, Plus } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { User } from '#nodes/wire/access.ts';
import { useMe } from '../api/auth.ts';
import { useResetPassword, useUpdateUser, useUsers } from '../api/settings.ts';
import { ConfirmDialog } from '../ui/ConfirmDialog.tsx';
import { QueryView } from '../ui/QueryView.tsx';
import { RelativeTime } from '../ui/RelativeTime.tsx';
import { StatusChip } from '../ui/StatusChip.tsx';
import { toastDone, toastProblem } from '../ui/toast.ts';
import { AddUserDialog } from './AddUserDialog.tsx';
import { OnceDialog } from './OnceDialog.tsx';
import { roleFrom, useRoleChoices } from './role-choices.ts';

interface Shown {
  readonly name: string;
  readonly password: string;
}

export function UsersSection() {
  const { t } = useTranslation('admin');
  const users = useUsers();
  const update = useUpdateUser();
  const reset = useResetPassword();
  const [adding, setAdding] = useState(false);
  const [disabling, setDisabling] = useState<User>();
  const [resetting, setResetting] = useState<User>();
  const [shown, setShown] = useState<Shown>();

  function setDisabled(user: User, disabled: boolean): void {
    update.mutate(
      { id: user.id, disabled },
      {
        onSuccess: () => {
          setDisabling(undefined);
          toastDone(t('users.changed'));
        },
        onError: (error) => toastProblem(error),
      },
    );
  }
  return (
    <>
      <Group justify="flex-end" mb="md">
        <Button leftSection={<Plus size={16} aria-hidden />} onClick={() => setAdding(true)}>
          {t('users.add')}
        </Button>
      </Group>
      <QueryView query={users}>
        {(list) => (
          <div className="td-table-wrap">
            <Table aria-label={t('users.list')}>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>{t('users.columns.name')}</Table.Th>
                  <Table.Th>{t('users.columns.role')}</Table.Th>
                  <Table.Th>{t('users.columns.lastSeen')}</Table.Th>
                  <Table.Th>{t('users.columns.state')}</Table.Th>
                  <Table.Th ta="right">{t('users.columns.actions')}</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {list.map((user) => (
                  <UserRow
                    key={user.id}
                    user={user}
                    onDisable={() => (user.disabled ? setDisabled(user, false) : setDisabling(user))}
                    onReset={() => setResetting(user)}
                  />
                ))}
              </Table.Tbody>
            </Table>
          </div>
        )}
      </QueryView>
      {adding && (
        <AddUserDialog
          onClose={() => setAdding(false)}
          onAdded={(user, password) => {
            setAdding(false);
            setShown({ name: user.name, password });
          }}
        />
      )}
      {shown !== undefined && (
        <OnceDialog
          title={t('users.created')}
          hint={t('users.passwordOnce', { name: shown.name })}
          label={t('users.password')}
          value={shown.password}
          onClose={() => setShown(undefined)}
        />
      )}
      <ConfirmDialog
        opened={disabling !== undefined}
        title={t('users.disableTitle', { name: disabling?.name ?? '' })}
        confirm={t('users.disable')}
        busy={update.isPending}
        onClose={() => setDisabling(undefined)}
        onConfirm={() => {
          if (disabling !== undefined) setDisabled(disabling, true);
        }}
      >
        {t('users.disableBody')}
      </ConfirmDialog>
      <ConfirmDialog
        opened={resetting !== undefined}
        title={t('users.resetTitle', { name: resetting?.name ?? '' })}
        confirm={t('users.resetPassword')}
        busy={reset.isPending}
        onClose={() => setResetting(undefined)}
        onConfirm={() => {
          if (resetting === undefined) return;
          reset.mutate(resetting.id, {
            onSuccess: ({ user, password }) => {
              setResetting(undefined);
              setShown({ name: user.name, password });
            },
            onError: (error) => toastProblem(error),
          });
        }}
      >
        {t('users.resetBody')}
      </ConfirmDialog>
    </>
  );
}

interface RowProps {
  readonly user: User;
  readonly onDisable: () => void;
  readonly onReset: () => void;
}

function UserRow({ user, onDisable, onReset }: RowProps) {
  const { t } = useTranslation('admin');
  const me = useMe().data;
  const update = useUpdateUser();
  const roles = useRoleChoices();
  const isMe = me?.user.id === user.id;
  return (
    <Table.Tr>
      <Table.Td>
        <Text fw={500}>{user.name}</Text>
        <Text fz="xs" c="dimmed">
          {user.email}
        </Text>
      </Table.Td>
      <Table.Td>
        <Select
          w={160}
          aria-label={t('users.roleOf', { name: user.name })}
          value={user.role}
          disabled={isMe || update.isPending}
          data={roles}
          onChange={(value) => {
            const role = roleFrom(value);
            if (role === undefined) return;
            update.mutate(
              { id: user.id, role },
              { onSuccess: () => toastDone(t('users.changed')), onError: (error) => toastProblem(error) },
            );
          }}
        />
      </Table.Td>
      <Table.Td>{user.lastSeenAt === null ? t('users.never') : <RelativeTime at={user.lastSeenAt} />}</Table.Td>
      <Table.Td>
        <StatusChip icon={user.disabled ? CircleSlash : CircleCheck} tone={user.disabled ? 'neutral' : 'success'}>
          {user.disabled ? t('users.disabled') : t('users.active')}
        </StatusChip>
      </Table.Td>
      <Table.Td ta="right">
        {!isMe && (
          <Menu position="bottom-end">
            <Menu.Target>
              <ActionIcon aria-label={t('users.actionsFor', { name: user.name })}>
                <Ellipsis size={16} aria-hidden />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item onClick={onReset}>{t('users.resetPassword')}</Menu.Item>
              <Menu.Item onClick={onDisable} {...(user.disabled ? {} : { color: 'danger' })}>
                {user.disabled ? t('users.enable') : t('users.disable')}
              </Menu.Item>
            </Menu.Dropdown>
          </Menu>
        )}
      </Table.Td>
    </Table.Tr>
  );
}
