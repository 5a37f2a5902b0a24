// What a conversation has collected.
import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { FactList } from '../ui/FactList.tsx';

interface Props {
  readonly values: readonly { readonly name: string; readonly label: string; readonly value?: unknown }[];
}

export function ValueList({ values }: Props) {
  const { t } = useTranslation('desk');
  if (values.length === 0) {
    return (
      <Text fz="sm" c="dimmed">
        {t('context.noValues')}
      </Text>
    );
  }
  return (
    <FactList
      facts={values.map((one) => ({
        label: one.label === '' ? one.name : one.label,
        hint: one.name,
        value: one.value,
      }))}
    />
  );
}
