// The columns of a table: names and types, added and removed; the type of a column that exists stays.
import { ActionIcon, Button, Group, NativeSelect, Stack, TextInput } from '@mantine/core';
import { Plus, Trash2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { COLUMN_NAME, COLUMN_TYPES, MAX_COLUMNS } from '#nodes/wire/table-limits.ts';
import type { Column } from '#nodes/wire/tables.ts';

interface Props {
  readonly columns: readonly Column[];
  /** Names of columns that are stored already. */
  readonly kept: readonly string[];
  readonly onChange: (columns: readonly Column[]) => void;
}

const NAME = new RegExp(COLUMN_NAME, 'u');

/** Whether all columns can be stored: named, named rightly, and each once. */
export function areColumnsSound(columns: readonly Column[]): boolean {
  const names = columns.map(({ name }) => name);
  return columns.length > 0 && names.every((name) => NAME.test(name)) && new Set(names).size === names.length;
}

export function ColumnsEditor({ columns, kept, onChange }: Props) {
  const { t } = useTranslation('tables');
  const names = columns.map(({ name }) => name);
  const change = (at: number, part: Partial<Column>) =>
    onChange(columns.map((column, index) => (index === at ? { ...column, ...part } : column)));

  function problemOf(name: string): string | undefined {
    if (name === '') return undefined;
    if (!NAME.test(name)) return t('columns.nameRule');
    return names.filter((one) => one === name).length > 1 ? t('columns.twice') : undefined;
  }
  return (
    <Stack gap="xs" role="group" aria-label={t('columns.title')}>
      {columns.map((column, index) => {
        const isKept = kept.includes(column.name);
        return (
          <Group key={index} gap="xs" wrap="nowrap" align="flex-start">
            <TextInput
              style={{ flex: 1 }}
              aria-label={t('columns.name', { n: index + 1 })}
              placeholder={t('columns.placeholder')}
              maxLength={40}
              readOnly={isKept}
              error={problemOf(column.name)}
              value={column.name}
              onChange={(event) => change(index, { name: event.currentTarget.value.trim() })}
            />
            <NativeSelect
              aria-label={t('columns.type', { n: index + 1 })}
              disabled={isKept}
              value={column.type}
              onChange={(event) => {
                const type = COLUMN_TYPES.find((one) => one === event.currentTarget.value);
                if (type !== undefined) change(index, { type });
              }}
              data={COLUMN_TYPES.map((type) => ({ value: type, label: t(`types.${type}`) }))}
            />
            <ActionIcon
              mt={6}
              color="danger"
              aria-label={t('columns.remove', { name: column.name === '' ? String(index + 1) : column.name })}
              disabled={columns.length === 1}
              onClick={() => onChange(columns.filter((_, at) => at !== index))}
            >
              <Trash2 size={16} aria-hidden />
            </ActionIcon>
          </Group>
        );
      })}
      <Button
        variant="default"
        leftSection={<Plus size={14} aria-hidden />}
        disabled={columns.length >= MAX_COLUMNS}
        onClick={() => onChange([...columns, { name: '', type: 'text' }])}
      >
        {t('columns.add')}
      </Button>
    </Stack>
  );
}
