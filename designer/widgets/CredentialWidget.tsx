// Chooses a credential by name, and warns when it is not for the host that is called.
import { Select, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useCredentialNames } from '../api/credentials.ts';
import { listed } from '../i18n/punctuation.ts';
import { useSurroundings } from './field-context.ts';
import type { WidgetProps } from './widget.ts';

export function CredentialWidget({ id, label, value, describedBy, onChange }: WidgetProps) {
  const { t } = useTranslation('inspector');
  const { readOnly, config } = useSurroundings();
  // A step that calls out names what is sent; one that is called names what checks the call.
  const checksCalls = config['url'] === undefined;
  const known = useCredentialNames().data?.filter(({ kind }) => (kind === 'signing') === checksCalls);
  const name = typeof value === 'string' ? value : '';
  const chosen = known?.find((one) => one.name === name);
  const host = hostOf(config['url']);
  const isElsewhere = chosen !== undefined && host !== '' && !chosen.hosts.some((one) => isHost(one, host));
  return (
    <>
      <Select
        id={id}
        size="xs"
        aria-label={label}
        aria-describedby={describedBy}
        disabled={readOnly}
        allowDeselect={false}
        data={[
          { value: '', label: t('call.noCredential') },
          ...(known ?? []).map((one) => ({ value: one.name, label: one.name })),
          ...(name !== '' && chosen === undefined
            ? [{ value: name, label: known === undefined ? name : t('call.missingCredential', { name }) }]
            : []),
        ]}
        value={name}
        onChange={(next) => onChange(next ?? '')}
      />
      {isElsewhere && (
        <Text fz="xs" c="var(--td-warning)" role="status">
          {t('call.otherHost', { hosts: listed(chosen.hosts), host })}
        </Text>
      )}
    </>
  );
}

function hostOf(url: unknown): string {
  return /^https?:\/\/([^/?#{}\s]+)/iu.exec(typeof url === 'string' ? url : '')?.[1]?.toLowerCase() ?? '';
}

function isHost(allowed: string, host: string): boolean {
  return allowed === host || allowed === host.replace(/:\d+$/u, '');
}
