// Below a long table: how many of its rows are shown, and a button for more of them.
import { Button, Group, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';

/** Nothing while all rows are shown. */
export function MoreRows({ shown, count, onMore }: { shown: number; count: number; onMore: () => void }) {
  const { t } = useTranslation('knowledge');
  const { t: tu } = useTranslation('ui');
  if (shown >= count) return null;
  return (
    <Group p="md" gap="md">
      <Button variant="default" size="compact-sm" onClick={onMore}>
        {tu('loadMore')}
      </Button>
      <Text fz="sm" c="dimmed">
        {t('shownOf', { shown, count })}
      </Text>
    </Group>
  );
}
