// The groups of an A/B split, each with its weight and the share that comes of it.
import { NumberInput, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Localized } from '#nodes/kit/localized.ts';
import { useSurroundings } from './field-context.ts';
import { ListEditor } from './ListEditor.tsx';
import { parseLocalized } from './localized-text.ts';
import { LocalizedInput } from './LocalizedInput.tsx';
import { parseList, problemAt, type WidgetProps } from './widget.ts';

interface Share {
  readonly id: string;
  readonly label: Localized;
  readonly weight: number;
}

export function SharesWidget({ id, label, value, problems, onChange }: WidgetProps) {
  const { newId, readOnly } = useSurroundings();
  const { t } = useTranslation('inspector');
  const shares = parseList<Share>(value);
  const total = shares.reduce((sum, { weight }) => sum + weight, 0);
  return (
    <ListEditor<Share>
      id={id}
      label={label}
      items={shares}
      max={20}
      create={() => ({ id: newId('g'), label: '', weight: 50 })}
      onChange={onChange}
    >
      {(item, change, index) => (
        <>
          <LocalizedInput
            bare
            id={`${id}-${index}`}
            label={`${t('share.label')} ${index + 1}`}
            placeholder={t('share.label')}
            value={parseLocalized(item.label)}
            onChange={(next) => change({ ...item, label: next })}
          />
          <NumberInput
            size="xs"
            aria-label={`${t('share.weight')} ${index + 1}`}
            readOnly={readOnly}
            min={0}
            max={10_000}
            allowDecimal={false}
            error={problemAt(problems, `/${index}`) !== undefined}
            value={item.weight}
            onChange={(next) => change({ ...item, weight: Math.max(0, Math.round(Number(next) || 0)) })}
            rightSectionWidth={48}
            rightSection={
              <Text fz="xs" c="dimmed">
                {total === 0 ? 0 : Math.round((item.weight / total) * 100)}%
              </Text>
            }
          />
        </>
      )}
    </ListEditor>
  );
}
