// One question of the grid: its words, for whom it holds, on or off, edit and delete.
import { ActionIcon, Group, Switch, Table, Text, Tooltip } from '@mantine/core';
import { Pencil, Trash2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Question } from '#nodes/wire/knowledge.ts';
import { useRefreshKnowledge, useSaveQuestion } from '../api/knowledge.ts';
import { RelativeTime } from '../ui/RelativeTime.tsx';
import { toastProblem } from '../ui/toast.ts';
import { hasDraft } from './kept-draft.ts';
import { draftKey } from './QuestionEditor.tsx';
import { RuleChips } from './RuleChips.tsx';
import { siteName } from './site-name.ts';

interface RowProps {
  readonly question: Question;
  /** The address whose list brought it. */
  readonly list: string | undefined;
  readonly mayEdit: boolean;
  readonly onEdit: () => void;
  readonly onDelete: () => void;
}

export function QuestionRow({ question, list, mayEdit, onEdit, onDelete }: RowProps) {
  const { t } = useTranslation('knowledge');
  const { t: tu } = useTranslation('ui');
  const save = useSaveQuestion(question.baseId);
  const refresh = useRefreshKnowledge();
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
        {mayEdit && hasDraft(draftKey(question.baseId, question.id)) && (
          <Text fz="xs" c="var(--td-warning)">
            {t('draft.waiting')}
          </Text>
        )}
        <RuleChips rules={question.rules} />
      </Table.Td>
      <Table.Td maw={380}>
        <Text fz="sm" c="dimmed" lineClamp={2}>
          {question.answer}
        </Text>
        {question.mode === 'rephrase' && (
          <Text fz="xs" c="dimmed">
            {t('questions.rephrase')}
          </Text>
        )}
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
                  ifUpdatedAt: question.updatedAt,
                },
              },
              {
                onError: (error) => {
                  toastProblem(error);
                  refresh();
                },
              },
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
