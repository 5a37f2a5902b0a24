// What a change would do to the question set, before it is made.
import { Alert, List, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Compared } from '#nodes/wire/knowledge.ts';

export function ComparedNotice({ compared }: { readonly compared: Compared }) {
  const { t } = useTranslation('knowledge');
  const { better, worse, total, passedBefore, passedAfter } = compared;
  const isSame = better.length === 0 && worse.length === 0;
  return (
    <Alert
      role="status"
      color={worse.length > 0 ? 'warning' : 'accent'}
      title={t('compare.title', { before: passedBefore, after: passedAfter, total })}
    >
      <Stack gap="sm">
        {isSame && <Text fz="sm">{t('compare.same')}</Text>}
        <Changed title={t('compare.worse', { count: worse.length })} items={worse} />
        <Changed title={t('compare.better', { count: better.length })} items={better} />
      </Stack>
    </Alert>
  );
}

function Changed({ title, items }: { readonly title: string; readonly items: Compared['better'] }) {
  const { t } = useTranslation('knowledge');
  if (items.length === 0) return null;
  return (
    <div>
      <Text fz="sm" fw={500}>
        {title}
      </Text>
      <List fz="sm">
        {items.map(({ check, answerTitle }) => (
          <List.Item key={check.id}>
            {t('compare.item', {
              question: check.question,
              answer: answerTitle === '' ? t('compare.nothing') : answerTitle,
            })}
          </List.Item>
        ))}
      </List>
    </div>
  );
}
