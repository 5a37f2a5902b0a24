// How the server is doing: version, checks, counts.
import { Group, Stack, Table, Text, Title } from '@mantine/core';
import { CircleCheck, CircleX } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Health } from '#nodes/wire/settings.ts';
import { useHealth } from '../api/settings.ts';
import { FactList } from '../ui/FactList.tsx';
import { QueryView } from '../ui/QueryView.tsx';
import { StatusChip } from '../ui/StatusChip.tsx';

export function HealthSection() {
  const health = useHealth();
  return <QueryView query={health}>{(data) => <HealthView health={data} />}</QueryView>;
}

function HealthView({ health }: { readonly health: Health }) {
  const { t } = useTranslation('admin');
  const countNames = t('health.countNames', { returnObjects: true });
  const checkNames = t('health.checkNames', { returnObjects: true });
  const bad = health.checks.filter((check) => !check.ok).length;
  return (
    <Stack gap="xl">
      <Group gap="xs" role="status">
        {bad === 0 ? (
          <CircleCheck size={20} color="var(--td-success)" aria-hidden />
        ) : (
          <CircleX size={20} color="var(--td-danger)" aria-hidden />
        )}
        <Text fw={600}>{bad === 0 ? t('health.allGood') : t('health.someBad', { count: bad })}</Text>
      </Group>
      <div className="td-figures">
        <Figure label={t('health.version')} value={health.version} />
        <Figure label={t('health.uptime')} value={<Uptime seconds={health.upSeconds} />} />
        <Figure label={t('health.memory')} value={`${Math.round(health.memoryMb)} MB`} />
      </div>
      <section>
        <Title order={2} mb="sm">
          {t('health.checks')}
        </Title>
        <div className="td-table-wrap">
          <Table aria-label={t('health.checks')}>
            <Table.Tbody>
              {health.checks.map((check) => (
                <Table.Tr key={check.name}>
                  <Table.Td w={200}>{nameOf(checkNames, check.name)}</Table.Td>
                  <Table.Td w={120}>
                    <StatusChip icon={check.ok ? CircleCheck : CircleX} tone={check.ok ? 'success' : 'danger'}>
                      {check.ok ? t('health.ok') : t('health.bad')}
                    </StatusChip>
                  </Table.Td>
                  <Table.Td>
                    <Text fz="sm" c="dimmed">
                      {check.detail}
                    </Text>
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </div>
      </section>
      <section>
        <Title order={2} mb="sm">
          {t('health.counts')}
        </Title>
        <div className="td-panel">
          <FactList
            facts={Object.entries(health.counts).map(([name, value]) => ({ label: nameOf(countNames, name), value }))}
          />
        </div>
      </section>
    </Stack>
  );
}

function Figure({ label, value }: { readonly label: string; readonly value: ReactNode }) {
  return (
    <div className="td-figure">
      <Text fz="sm" c="dimmed">
        {label}
      </Text>
      <strong>{value}</strong>
    </div>
  );
}

function Uptime({ seconds }: { readonly seconds: number }) {
  const { t } = useTranslation('admin');
  const days = Math.floor(seconds / 86_400);
  const hours = Math.floor(seconds / 3600) % 24;
  if (days > 0) return `${t('health.days', { n: days })} ${t('health.hours', { n: hours })}`;
  const minutes = Math.floor(seconds / 60) % 60;
  if (hours > 0) return `${t('health.hours', { n: hours })} ${t('health.minutes', { n: minutes })}`;
  return t('health.minutes', { n: minutes });
}

/** The server may know more names than this version of the page. */
function nameOf(names: Readonly<Record<string, string>>, name: string): string {
  return names[name] ?? name;
}
