// Chooses a table of the workspace, and a column of the chosen table.
import { Anchor, Select, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useTables } from '../api/tables.ts';
import { listed } from '../i18n/punctuation.ts';
import { useSurroundings } from './field-context.ts';
import { problemAt, type WidgetProps } from './widget.ts';

export function TableWidget({ id, label, value, problems, describedBy, onChange }: WidgetProps) {
  const { t } = useTranslation('inspector');
  const { readOnly } = useSurroundings();
  const tables = useTables().data;
  const name = typeof value === 'string' ? value : '';
  const table = tables?.find((one) => one.name === name);
  const isGone = name !== '' && tables !== undefined && table === undefined;
  return (
    <>
      <Select
        id={id}
        aria-label={label}
        aria-describedby={describedBy}
        readOnly={readOnly}
        searchable
        placeholder={t('table.choose')}
        data={[
          ...(tables ?? []).map((one) => ({ value: one.name, label: one.name })),
          ...(isGone ? [{ value: name, label: t('table.gone', { name }) }] : []),
        ]}
        error={problemAt(problems, '') !== undefined || isGone}
        value={name === '' ? null : name}
        onChange={(next) => onChange(next ?? '')}
      />
      <Text fz="xs" c="dimmed" mt={4}>
        {table !== undefined && `${listed(table.columns.map((column) => column.name))} · `}
        <Anchor
          component={Link}
          to={table === undefined ? '/knowledge/tables' : `/knowledge/tables/${table.id}`}
          fz="xs"
        >
          {t('table.manage')}
        </Anchor>
      </Text>
    </>
  );
}

export function TableColumnWidget({ id, label, value, problems, describedBy, onChange }: WidgetProps) {
  const { t } = useTranslation('inspector');
  const { readOnly, config } = useSurroundings();
  const columns = useTables().data?.find((one) => one.name === config['table'])?.columns ?? [];
  const name = typeof value === 'string' ? value : '';
  const isKnown = name === '' || columns.some((column) => column.name === name);
  return (
    <Select
      id={id}
      size="xs"
      aria-label={label}
      aria-describedby={describedBy}
      readOnly={readOnly}
      placeholder={t('table.column')}
      data={[
        ...columns.map((column) => ({ value: column.name, label: column.name })),
        ...(isKnown ? [] : [{ value: name, label: t('table.gone', { name }) }]),
      ]}
      error={problemAt(problems, '') !== undefined}
      value={name === '' ? null : name}
      onChange={(next) => onChange(next ?? '')}
    />
  );
}
