// The questions of a base in a grid: a row opens into its editor in place.
import { ActionIcon, Button, Group, Stack, Switch, Table, Text, TextInput, Tooltip } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { MessageCircleQuestion, Pencil, Plus, Search, SearchX, Trash2 } from 'lucide-react';
import { Fragment, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Question } from '#nodes/wire/knowledge.ts';
import { useSites } from '../api/knowledge-sites.ts';
import { useDeleteQuestion, useQuestions, useSaveQuestion } from '../api/knowledge.ts';
import { ConfirmDialog } from '../ui/ConfirmDialog.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { QueryView } from '../ui/QueryView.tsx';
import { RelativeTime } from '../ui/RelativeTime.tsx';
import { toastProblem } from '../ui/toast.ts';
import { siteName } from './site-name.ts';
import { QuestionEditor } from './QuestionEditor.tsx';

interface Props {
  readonly baseId: string;
  readonly mayEdit: boolean;
  /** A question to start a new entry with, from the hit test. */
  readonly draft: string | undefined;
  readonly onDraftTaken: () => void;
}

const NEW = 'new';

export function QuestionsPanel({ baseId, mayEdit, draft, onDraftTaken }: Props) {
  const { t } = useTranslation('knowledge');
  const [q, setQ] = useState('');
  const [searched] = useDebouncedValue(q.trim(), 250);
  const questions = useQuestions(baseId, searched);
  const [open, setOpen] = useState<string | undefined>(draft === undefined ? undefined : NEW);
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
          onChange={(event) => setQ(event.currentTarget.value)}
        />
        {mayEdit && (
          <Button leftSection={<Plus size={16} aria-hidden />} disabled={open === NEW} onClick={() => setOpen(NEW)}>
            {t('questions.add')}
          </Button>
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
                  {list.map((one) => (
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
    </Stack>
  );
}

interface RowProps {
  readonly question: Question;
  /** The address whose list brought it. */
  readonly list: string | undefined;
  readonly mayEdit: boolean;
  readonly onEdit: () => void;
  readonly onDelete: () => void;
}

function QuestionRow({ question, list, mayEdit, onEdit, onDelete }: RowProps) {
  const { t } = useTranslation('knowledge');
  const { t: tu } = useTranslation('ui');
  const save = useSaveQuestion(question.baseId);
  return (
    <Table.Tr>
      <Table.Td maw={280}>
        {mayEdit ? (
          <button
            type="button"
            className="td-link-button"
            aria-label={t('questions.edit', { name: question.question })}
            onClick={onEdit}
          >
            {question.question}
          </button>
        ) : (
          question.question
        )}
        {list !== undefined && (
          <Text fz="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
            {t('questions.fromList', { name: siteName(list) })}
          </Text>
        )}
      </Table.Td>
      <Table.Td maw={380}>
        <Text fz="sm" c="dimmed" lineClamp={2}>
          {question.answer}
        </Text>
      </Table.Td>
      <Table.Td style={{ whiteSpace: 'nowrap' }}>
        {question.similar.length === 0 ? '—' : t('questions.similarCount', { count: question.similar.length })}
      </Table.Td>
      <Table.Td style={{ whiteSpace: 'nowrap' }}>
        <RelativeTime at={question.updatedAt} />
      </Table.Td>
      <Table.Td>
        <Switch
          aria-label={t('questions.enable', { name: question.question })}
          checked={!question.disabled}
          disabled={!mayEdit || save.isPending}
          onChange={(event) =>
            save.mutate(
              {
                id: question.id,
                body: {
                  question: question.question,
                  similar: question.similar,
                  answer: question.answer,
                  disabled: !event.currentTarget.checked,
                },
              },
              { onError: (error) => toastProblem(error) },
            )
          }
        />
      </Table.Td>
      {mayEdit && (
        <Table.Td>
          <Group gap={4} justify="flex-end" wrap="nowrap">
            <Tooltip label={tu('edit')}>
              <ActionIcon aria-label={t('questions.edit', { name: question.question })} onClick={onEdit}>
                <Pencil size={16} aria-hidden />
              </ActionIcon>
            </Tooltip>
            <Tooltip label={tu('delete')}>
              <ActionIcon aria-label={t('questions.delete', { name: question.question })} onClick={onDelete}>
                <Trash2 size={16} aria-hidden />
              </ActionIcon>
            </Tooltip>
          </Group>
        </Table.Td>
      )}
    </Table.Tr>
  );
}

function shorten(text: string): string {
  return text.length > 20 ? `${text.slice(0, 20)}…` : text;
}
