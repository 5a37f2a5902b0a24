// What a file would bring in, who signed it and what is in its way; nothing is stored until one of the buttons is pressed.
import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { CircleX, ShieldAlert, ShieldCheck, TriangleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { ImportInspection } from '#nodes/wire/flow-import.ts';
import { currentLocale } from '../i18n/i18n.ts';

interface Props {
  readonly found: ImportInspection;
  readonly busy: boolean;
  readonly onCancel: () => void;
  /** `replace`: the flow whose draft it becomes; absent: a new flow. */
  readonly onImport: (replace?: string) => void;
}

export function ImportPreview({ found, busy, onCancel, onImport }: Props) {
  const { t } = useTranslation('library');
  const locale = currentLocale();
  const { conflicts, signer } = found;
  const blocked = conflicts.some(({ blocks }) => blocks);
  const taken = conflicts.find(({ flowId }) => flowId !== undefined);
  const trusted = signer.by === 'own' || signer.by === 'known';
  return (
    <Alert
      role="status"
      color={blocked ? 'danger' : 'warning'}
      title={blocked ? t('preview.blocked', { name: found.name }) : t('preview.title', { name: found.name })}
    >
      <Stack gap="sm">
        <Text fz="sm">
          {t('preview.holds', { count: found.nodes, bases: found.bases, tests: found.tests, flows: found.calledFlows })}
        </Text>
        {found.product === 'tandem' && (
          <Group gap="xs" wrap="nowrap" align="flex-start">
            {trusted ? (
              <ShieldCheck size={16} color="var(--td-success)" aria-hidden />
            ) : (
              <ShieldAlert size={16} color="var(--td-warning)" aria-hidden />
            )}
            <Text fz="sm">
              {t(`preview.signer.${signer.by}`, { name: signer.name, fingerprint: signer.fingerprint })}
            </Text>
          </Group>
        )}
        {conflicts.length > 0 && (
          <ul className="td-problem-list">
            {conflicts.map((one, at) => (
              <li key={`${one.kind}-${one.what}-${at}`}>
                {one.blocks ? (
                  <CircleX size={16} color="var(--td-danger)" aria-label={t('create.error')} />
                ) : (
                  <TriangleAlert size={16} color="var(--td-warning)" aria-label={t('create.warning')} />
                )}
                <Text fz="sm">{one.message[locale]}</Text>
              </li>
            ))}
          </ul>
        )}
      </Stack>
      <Group justify="flex-end" mt="md">
        <Button variant="default" onClick={onCancel} disabled={busy}>
          {t('preview.cancel')}
        </Button>
        {!blocked && taken?.flowId !== undefined && (
          <Button variant="default" loading={busy} onClick={() => onImport(taken.flowId)}>
            {t('preview.replace', { name: taken.what })}
          </Button>
        )}
        {!blocked && (
          <Button loading={busy} onClick={() => onImport()}>
            {t('preview.copy')}
          </Button>
        )}
      </Group>
    </Alert>
  );
}
