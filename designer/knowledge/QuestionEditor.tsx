// The editor of one question: standard wording, other wordings, the approved answer, a warning of duplicates.
import { Alert, Button, Group, SegmentedControl, Stack, TagsInput, Text, Textarea } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Question } from '#nodes/wire/knowledge.ts';
import { ApiProblem } from '../api/http.ts';
import { useRefreshKnowledge, useSaveQuestion } from '../api/knowledge.ts';
import { KeyHint } from '../ui/KeyHint.tsx';
import { problemText } from '../ui/problem-text.ts';
import { toastDone } from '../ui/toast.ts';
import { ChangedElsewhere } from './ChangedElsewhere.tsx';
import { ComparedNotice } from './ComparedNotice.tsx';
import { DraftNotice } from './DraftNotice.tsx';
import { useKeptDraft } from './kept-draft.ts';
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
  const refresh = useRefreshKnowledge();
  const kept = useKeptDraft(draftKey(baseId, question?.id ?? draft), formOf(question, draft));
  const { form, change } = kept;
  const { words, similar, answer, mode, negative, rules } = form;
  const body = {
    question: words.trim(),
    similar,
    answer: answer.trim(),
    mode,
    negative,
    rules,
    disabled: question?.disabled ?? false,
  };
  const tried = { ...(question === undefined ? {} : { questionId: question.id }), save: body };
  const { worse, isTrying, submit: tryFirst } = useTriedFirst(baseId, tried);
  const twin = useTwin(words, known, question?.id);
  const complete = words.trim() !== '' && answer.trim() !== '';
  const isStale = save.error instanceof ApiProblem && save.error.code === 'REVISION_CONFLICT';

  function submit(): void {
    if (complete && !save.isPending) tryFirst(tried, () => store(form.seen));
  }

  function store(seen: string): void {
    save.mutate(
      { id: question?.id, body: question === undefined ? body : { ...body, ifUpdatedAt: seen } },
      {
        onSuccess: () => {
          toastDone(t('questions.saved'));
          giveUp();
        },
        onError: refresh,
      },
    );
  }

  function giveUp(): void {
    kept.forget();
    onClose();
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
        {kept.isRestored && <DraftNotice onDiscard={() => kept.restart(formOf(question, draft))} />}
        {save.isError && !isStale && (
          <Alert role="alert" color="danger">
            {problemText(save.error, problem)}
          </Alert>
        )}
        {isStale && question !== undefined && (
          <ChangedElsewhere
            now={question}
            onTakeTheirs={() => {
              save.reset();
              kept.restart(formOf(question, undefined));
            }}
            onKeepMine={() => {
              change({ seen: question.updatedAt });
              store(question.updatedAt);
            }}
          />
        )}
        <Textarea
          label={t('questions.question')}
          autoFocus
          autosize
          minRows={1}
          maxLength={500}
          value={words}
          onChange={(event) => change({ words: event.currentTarget.value })}
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
          onChange={(next) => change({ similar: next })}
        />
        <Textarea
          label={t('questions.answer')}
          autosize
          minRows={3}
          maxRows={14}
          maxLength={10_000}
          value={answer}
          onChange={(event) => change({ answer: event.currentTarget.value })}
        />
        <div>
          <Text fz="sm" fw={500} id="td-answer-mode">
            {t('questions.mode')}
          </Text>
          <SegmentedControl
            aria-labelledby="td-answer-mode"
            value={mode}
            onChange={(next) => change({ mode: next === 'rephrase' ? 'rephrase' : 'exact' })}
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
          onChange={(next) => change({ negative: next })}
        />
        <RulesFields rules={rules} onChange={(next) => change({ rules: next })} />
        {worse !== undefined && <ComparedNotice compared={worse} />}
        <Group justify="flex-end" gap="sm">
          <KeyHint keys="Ctrl+Enter" />
          <Button variant="default" onClick={giveUp}>
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

/** Under which what is written of a question is kept: by its id, by the words a new one begins with, or of the new one. */
export function draftKey(baseId: string, which: string | undefined): string {
  return `question.${baseId}.${which ?? 'new'}`;
}

function formOf(question: Question | undefined, draft: string | undefined) {
  return {
    words: question?.question ?? draft ?? '',
    similar: [...(question?.similar ?? [])],
    answer: question?.answer ?? '',
    mode: question?.mode ?? ('exact' as const),
    negative: [...(question?.negative ?? [])],
    rules: question?.rules ?? OPEN_RULES,
    /** What the question said when it was opened; it is not overwritten when it says something else by now. */
    seen: question?.updatedAt ?? '',
  };
}

/** A known question that asks much the same; looked for when typing pauses, because there may be thousands. */
function useTwin(words: string, known: readonly Question[], ownId: string | undefined): Question | undefined {
  const [paused] = useDebouncedValue(words, 300);
  return useMemo(
    () =>
      known.find(
        (one) => one.id !== ownId && [one.question, ...one.similar].some((other) => similarity(other, paused) >= ALIKE),
      ),
    [known, ownId, paused],
  );
}
