// "Used in 5 places": a fold with every use; while something is used, deleting it is explained here instead of done.
import { Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Usage } from '#nodes/flow/usages/usage.ts';
import { UsageList, type NamedTestUse } from './UsageList.tsx';

/** Brings a person to a use: its step with the cursor in the field, or the panel it stands in. */
export interface UsageGo {
  readonly onGo: (usage: Usage) => void;
  readonly onTests: () => void;
}

interface Props extends UsageGo {
  readonly usages: readonly Usage[];
  readonly tests: readonly NamedTestUse[];
  /** Somebody tried to delete it. */
  readonly kept: boolean;
}

export function UsagePart({ usages, tests, kept, onGo, onTests }: Props) {
  const { t } = useTranslation('usages');
  const [isOpen, setOpen] = useState(false);
  const count = usages.length + tests.length;
  if (count === 0) {
    return (
      <Text fz="xs" c="dimmed">
        {t('places.none')}
      </Text>
    );
  }
  return (
    <>
      {kept && (
        <Text fz="xs" c="var(--td-warning)" role="alert">
          {t('places.kept', { count })}
        </Text>
      )}
      <details className="in-fold" open={isOpen || kept} onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary>{t('places.count', { count })}</summary>
        <UsageList usages={usages} tests={tests} onGo={onGo} onTests={onTests} />
      </details>
    </>
  );
}
