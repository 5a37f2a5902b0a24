// Right or wrong: a judged hit joins the question set of its base.
import { Button, Group, Text } from '@mantine/core';
import { Check, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Searched } from '#nodes/wire/knowledge.ts';
import { useSaveCheck } from '../api/knowledge-review.ts';
import { toastProblem } from '../ui/toast.ts';

interface Props {
  readonly baseId: string;
  readonly question: string;
  readonly hit: Searched['hits'][number];
}

export function JudgeHit({ baseId, question, hit }: Props) {
  const { t } = useTranslation('knowledge');
  const save = useSaveCheck(baseId);
  const judged = save.data?.wanted;
  const judge = (wanted: boolean): void =>
    save.mutate({ question, expectedId: hit.passageId, wanted }, { onError: (error) => toastProblem(error) });
  return (
    <Group gap="xs">
      <Button
        variant={judged === true ? 'light' : 'default'}
        size="compact-xs"
        h={24}
        leftSection={<Check size={14} aria-hidden />}
        aria-pressed={judged === true}
        aria-label={t('test.rightFor', { title: hit.title })}
        onClick={() => judge(true)}
      >
        {t('test.right')}
      </Button>
      <Button
        variant={judged === false ? 'light' : 'default'}
        size="compact-xs"
        h={24}
        leftSection={<X size={14} aria-hidden />}
        aria-pressed={judged === false}
        aria-label={t('test.wrongFor', { title: hit.title })}
        onClick={() => judge(false)}
      >
        {t('test.wrong')}
      </Button>
      {judged !== undefined && (
        <Text fz="xs" c="dimmed" role="status">
          {t('test.judged')}
        </Text>
      )}
    </Group>
  );
}
