// A length of time as a number and a unit.
import { Group, NumberInput, Select } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { labelled } from '../i18n/punctuation.ts';
import { useSurroundings } from './field-context.ts';

const UNITS = { seconds: 1000, minutes: 60_000, hours: 3_600_000, days: 86_400_000 } as const;
type Unit = keyof typeof UNITS;
const NAMES: readonly Unit[] = ['seconds', 'minutes', 'hours', 'days'];

interface Props {
  readonly id: string;
  readonly label: string;
  readonly valueMs: number;
  readonly minMs?: number;
  readonly invalid?: boolean;
  readonly describedBy?: string | undefined;
  readonly onChange: (valueMs: number) => void;
}

export function DurationInput({ id, label, valueMs, minMs = 0, invalid = false, describedBy, onChange }: Props) {
  const { t } = useTranslation('inspector');
  const { readOnly } = useSurroundings();
  const [unit, setUnit] = useState<Unit>(() => unitFor(valueMs));
  return (
    <Group gap="xs" wrap="nowrap">
      <NumberInput
        id={id}
        aria-label={label}
        aria-describedby={describedBy}
        readOnly={readOnly}
        w={110}
        min={minMs / UNITS[unit]}
        decimalScale={2}
        error={invalid}
        value={Math.round((valueMs / UNITS[unit]) * 100) / 100}
        onChange={(next) => {
          if (typeof next === 'number' && Number.isFinite(next))
            onChange(Math.max(minMs, Math.round(next * UNITS[unit])));
        }}
      />
      <Select
        w={120}
        aria-label={labelled(label, t('duration.unit'))}
        readOnly={readOnly}
        data={NAMES.map((name) => ({ value: name, label: t(`duration.${name}`) }))}
        value={unit}
        onChange={(next) => {
          const chosen = NAMES.find((name) => name === next);
          if (chosen === undefined) return;
          onChange(Math.max(minMs, Math.round((valueMs / UNITS[unit]) * UNITS[chosen])));
          setUnit(chosen);
        }}
      />
    </Group>
  );
}

/** The largest unit that says it in a whole number. */
function unitFor(ms: number): Unit {
  return [...NAMES].reverse().find((name) => ms >= UNITS[name] && ms % UNITS[name] === 0) ?? 'seconds';
}
