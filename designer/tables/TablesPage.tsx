// The tables of the workspace.
import { Anchor, Button, SimpleGrid, Text, Title } from '@mantine/core';
import { Plus, Table2 } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import { useHasRole } from '../api/auth.ts';
import { useTables } from '../api/tables.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { PageHeader } from '../ui/PageHeader.tsx';
import { QueryView } from '../ui/QueryView.tsx';
import './tables.css';

const NewTableDialog = lazy(async () => ({ default: (await import('./NewTableDialog.tsx')).NewTableDialog }));

export function TablesPage() {
  const { t } = useTranslation('tables');
  const tables = useTables();
  const mayEdit = useHasRole('admin', 'designer');
  const [creating, setCreating] = useState(false);
  const navigate = useNavigate();
  const newButton = mayEdit && (
    <Button leftSection={<Plus size={16} aria-hidden />} onClick={() => setCreating(true)}>
      {t('new')}
    </Button>
  );
  return (
    <div className="td-page">
      <PageHeader
        title={t('title')}
        hint={t('hint')}
        before={
          <Anchor component={Link} to="/knowledge" fz="sm">
            {t('back')}
          </Anchor>
        }
      >
        {newButton}
      </PageHeader>
      <QueryView query={tables}>
        {(list) =>
          list.length === 0 ? (
            <EmptyState icon={Table2} title={t('empty')} hint={t('emptyHint')}>
              {newButton}
            </EmptyState>
          ) : (
            <SimpleGrid cols={{ base: 2, lg: 3 }} spacing="md">
              {list.map((table) => (
                <Link key={table.id} to={`/knowledge/tables/${table.id}`} className="td-table-card">
                  <Title order={2}>{table.name}</Title>
                  <Text fz="sm" c="dimmed" lineClamp={2} mt={4}>
                    {table.columns.map(({ name }) => name).join(' · ')}
                  </Text>
                  <Text fz="sm" c="dimmed" mt="sm">
                    {t('rows', { count: table.rows })}
                    {table.address !== null &&
                      ` · ${t(table.address.state === 'failed' ? 'address.cardFailed' : 'address.card')}`}
                  </Text>
                </Link>
              ))}
            </SimpleGrid>
          )
        }
      </QueryView>
      <Suspense fallback={null}>
        {creating && (
          <NewTableDialog
            onClose={() => setCreating(false)}
            onMade={(table) => void navigate(`/knowledge/tables/${table.id}`)}
          />
        )}
      </Suspense>
    </div>
  );
}
