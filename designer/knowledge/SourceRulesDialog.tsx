// For whom, where and when a source holds; tried on the question set before it is stored.
import { Alert, Button, Group, Stack } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Source } from '#nodes/wire/knowledge.ts';
import { useSetSourceRules } from '../api/knowledge-review.ts';
import { DialogFrame } from '../ui/DialogFrame.tsx';
import { problemText } from '../ui/problem-text.ts';
import { toastDone } from '../ui/toast.ts';
import { ComparedNotice } from './ComparedNotice.tsx';
import { RulesFields } from './RulesFields.tsx';
import { useTriedFirst } from './use-tried-first.ts';

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
  const change = { rules: { sourceId: source.id, rules } };
  const { worse, isTrying, submit } = useTriedFirst(source.baseId, change);

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

  return (
    <DialogFrame
      opened
      title={t('rules.title', { name: source.name })}
      size="lg"
      closeOnClickOutside={false}
      onClose={onClose}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (!save.isPending) submit(change, store);
        }}
      >
        <Stack gap="lg">
          {save.isError && (
            <Alert role="alert" color="danger">
              {problemText(save.error, problem)}
            </Alert>
          )}
          <RulesFields rules={rules} onChange={setRules} />
          {worse !== undefined && <ComparedNotice compared={worse} />}
          <Group justify="flex-end" gap="sm">
            <Button variant="default" onClick={onClose}>
              {tu('cancel')}
            </Button>
            <Button type="submit" loading={save.isPending || isTrying}>
              {worse !== undefined ? t('questions.saveAnyway') : t('rules.save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </DialogFrame>
  );
}
