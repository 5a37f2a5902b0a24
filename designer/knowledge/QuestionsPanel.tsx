// The questions of a base in a grid: a row opens into its editor in place.
import { Button, Group, Stack, Table, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { MessageCircleQuestion, Plus, Search, SearchX, Sheet } from 'lucide-react';
import { Fragment, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Question } from '#nodes/wire/knowledge.ts';
import { useSites } from '../api/knowledge-sites.ts';
import { useDeleteQuestion, useQuestions } from '../api/knowledge.ts';
import { ConfirmDialog } from '../ui/ConfirmDialog.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { later } from '../ui/later.ts';
import { QueryView } from '../ui/QueryView.tsx';
import { toastProblem } from '../ui/toast.ts';
import { hasDraft } from './kept-draft.ts';
import { MoreRows } from './MoreRows.tsx';
import { draftKey, QuestionEditor } from './QuestionEditor.tsx';
import { QuestionRow } from './QuestionRow.tsx';

const TableDialog = later(async () => (await import('./TableDialog.tsx')).TableDialog);

interface Props {
  readonly baseId: string;
  readonly mayEdit: boolean;
  /** A question to start a new entry with, from the hit test. */
  readonly draft: string | undefined;
  readonly onDraftTaken: () => void;
  /** A question that is to be open from the start. */
  readonly editing: string | undefined;
}

const NEW = 'new';
/** Rows drawn at a time: a page with thousands of them would not answer any more. */
const PAGE = 50;

export function QuestionsPanel({ baseId, mayEdit, draft, onDraftTaken, editing }: Props) {
  const { t } = useTranslation('knowledge');
  const [q, setQ] = useState('');
  const [searched] = useDebouncedValue(q.trim(), 250);
  const questions = useQuestions(baseId, searched);
  const [open, setOpen] = useState<string | undefined>(() => {
    const isBegun = draft !== undefined || (mayEdit && editing === undefined && hasDraft(draftKey(baseId, undefined)));
    return isBegun ? NEW : mayEdit ? editing : undefined;
  });
  const [shown, setShown] = useState(PAGE);
  const [isBringing, setBringing] = useState(false);
  const [deleting, setDeleting] = useState<Question>();
  const remove = useDeleteQuestion();
  const sites = useSites(baseId).data ?? [];
  function close(): void {
    setOpen(undefined);
    onDraftTaken();
  }
  return (
    <Stack gap="lg">
      <Group justify="space-between">
        <TextInput
          aria-label={t('questions.search')}
          placeholder={t('questions.search')}
          leftSection={<Search size={16} aria-hidden />}
          w={320}
          value={q}
          onChange={(event) => {
            setQ(event.currentTarget.value);
            setShown(PAGE);
          }}
        />
        {mayEdit && (
          <Group gap="sm">
            <Button variant="default" leftSection={<Sheet size={16} aria-hidden />} onClick={() => setBringing(true)}>
              {t('table.open')}
            </Button>
            <Button leftSection={<Plus size={16} aria-hidden />} disabled={open === NEW} onClick={() => setOpen(NEW)}>
              {t('questions.add')}
            </Button>
          </Group>
        )}
      </Group>
      {open === NEW && (
        <div className="td-card">
          <QuestionEditor
            baseId={baseId}
            known={questions.data ?? []}
            {...(draft === undefined ? {} : { draft })}
            onClose={close}
          />
        </div>
      )}
      <QueryView query={questions}>
        {(list) => {
          if (list.length === 0 && searched !== '') {
            return <EmptyState icon={SearchX} title={t('questions.noMatch', { q: searched })} />;
          }
          if (list.length === 0) {
            return open === NEW ? null : (
              <EmptyState icon={MessageCircleQuestion} title={t('questions.empty')} hint={t('questions.emptyHint')} />
            );
          }
          const rows = rowsFor(list, shown, open);
          return (
            <div className="td-table-wrap">
              <Table aria-label={t('questions.list')}>
                <Table.Thead>
                  <Table.Tr>
                    <Table.Th>{t('questions.columns.question')}</Table.Th>
                    <Table.Th>{t('questions.columns.answer')}</Table.Th>
                    <Table.Th>{t('questions.columns.similar')}</Table.Th>
                    <Table.Th>{t('questions.columns.updated')}</Table.Th>
                    <Table.Th>{t('questions.columns.enabled')}</Table.Th>
                    {mayEdit && <Table.Th ta="right">{t('questions.columns.actions')}</Table.Th>}
                  </Table.Tr>
                </Table.Thead>
                <Table.Tbody>
                  {rows.map((one) => (
                    <Fragment key={one.id}>
                      <QuestionRow
                        question={one}
                        list={sites.find(({ id }) => id === one.siteId)?.address}
                        mayEdit={mayEdit}
                        onEdit={() => setOpen(open === one.id ? undefined : one.id)}
                        onDelete={() => setDeleting(one)}
                      />
                      {open === one.id && (
                        <Table.Tr>
                          <Table.Td colSpan={6} p={0} bg="var(--td-bg)">
                            <QuestionEditor baseId={baseId} question={one} known={list} onClose={close} />
                          </Table.Td>
                        </Table.Tr>
                      )}
                    </Fragment>
                  ))}
                </Table.Tbody>
              </Table>
              <MoreRows shown={rows.length} count={list.length} onMore={() => setShown(shown + PAGE)} />
            </div>
          );
        }}
      </QueryView>
      <ConfirmDialog
        opened={deleting !== undefined}
        title={t('questions.deleteTitle')}
        confirm={t('questions.delete', { name: shorten(deleting?.question ?? '') })}
        busy={remove.isPending}
        onClose={() => setDeleting(undefined)}
        onConfirm={() => {
          if (deleting === undefined) return;
          remove.mutate(deleting.id, {
            onSuccess: () => setDeleting(undefined),
            onError: (error) => toastProblem(error),
          });
        }}
      >
        {deleting?.question}
      </ConfirmDialog>
      <Suspense>{isBringing && <TableDialog baseId={baseId} onClose={() => setBringing(false)} />}</Suspense>
    </Stack>
  );
}

/** The first ones, and the open one before them when it is further down. */
function rowsFor(list: readonly Question[], shown: number, open: string | undefined): readonly Question[] {
  const first = list.slice(0, shown);
  const opened = list.slice(shown).find(({ id }) => id === open);
  return opened === undefined ? first : [opened, ...first];
}

function shorten(text: string): string {
  return text.length > 20 ? `${text.slice(0, 20)}…` : text;
}
