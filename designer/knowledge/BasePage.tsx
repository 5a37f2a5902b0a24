// One knowledge base: sources, questions, hit test.
import { ActionIcon, Anchor, Menu, Tabs } from '@mantine/core';
import { Download, Ellipsis, FileText, HeartPulse, MessageCircleQuestion, Pencil, Target, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate, useParams, useSearchParams } from 'react-router';
import type { KnowledgeBase } from '#nodes/wire/knowledge.ts';
import { useHasRole } from '../api/auth.ts';
import { useBases, useDeleteBase } from '../api/knowledge.ts';
import { readBaseFile } from '../api/knowledge-review.ts';
import { MissingPage } from '../ui/MissingPage.tsx';
import { ConfirmDialog } from '../ui/ConfirmDialog.tsx';
import { PageHeader } from '../ui/PageHeader.tsx';
import { QueryView } from '../ui/QueryView.tsx';
import { offerFile } from '../ui/offer-file.ts';
import { toastProblem } from '../ui/toast.ts';
import { BaseDialog } from './BaseDialog.tsx';
import { HitTestPanel } from './HitTestPanel.tsx';
import { QualityPanel } from './QualityPanel.tsx';
import { QuestionsPanel } from './QuestionsPanel.tsx';
import { SourcesPanel } from './SourcesPanel.tsx';
import './knowledge.css';

export function BasePage() {
  const { baseId } = useParams();
  const bases = useBases();
  return (
    <div className="td-page">
      <QueryView query={bases}>
        {(list) => {
          const base = list.find((one) => one.id === baseId);
          return base === undefined ? <MissingPage /> : <Base base={base} />;
        }}
      </QueryView>
    </div>
  );
}

function Base({ base }: { readonly base: KnowledgeBase }) {
  const { t } = useTranslation('knowledge');
  const mayEdit = useHasRole('admin', 'designer');
  const [query, setQuery] = useSearchParams();
  const tab = query.get('tab') ?? 'sources';
  const [draft, setDraft] = useState<string>();
  const addQuestion = (question: string): void => {
    setDraft(question);
    setQuery({ tab: 'questions' }, { replace: true });
  };
  return (
    <>
      <PageHeader
        title={base.name}
        {...(base.description === '' ? {} : { hint: base.description })}
        before={
          <Anchor component={Link} to="/knowledge" fz="sm">
            ← {t('base.all')}
          </Anchor>
        }
      >
        {mayEdit && <BaseMenu base={base} />}
      </PageHeader>
      <Tabs
        value={tab}
        onChange={(next) => setQuery({ tab: next ?? 'sources' }, { replace: true })}
        keepMounted={false}
      >
        <Tabs.List mb="lg">
          <Tabs.Tab value="sources" leftSection={<FileText size={16} aria-hidden />}>
            {t('tabs.sources')} ({base.sources})
          </Tabs.Tab>
          <Tabs.Tab value="questions" leftSection={<MessageCircleQuestion size={16} aria-hidden />}>
            {t('tabs.questions')} ({base.questions})
          </Tabs.Tab>
          <Tabs.Tab value="test" leftSection={<Target size={16} aria-hidden />}>
            {t('tabs.test')}
          </Tabs.Tab>
          <Tabs.Tab value="quality" leftSection={<HeartPulse size={16} aria-hidden />}>
            {t('tabs.quality')}
          </Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="sources">
          <SourcesPanel
            baseId={base.id}
            mayEdit={mayEdit}
            finding={query.get('find') ?? undefined}
            viewing={query.get('view') ?? undefined}
          />
        </Tabs.Panel>
        <Tabs.Panel value="questions">
          <QuestionsPanel
            baseId={base.id}
            mayEdit={mayEdit}
            draft={draft}
            onDraftTaken={() => setDraft(undefined)}
            editing={query.get('edit') ?? undefined}
          />
        </Tabs.Panel>
        <Tabs.Panel value="test">
          <HitTestPanel
            baseId={base.id}
            labels={base.labels}
            mayEdit={mayEdit}
            asked={query.get('ask') ?? undefined}
            onAddQuestion={addQuestion}
          />
        </Tabs.Panel>
        <Tabs.Panel value="quality">
          <QualityPanel baseId={base.id} mayEdit={mayEdit} onAddQuestion={addQuestion} />
        </Tabs.Panel>
      </Tabs>
    </>
  );
}

function BaseMenu({ base }: { readonly base: KnowledgeBase }) {
  const { t } = useTranslation('knowledge');
  const remove = useDeleteBase();
  const navigate = useNavigate();
  const [editing, setEditing] = useState(false);
  const [deleting, setDeleting] = useState(false);
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon size={32} variant="default" aria-label={t('base.actions')}>
            <Ellipsis size={16} aria-hidden />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<Pencil size={14} aria-hidden />} onClick={() => setEditing(true)}>
            {t('base.edit')}
          </Menu.Item>
          <Menu.Item leftSection={<Download size={14} aria-hidden />} onClick={() => void exportBase(base)}>
            {t('base.export')}
          </Menu.Item>
          <Menu.Item color="danger" leftSection={<Trash2 size={14} aria-hidden />} onClick={() => setDeleting(true)}>
            {t('base.delete')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {editing && <BaseDialog base={base} onClose={() => setEditing(false)} onDone={() => setEditing(false)} />}
      <ConfirmDialog
        opened={deleting}
        title={t('base.deleteTitle', { name: base.name })}
        confirm={t('base.delete')}
        busy={remove.isPending}
        onClose={() => setDeleting(false)}
        onConfirm={() =>
          remove.mutate(base.id, {
            onSuccess: () => void navigate('/knowledge'),
            onError: (error) => toastProblem(error),
          })
        }
      >
        {t('base.deleteBody')}
      </ConfirmDialog>
    </>
  );
}

async function exportBase(base: KnowledgeBase): Promise<void> {
  try {
    const file = await readBaseFile(base.id);
    offerFile(`${base.name}.knowledge.json`, new Blob([JSON.stringify(file, null, 2)], { type: 'application/json' }));
  } catch (error) {
    toastProblem(error);
  }
}
