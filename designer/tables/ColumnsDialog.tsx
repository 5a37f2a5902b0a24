// Adds and removes columns of a table that exists.
import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Column, Table } from '#nodes/wire/tables.ts';
import { useSetColumns } from '../api/tables.ts';
import { listed } from '../i18n/punctuation.ts';
import { DialogFrame } from '../ui/DialogFrame.tsx';
import { problemText } from '../ui/problem-text.ts';
import { areColumnsSound, ColumnsEditor } from './ColumnsEditor.tsx';

export function ColumnsDialog({ table, onClose }: { readonly table: Table; readonly onClose: () => void }) {
  const { t } = useTranslation('tables');
  const { t: tu } = useTranslation('ui');
  const { t: problem } = useTranslation('problems');
  const save = useSetColumns(table.id);
  const [columns, setColumns] = useState<readonly Column[]>(table.columns);
  const kept = table.columns.map(({ name }) => name);
  const gone = kept.filter((name) => !columns.some((column) => column.name === name));
  return (
    <DialogFrame opened onClose={onClose} title={t('columns.title')} size="lg">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate(columns, { onSuccess: onClose });
        }}
      >
        <Stack gap="lg">
          {save.error !== null && (
            <Alert role="alert" color="danger">
              {problemText(save.error, problem)}
            </Alert>
          )}
          <ColumnsEditor columns={columns} kept={kept} onChange={setColumns} />
          {gone.length > 0 && (
            <Text role="status" c="var(--td-danger)">
              {t('columns.gone', { names: listed(gone) })}
            </Text>
          )}
          <Group justify="flex-end" gap="sm">
            <Button variant="default" onClick={onClose}>
              {tu('cancel')}
            </Button>
            <Button
              type="submit"
              {...(gone.length > 0 ? { color: 'danger' } : {})}
              disabled={!areColumnsSound(columns)}
              loading={save.isPending}
            >
              {tu('save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </DialogFrame>
  );
}
