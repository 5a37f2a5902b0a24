// Adds a person; the server makes the password.
import { Alert, Button, Group, Select, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Role, User } from '#nodes/wire/access.ts';
import { useCreateUser } from '../api/settings.ts';
import { DialogFrame } from '../ui/DialogFrame.tsx';
import { problemText } from '../ui/problem-text.ts';
import { roleFrom, useRoleChoices } from './role-choices.ts';

interface Props {
  readonly onClose: () => void;
  readonly onAdded: (user: User, password: string) => void;
}

export function AddUserDialog({ onClose, onAdded }: Props) {
  const { t } = useTranslation('admin');
  const { t: tu } = useTranslation('ui');
  const { t: problem } = useTranslation('problems');
  const create = useCreateUser();
  const roles = useRoleChoices();
  const [name, setName] = useState('');
  const [email, setEmail] = useState('');
  const [role, setRole] = useState<Role>('agent');
  return (
    <DialogFrame opened onClose={onClose} title={t('users.add')}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          create.mutate(
            { name: name.trim(), email: email.trim(), role },
            { onSuccess: ({ user, password }) => onAdded(user, password) },
          );
        }}
      >
        <Stack gap="lg">
          {create.isError && (
            <Alert role="alert" color="danger">
              {problemText(create.error, problem)}
            </Alert>
          )}
          <TextInput
            label={t('users.name')}
            data-autofocus
            required
            withAsterisk={false}
            maxLength={100}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <TextInput
            label={t('users.email')}
            type="email"
            autoComplete="off"
            required
            withAsterisk={false}
            maxLength={254}
            value={email}
            onChange={(event) => setEmail(event.currentTarget.value)}
          />
          <Select
            label={t('users.role')}
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
              {tu('add')}
            </Button>
          </Group>
        </Stack>
      </form>
    </DialogFrame>
  );
}
