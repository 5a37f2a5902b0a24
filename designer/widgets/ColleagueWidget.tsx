// Chooses a colleague by name; only the id is kept.
import { Select, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useColleagues } from '../api/notices.ts';
import { useSurroundings } from './field-context.ts';
import { problemAt, type WidgetProps } from './widget.ts';

export function ColleagueWidget({ id, label, value, problems, describedBy, onChange }: WidgetProps) {
  const { t } = useTranslation('inspector');
  const { readOnly } = useSurroundings();
  const { data: people, isError } = useColleagues();
  const chosen = typeof value === 'string' ? value : '';
  const isGone = chosen !== '' && people !== undefined && !people.some((one) => one.id === chosen);
  return (
    <>
      <Select
        id={id}
        aria-label={label}
        aria-describedby={describedBy}
        readOnly={readOnly}
        searchable
        placeholder={t('colleague.choose')}
        data={[
          ...(people ?? []).map((one) => ({ value: one.id, label: one.name })),
          ...(isGone ? [{ value: chosen, label: t('colleague.gone') }] : []),
        ]}
        error={problemAt(problems, '') !== undefined || isGone}
        value={chosen === '' ? null : chosen}
        onChange={(next) => onChange(next ?? '')}
      />
      {isError && (
        <Text role="alert" fz="xs" c="var(--td-danger)">
          {t('colleague.failed')}
        </Text>
      )}
    </>
  );
}
