// How often an address is read again by itself.
import { Group, NumberInput, Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { SiteRefresh } from '#nodes/wire/knowledge-sites.ts';

interface Props {
  readonly refresh: SiteRefresh;
  readonly onChange: (refresh: SiteRefresh) => void;
}

export function RefreshFields({ refresh, onChange }: Props) {
  const { t } = useTranslation('sites');
  return (
    <Group align="flex-start" grow>
      <Select
        label={t('dialog.every')}
        allowDeselect={false}
        data={(['off', 'hour', 'day', 'week'] as const).map((unit) => ({
          value: unit,
          label: t(`dialog.units.${unit}`),
        }))}
        value={refresh?.unit ?? 'off'}
        onChange={(next) => onChange(refreshOf(next, refresh?.every ?? 1))}
      />
      {refresh !== null && (
        <NumberInput
          label={t('dialog.everyCount')}
          min={1}
          max={90}
          allowDecimal={false}
          value={refresh.every}
          onChange={(next) => onChange({ ...refresh, every: within(next, 1, 90) })}
        />
      )}
    </Group>
  );
}

/** A whole number between two others; the least while the field holds none. */
export function within(value: number | string, least: number, most: number): number {
  const number = Math.round(Number(value));
  return Number.isFinite(number) ? Math.min(most, Math.max(least, number)) : least;
}

function refreshOf(unit: string | null, every: number): SiteRefresh {
  return unit === 'hour' || unit === 'day' || unit === 'week' ? { every, unit } : null;
}
