// Publishing in spite of what is red: only for admins, only with a reason, and said that it will be written down.
import { Checkbox, Text, Textarea } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useHasRole } from '../api/auth.ts';

interface Props {
  /** Null: not overriding. */
  readonly reason: string | null;
  readonly onReason: (reason: string | null) => void;
}

export function OverridePart({ reason, onReason }: Props) {
  const { t } = useTranslation('tests');
  const isAdmin = useHasRole('admin');
  if (!isAdmin) {
    return (
      <Text mt="sm" fz="sm" c="dimmed">
        {t('gate.askAdmin')}
      </Text>
    );
  }
  return (
    <>
      <Checkbox
        mt="md"
        label={t('gate.override')}
        checked={reason !== null}
        onChange={(event) => onReason(event.currentTarget.checked ? '' : null)}
      />
      {reason !== null && (
        <Textarea
          mt="xs"
          required
          label={t('gate.reason')}
          description={t('gate.audited')}
          autosize
          minRows={2}
          maxLength={1000}
          value={reason}
          onChange={(event) => onReason(event.currentTarget.value)}
        />
      )}
    </>
  );
}
