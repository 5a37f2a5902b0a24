// The rows of a table, each cell a field: saved when it is left, refused with a reason, several pasted at once.
import { Checkbox, Table as Sheet } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Column, Table, TableRow } from '#nodes/wire/tables.ts';
import { useChangeCell } from '../api/tables.ts';
import { toastProblem, toastRefused } from '../ui/toast.ts';
import { ApiProblem } from '../api/http.ts';
import { cellText } from './cell-text.ts';

interface Props {
  readonly table: Table;
  readonly rows: readonly TableRow[];
  readonly chosen: ReadonlySet<string>;
  readonly readOnly: boolean;
  readonly onChoose: (ids: ReadonlySet<string>) => void;
  /** Several cells were pasted. */
  readonly onPasted: (text: string) => void;
}

export function TableGrid({ table, rows, chosen, readOnly, onChoose, onPasted }: Props) {
  const { t } = useTranslation('tables');
  const toggle = (id: string, on: boolean) => {
    const next = new Set(chosen);
    if (on) next.add(id);
    else next.delete(id);
    onChoose(next);
  };
  return (
    <div
      className="td-table-wrap"
      onPaste={(event) => {
        const text = event.clipboardData.getData('text/plain');
        if (readOnly || !/[\t\n]/u.test(text.trim())) return;
        event.preventDefault();
        onPasted(text);
      }}
    >
      <Sheet aria-label={table.name}>
        <Sheet.Thead>
          <Sheet.Tr>
            {!readOnly && (
              <Sheet.Th w={40}>
                <Checkbox
                  aria-label={t('chooseAll')}
                  checked={rows.length > 0 && rows.every(({ id }) => chosen.has(id))}
                  onChange={(event) => onChoose(new Set(event.currentTarget.checked ? rows.map(({ id }) => id) : []))}
                />
              </Sheet.Th>
            )}
            {table.columns.map(({ name, type }) => (
              <Sheet.Th key={name}>
                {name} <span style={{ fontWeight: 400 }}>{t(`types.${type}`)}</span>
              </Sheet.Th>
            ))}
          </Sheet.Tr>
        </Sheet.Thead>
        <Sheet.Tbody>
          {rows.map((row, index) => (
            <Sheet.Tr key={row.id}>
              {!readOnly && (
                <Sheet.Td>
                  <Checkbox
                    aria-label={t('chooseRow', { n: index + 1 })}
                    checked={chosen.has(row.id)}
                    onChange={(event) => toggle(row.id, event.currentTarget.checked)}
                  />
                </Sheet.Td>
              )}
              {table.columns.map((column) => (
                <Sheet.Td key={column.name} p={2}>
                  <GridCell tableId={table.id} row={row} column={column} number={index + 1} readOnly={readOnly} />
                </Sheet.Td>
              ))}
            </Sheet.Tr>
          ))}
        </Sheet.Tbody>
      </Sheet>
    </div>
  );
}

interface CellProps {
  readonly tableId: string;
  readonly row: TableRow;
  readonly column: Column;
  readonly number: number;
  readonly readOnly: boolean;
}

function GridCell({ tableId, row, column, number, readOnly }: CellProps) {
  const { t } = useTranslation('tables');
  const change = useChangeCell(tableId);
  const stored = cellText(row.values[column.name] ?? null, { yes: t('yes'), no: t('no') });
  const [draft, setDraft] = useState<string>();

  function save(): void {
    if (draft === undefined || draft === stored) {
      setDraft(undefined);
      return;
    }
    change.mutate(
      { rowId: row.id, column: column.name, text: draft },
      {
        onSuccess: () => setDraft(undefined),
        onError: (error) => {
          if (error instanceof ApiProblem && error.code === 'REQUEST_INVALID') {
            toastRefused(t('unfit', { text: draft, type: t(`types.${column.type}`) }));
          } else toastProblem(error);
        },
      },
    );
  }
  return (
    <input
      className="td-grid-cell"
      aria-label={`${column.name} ${number}`}
      aria-invalid={change.isError && draft !== undefined}
      readOnly={readOnly}
      maxLength={2000}
      placeholder={column.type === 'date' ? 'YYYY-MM-DD' : undefined}
      value={draft ?? stored}
      onChange={(event) => setDraft(event.currentTarget.value)}
      onBlur={() => save()}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && !event.nativeEvent.isComposing) save();
        if (event.key === 'Escape') setDraft(undefined);
      }}
    />
  );
}
