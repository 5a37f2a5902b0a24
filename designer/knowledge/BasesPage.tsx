// The knowledge bases of the workspace.
import { Button, SimpleGrid, Text, Title } from '@mantine/core';
import { BookOpen, Plus, Table2 } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import { useHasRole } from '../api/auth.ts';
import { useBases } from '../api/knowledge.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { PageHeader } from '../ui/PageHeader.tsx';
import { QueryView } from '../ui/QueryView.tsx';
import { ImportButton } from './ImportButton.tsx';
import './knowledge.css';

// Dialogs are loaded when they are first asked for.
const BaseDialog = lazy(async () => ({ default: (await import('./BaseDialog.tsx')).BaseDialog }));

export function BasesPage() {
  const { t } = useTranslation('knowledge');
  const bases = useBases();
  const mayEdit = useHasRole('admin', 'designer');
  const maySeeTables = useHasRole('admin', 'designer', 'supervisor');
  const [creating, setCreating] = useState(false);
  const navigate = useNavigate();
  const newButton = mayEdit && (
    <Button leftSection={<Plus size={16} aria-hidden />} onClick={() => setCreating(true)}>
      {t('newBase')}
    </Button>
  );
  const importButton = mayEdit && <ImportButton onDone={(base) => void navigate(`/knowledge/${base.id}`)} />;
  return (
    <div className="td-page">
      <PageHeader title={t('title')} hint={t('hint')}>
        {maySeeTables && (
          <Button
            component={Link}
            to="/knowledge/tables"
            variant="default"
            leftSection={<Table2 size={16} aria-hidden />}
          >
            {t('tables')}
          </Button>
        )}
        {importButton}
        {newButton}
      </PageHeader>
      <QueryView query={bases}>
        {(list) =>
          list.length === 0 ? (
            <EmptyState icon={BookOpen} title={t('empty')} hint={t('emptyHint')}>
              {newButton}
            </EmptyState>
          ) : (
            <SimpleGrid cols={{ base: 2, lg: 3 }} spacing="md">
              {list.map((base) => (
                <Link key={base.id} to={`/knowledge/${base.id}`} className="td-base-card">
                  <Title order={2}>{base.name}</Title>
                  {base.description !== '' && (
                    <Text fz="sm" c="dimmed" lineClamp={2} mt={4}>
                      {base.description}
                    </Text>
                  )}
                  <Text fz="sm" c="dimmed" mt="sm">
                    {t('counts', { sources: base.sources, passages: base.passages, questions: base.questions })}
                  </Text>
                </Link>
              ))}
            </SimpleGrid>
          )
        }
      </QueryView>
      <Suspense fallback={null}>
        {creating && (
          <BaseDialog
            onClose={() => setCreating(false)}
            onDone={(base) => {
              setCreating(false);
              void navigate(`/knowledge/${base.id}`);
            }}
          />
        )}
      </Suspense>
    </div>
  );
}
