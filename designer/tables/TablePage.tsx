// One table: its rows in a grid, and what can be done with all of them.
import { Anchor, Button, Group, Text } from '@mantine/core';
import { Columns3, Download, Link2, Plus, Table2, Trash2, Upload } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate, useParams } from 'react-router';
import type { Table } from '#nodes/wire/tables.ts';
import { useHasRole } from '../api/auth.ts';
import {
  downloadTable,
  GRID_ROWS,
  useAddRow,
  useRemoveRows,
  useRemoveTable,
  useTableRows,
  useTables,
} from '../api/tables.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { MissingPage } from '../ui/MissingPage.tsx';
import { offerFile } from '../ui/offer-file.ts';
import { PageHeader } from '../ui/PageHeader.tsx';
import { QueryView } from '../ui/QueryView.tsx';
import { toastProblem } from '../ui/toast.ts';
import { TableGrid } from './TableGrid.tsx';
import './tables.css';

const ImportDialog = lazy(async () => ({ default: (await import('./ImportDialog.tsx')).ImportDialog }));
const ConfirmDialog = lazy(async () => ({ default: (await import('../ui/ConfirmDialog.tsx')).ConfirmDialog }));
const AddressDialog = lazy(async () => ({ default: (await import('./AddressDialog.tsx')).AddressDialog }));
const AddressPanel = lazy(async () => ({ default: (await import('./AddressPanel.tsx')).AddressPanel }));
const ColumnsDialog = lazy(async () => ({ default: (await import('./ColumnsDialog.tsx')).ColumnsDialog }));

export function TablePage() {
  const { tableId } = useParams();
  const tables = useTables();
  return (
    <div className="td-page">
      <QueryView query={tables}>
        {(list) => {
          const table = list.find(({ id }) => id === tableId);
          return table === undefined ? <MissingPage /> : <OneTable key={table.id} table={table} />;
        }}
      </QueryView>
    </div>
  );
}

function OneTable({ table }: { readonly table: Table }) {
  const { t } = useTranslation('tables');
  const navigate = useNavigate();
  const mayEdit = useHasRole('admin', 'designer');
  const [page, setPage] = useState(0);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [pasted, setPasted] = useState<string>();
  const [dialog, setDialog] = useState<'columns' | 'remove' | 'address'>();
  const rows = useTableRows(table, page);
  const mayEditRows = mayEdit && table.address === null;
  const add = useAddRow(table.id);
  const removeRows = useRemoveRows(table.id);
  const remove = useRemoveTable();
  const pages = Math.max(1, Math.ceil((rows.data?.total ?? 0) / GRID_ROWS));
  const turn = (to: number): void => {
    setChosen(new Set());
    setPage(to);
  };
  const onError = (error: unknown): void => toastProblem(error);

  async function save(): Promise<void> {
    try {
      const { name, blob } = await downloadTable(table.id);
      offerFile(name, blob);
    } catch (error) {
      toastProblem(error);
    }
  }
  return (
    <>
      <PageHeader
        title={table.name}
        hint={t('rows', { count: table.rows })}
        before={
          <Anchor component={Link} to="/knowledge/tables" fz="sm">
            {t('all')}
          </Anchor>
        }
      >
        <Button variant="default" leftSection={<Download size={16} aria-hidden />} onClick={() => void save()}>
          {t('export')}
        </Button>
        {mayEdit && (
          <>
            {table.address === null && (
              <>
                <Button
                  variant="default"
                  leftSection={<Link2 size={16} aria-hidden />}
                  onClick={() => setDialog('address')}
                >
                  {t('address.open')}
                </Button>
                <Button variant="default" leftSection={<Upload size={16} aria-hidden />} onClick={() => setPasted('')}>
                  {t('import.open')}
                </Button>
              </>
            )}
            <Button
              variant="default"
              leftSection={<Columns3 size={16} aria-hidden />}
              onClick={() => setDialog('columns')}
            >
              {t('columns.title')}
            </Button>
            <Button
              variant="default"
              color="danger"
              leftSection={<Trash2 size={16} aria-hidden />}
              onClick={() => setDialog('remove')}
            >
              {t('remove.open')}
            </Button>
          </>
        )}
      </PageHeader>
      {table.address !== null && (
        <Suspense fallback={null}>
          <AddressPanel table={table} address={table.address} mayEdit={mayEdit} onEdit={() => setDialog('address')} />
        </Suspense>
      )}
      <QueryView query={rows}>
        {(data) =>
          data.total === 0 ? (
            <EmptyState
              icon={Table2}
              title={t('noRows')}
              hint={t(table.address === null ? 'noRowsHint' : 'noRowsRead')}
            />
          ) : (
            <TableGrid
              table={table}
              rows={data.rows}
              chosen={chosen}
              readOnly={!mayEditRows}
              onChoose={setChosen}
              onPasted={setPasted}
            />
          )
        }
      </QueryView>
      <Group mt="md" justify="space-between">
        {mayEditRows && (
          <Group gap="sm">
            <Button
              variant="default"
              leftSection={<Plus size={16} aria-hidden />}
              loading={add.isPending}
              onClick={() =>
                add.mutate(undefined, {
                  onSuccess: () => setPage(Math.floor((rows.data?.total ?? 0) / GRID_ROWS)),
                  onError,
                })
              }
            >
              {t('addRow')}
            </Button>
            {chosen.size > 0 && (
              <Button
                variant="default"
                color="danger"
                loading={removeRows.isPending}
                onClick={() =>
                  removeRows.mutate([...chosen], {
                    onSuccess: () => {
                      setChosen(new Set());
                      setPage(0);
                    },
                    onError,
                  })
                }
              >
                {t('removeRows', { count: chosen.size })}
              </Button>
            )}
            <Text fz="sm" c="dimmed">
              {t('pasteHint')}
            </Text>
          </Group>
        )}
        {pages > 1 && (
          <Group gap="sm" role="navigation" aria-label={t('pages')}>
            <Button variant="default" disabled={page === 0} onClick={() => turn(page - 1)}>
              {t('previous')}
            </Button>
            <Text fz="sm">{t('page', { n: page + 1, of: pages })}</Text>
            <Button variant="default" disabled={page + 1 >= pages} onClick={() => turn(page + 1)}>
              {t('next')}
            </Button>
          </Group>
        )}
      </Group>
      <Suspense fallback={null}>
        {pasted !== undefined && (
          <ImportDialog tableId={table.id} pasted={pasted} onClose={() => setPasted(undefined)} />
        )}
        {dialog === 'columns' && <ColumnsDialog table={table} onClose={() => setDialog(undefined)} />}
        {dialog === 'address' && <AddressDialog table={table} onClose={() => setDialog(undefined)} />}
        {dialog === 'remove' && (
          <ConfirmDialog
            opened
            title={t('remove.title', { name: table.name })}
            confirm={t('remove.open')}
            busy={remove.isPending}
            onClose={() => setDialog(undefined)}
            onConfirm={() => remove.mutate(table.id, { onSuccess: () => void navigate('/knowledge/tables'), onError })}
          >
            {t('remove.body')}
          </ConfirmDialog>
        )}
      </Suspense>
    </>
  );
}
