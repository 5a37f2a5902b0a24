// One turn of a dialogue in the editor: who does what, and what must come of it.
import { ActionIcon, Group, Select, TextInput } from '@mantine/core';
import { Trash2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { labelled } from '../i18n/punctuation.ts';
import { ACTS, type TurnRow } from './dialogue-form.ts';
import { ExpectationRows } from './ExpectationRows.tsx';

interface Props {
  readonly number: number;
  readonly row: TurnRow;
  readonly wrong: boolean;
  readonly removable: boolean;
  readonly onChange: (row: TurnRow) => void;
  readonly onRemove: () => void;
}

export function TurnFields({ number, row, wrong, removable, onChange, onRemove }: Props) {
  const { t } = useTranslation('tests');
  const label = t('editor.turn', { turn: number });
  return (
    <fieldset className="fc-tests-turn">
      <legend>{label}</legend>
      <Group gap="xs" wrap="nowrap" align="flex-end">
        <Select
          w={150}
          aria-label={labelled(label, t('editor.act'))}
          allowDeselect={false}
          data={ACTS.map((value) => ({ value, label: t(`act.${value}`) }))}
          value={row.act}
          onChange={(act) => {
            const next = ACTS.find((kind) => kind === act);
            if (next !== undefined) onChange({ ...row, act: next, value: next === 'agent' ? 'accept' : row.value });
          }}
        />
        {row.act === 'agent' ? (
          <Select
            flex={1}
            aria-label={labelled(label, t('act.agent'))}
            allowDeselect={false}
            data={(['accept', 'resolve', 'return'] as const).map((value) => ({ value, label: t(`agent.${value}`) }))}
            value={row.value}
            onChange={(value) => onChange({ ...row, value: value ?? 'accept' })}
          />
        ) : row.act === 'leaves' ? null : (
          <TextInput
            flex={1}
            aria-label={labelled(label, t(`act.${row.act}`))}
            placeholder={t(`actHint.${row.act}`)}
            error={wrong}
            value={row.value}
            onChange={(event) => onChange({ ...row, value: event.currentTarget.value })}
          />
        )}
        {removable && (
          <ActionIcon aria-label={t('editor.removeTurn', { turn: number })} onClick={onRemove}>
            <Trash2 size={14} aria-hidden />
          </ActionIcon>
        )}
      </Group>
      <ExpectationRows rows={row.expectations} onChange={(expectations) => onChange({ ...row, expectations })} />
    </fieldset>
  );
}
