// Waiting, quietly: nothing for 200 ms, then a skeleton, words after 1 s, and "still working" after 5 s.
import { Skeleton, Stack, Text } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';

interface Props {
  readonly rows?: number;
}

export function LoadingState({ rows = 6 }: Props) {
  const { t } = useTranslation('ui');
  const phase = usePhase();
  return (
    <Stack role="status" aria-busy="true" gap="sm" p="lg">
      {phase > 0 &&
        Array.from({ length: rows }, (_, row) => (
          <Skeleton key={row} height={20} width={`${96 - ((row * 17) % 40)}%`} />
        ))}
      {phase > 1 && (
        <Text c="dimmed" fz="sm">
          {phase > 2 ? t('stillWorking') : t('loading')}
        </Text>
      )}
    </Stack>
  );
}

function usePhase(): number {
  const [phase, setPhase] = useState(0);
  useEffect(() => {
    const timers = [200, 1000, 5000].map((delayMs, index) => window.setTimeout(() => setPhase(index + 1), delayMs));
    return () => timers.forEach((timer) => window.clearTimeout(timer));
  }, []);
  return phase;
}
