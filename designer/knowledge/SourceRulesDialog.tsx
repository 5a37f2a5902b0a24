// For whom, where and when a source holds; tried on the question set before it is stored.
import { Alert, Button, Group, Modal, Stack } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Source } from '#nodes/wire/knowledge.ts';
import { useCompare, useSetSourceRules } from '../api/knowledge-review.ts';
import { problemText } from '../ui/problem-text.ts';
import { toastDone } from '../ui/toast.ts';
import { ComparedNotice } from './ComparedNotice.tsx';
import { RulesFields } from './RulesFields.tsx';

interface Props {
  readonly source: Source;
  readonly onClose: () => void;
}

export function SourceRulesDialog({ source, onClose }: Props) {
  const { t } = useTranslation('knowledge');
  const { t: tu } = useTranslation('ui');
  const { t: problem } = useTranslation('problems');
  const [rules, setRules] = useState(source.rules);
  const save = useSetSourceRules();
  const compare = useCompare(source.baseId);
  // What was tried is what stands here now.
  const tried = JSON.stringify(compare.variables?.rules?.rules) === JSON.stringify(rules) ? compare.data : undefined;
  const isWorse = tried !== undefined && tried.worse.length > 0;

  function store(): void {
    save.mutate(
      { id: source.id, rules },
      {
        onSuccess: () => {
          toastDone(t('rules.saved'));
          onClose();
        },
      },
    );
  }

  function submit(): void {
    if (save.isPending || compare.isPending) return;
    if (isWorse) {
      store();
      return;
    }
    compare.mutate(
      { rules: { sourceId: source.id, rules } },
      {
        onSuccess: ({ worse }) => {
          if (worse.length === 0) store();
        },
        // Without a comparison it is saved all the same: the base may be too large to try.
        onError: store,
      },
    );
  }

  return (
    <Modal opened title={t('rules.title', { name: source.name })} size="lg" onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <Stack gap="lg">
          {save.isError && (
            <Alert role="alert" color="danger">
              {problemText(save.error, problem)}
            </Alert>
          )}
          <RulesFields rules={rules} onChange={setRules} />
          {isWorse && <ComparedNotice compared={tried} />}
          <Group justify="flex-end" gap="sm">
            <Button variant="default" onClick={onClose}>
              {tu('cancel')}
            </Button>
            <Button type="submit" loading={save.isPending || compare.isPending}>
              {isWorse ? t('questions.saveAnyway') : t('rules.save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
