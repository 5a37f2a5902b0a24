// The editor of one question: standard wording, other wordings, the approved answer, a warning of duplicates.
import { Alert, Button, Group, SegmentedControl, Stack, TagsInput, Text, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Question } from '#nodes/wire/knowledge.ts';
import { useSaveQuestion } from '../api/knowledge.ts';
import { KeyHint } from '../ui/KeyHint.tsx';
import { problemText } from '../ui/problem-text.ts';
import { toastDone } from '../ui/toast.ts';
import { ComparedNotice } from './ComparedNotice.tsx';
import { OPEN_RULES } from './local-time.ts';
import { RulesFields } from './RulesFields.tsx';
import { similarity } from './similarity.ts';
import { useTriedFirst } from './use-tried-first.ts';

interface Props {
  readonly baseId: string;
  readonly question?: Question;
  readonly draft?: string;
  readonly known: readonly Question[];
  readonly onClose: () => void;
}

const ALIKE = 0.6;

export function QuestionEditor({ baseId, question, draft, known, onClose }: Props) {
  const { t } = useTranslation('knowledge');
  const { t: tu } = useTranslation('ui');
  const { t: problem } = useTranslation('problems');
  const save = useSaveQuestion(baseId);
  const [words, setWords] = useState(question?.question ?? draft ?? '');
  const [similar, setSimilar] = useState<string[]>([...(question?.similar ?? [])]);
  const [answer, setAnswer] = useState(question?.answer ?? '');
  const [mode, setMode] = useState(question?.mode ?? 'exact');
  const [negative, setNegative] = useState<string[]>([...(question?.negative ?? [])]);
  const [rules, setRules] = useState(question?.rules ?? OPEN_RULES);
  const body = {
    question: words.trim(),
    similar,
    answer: answer.trim(),
    mode,
    negative,
    rules,
    disabled: question?.disabled ?? false,
  };
  const change = { ...(question === undefined ? {} : { questionId: question.id }), save: body };
  const { worse, isTrying, submit: tryFirst } = useTriedFirst(baseId, change);
  const twin = known.find(
    (one) =>
      one.id !== question?.id && [one.question, ...one.similar].some((other) => similarity(other, words) >= ALIKE),
  );
  const complete = words.trim() !== '' && answer.trim() !== '';

  function submit(): void {
    if (complete && !save.isPending) tryFirst(change, store);
  }

  function store(): void {
    save.mutate(
      { id: question?.id, body },
      {
        onSuccess: () => {
          toastDone(t('questions.saved'));
          onClose();
        },
      },
    );
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && !event.nativeEvent.isComposing) submit();
        if (event.key === 'Escape' && !event.nativeEvent.isComposing) onClose();
      }}
    >
      <Stack gap="md" p="lg">
        {(question?.siteId ?? null) !== null && (
          <Text fz="sm" c="dimmed">
            {t('questions.fromListHint')}
          </Text>
        )}
        {save.isError && (
          <Alert role="alert" color="danger">
            {problemText(save.error, problem)}
          </Alert>
        )}
        <Textarea
          label={t('questions.question')}
          autoFocus
          autosize
          minRows={1}
          maxLength={500}
          value={words}
          onChange={(event) => setWords(event.currentTarget.value)}
        />
        {twin !== undefined && (
          <Alert color="warning" role="status">
            {t('questions.duplicate', { name: twin.question })}
          </Alert>
        )}
        <TagsInput
          label={t('questions.similar')}
          description={t('questions.similarHint')}
          maxTags={100}
          maxLength={500}
          splitChars={['\n', ';', '；']}
          value={similar}
          onChange={setSimilar}
        />
        <Textarea
          label={t('questions.answer')}
          autosize
          minRows={3}
          maxRows={14}
          maxLength={10_000}
          value={answer}
          onChange={(event) => setAnswer(event.currentTarget.value)}
        />
        <div>
          <Text fz="sm" fw={500} id="td-answer-mode">
            {t('questions.mode')}
          </Text>
          <SegmentedControl
            aria-labelledby="td-answer-mode"
            value={mode}
            onChange={(next) => setMode(next === 'rephrase' ? 'rephrase' : 'exact')}
            data={[
              { value: 'exact', label: t('questions.exact') },
              { value: 'rephrase', label: t('questions.rephrase') },
            ]}
          />
        </div>
        <TagsInput
          label={t('questions.negative')}
          description={t('questions.negativeHint')}
          maxTags={50}
          maxLength={100}
          splitChars={[',', '，', '、']}
          value={negative}
          onChange={setNegative}
        />
        <RulesFields rules={rules} onChange={setRules} />
        {worse !== undefined && <ComparedNotice compared={worse} />}
        <Group justify="flex-end" gap="sm">
          <KeyHint keys="Ctrl+Enter" />
          <Button variant="default" onClick={onClose}>
            {tu('cancel')}
          </Button>
          <Button type="submit" disabled={!complete} loading={save.isPending || isTrying}>
            {worse !== undefined ? t('questions.saveAnyway') : t('questions.save')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
