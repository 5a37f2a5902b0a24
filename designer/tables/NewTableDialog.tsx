// Makes a table: its name and its columns.
import { Alert, Button, Group, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Column, Table } from '#nodes/wire/tables.ts';
import { useCreateTable } from '../api/tables.ts';
import { DialogFrame } from '../ui/DialogFrame.tsx';
import { problemText } from '../ui/problem-text.ts';
import { areColumnsSound, ColumnsEditor } from './ColumnsEditor.tsx';

interface Props {
  readonly onClose: () => void;
  readonly onMade: (table: Table) => void;
}

export function NewTableDialog({ onClose, onMade }: Props) {
  const { t } = useTranslation('tables');
  const { t: tu } = useTranslation('ui');
  const { t: problem } = useTranslation('problems');
  const create = useCreateTable();
  const [name, setName] = useState('');
  const [columns, setColumns] = useState<readonly Column[]>([{ name: '', type: 'text' }]);
  return (
    <DialogFrame opened onClose={onClose} title={t('new')} size="lg">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          create.mutate({ name: name.trim(), columns }, { onSuccess: onMade });
        }}
      >
        <Stack gap="lg">
          {create.error !== null && (
            <Alert role="alert" color="danger">
              {problemText(create.error, problem)}
            </Alert>
          )}
          <TextInput
            label={t('name')}
            description={t('nameHint')}
            data-autofocus
            required
            withAsterisk={false}
            maxLength={80}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <ColumnsEditor columns={columns} kept={[]} onChange={setColumns} />
          <Group justify="flex-end" gap="sm">
            <Button variant="default" onClick={onClose}>
              {tu('cancel')}
            </Button>
            <Button type="submit" disabled={name.trim() === '' || !areColumnsSound(columns)} loading={create.isPending}>
              {t('make')}
            </Button>
          </Group>
        </Stack>
      </form>
    </DialogFrame>
  );
}
