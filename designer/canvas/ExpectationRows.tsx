// What must come of a turn, as rows: what is looked at, and what it must be.
import { ActionIcon, Button, Group, Select, TextInput } from '@mantine/core';
import { Plus, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { displayName } from '../document/graph.ts';
import { useDocument, useEditor } from '../document/editor-context.ts';
import { currentLocale } from '../i18n/i18n.ts';
import { EXPECTATIONS, type ExpectationKind, type ExpectationRow } from './dialogue-form.ts';

interface Props {
  readonly rows: readonly ExpectationRow[];
  readonly onChange: (rows: readonly ExpectationRow[]) => void;
}

export function ExpectationRows({ rows, onChange }: Props) {
  const { t } = useTranslation('tests');
  return (
    <div className="fc-tests-expect">
      {rows.map((row, index) => (
        <Group key={index} gap="xs" wrap="nowrap" mt={4}>
          <Select
            w={150}
            size="xs"
            aria-label={t('editor.expectation', { number: index + 1 })}
            allowDeselect={false}
            data={EXPECTATIONS.map((value) => ({ value, label: t(`what.${value}`) }))}
            value={row.kind}
            onChange={(value) => {
              const kind = EXPECTATIONS.find((candidate) => candidate === value);
              if (kind !== undefined)
                onChange(rows.map((one, at) => (at === index ? { kind, name: '', value: '' } : one)));
            }}
          />
          <ExpectationValue
            row={row}
            onChange={(next) => onChange(rows.map((one, at) => (at === index ? next : one)))}
          />
          <ActionIcon
            aria-label={t('editor.removeExpectation', { number: index + 1 })}
            onClick={() => onChange(rows.filter((_, at) => at !== index))}
          >
            <X size={14} aria-hidden />
          </ActionIcon>
        </Group>
      ))}
      <Button
        mt={4}
        size="compact-xs"
        variant="subtle"
        leftSection={<Plus size={12} aria-hidden />}
        onClick={() => onChange([...rows, { kind: 'reply', name: '', value: '' }])}
      >
        {t('editor.addExpectation')}
      </Button>
    </div>
  );
}

const CHOICES: Readonly<Partial<Record<ExpectationKind, readonly string[]>>> = {
  status: ['bot', 'queue', 'person', 'closed'],
  handoff: ['true', 'false'],
  mood: ['calm', 'anxious', 'angry', 'sad', 'happy'],
};

interface ValueProps {
  readonly row: ExpectationRow;
  readonly onChange: (row: ExpectationRow) => void;
}

function ExpectationValue({ row, onChange }: ValueProps) {
  const { t } = useTranslation('tests');
  const { types } = useEditor();
  const document = useDocument();
  const label = t(`what.${row.kind}`);
  if (row.kind === 'silent') return <span className="fc-tests-fill">{t('editor.silence')}</span>;
  const choices = CHOICES[row.kind];
  const options =
    row.kind === 'node'
      ? document.nodes.map((node) => ({
          value: node.id,
          label: `${displayName(types, node, currentLocale())} (${node.id})`,
        }))
      : choices?.map((value) => ({ value, label: value }));
  if (options !== undefined) {
    return (
      <Select
        flex={1}
        size="xs"
        searchable={row.kind === 'node'}
        aria-label={label}
        data={options}
        value={row.value === '' ? null : row.value}
        onChange={(value) => onChange({ ...row, value: value ?? '' })}
      />
    );
  }
  const isNamed = row.kind === 'variable' || row.kind === 'lead';
  return (
    <>
      {isNamed && (
        <TextInput
          w={110}
          size="xs"
          aria-label={t('editor.fieldName', { what: label })}
          placeholder={t('editor.nameHint')}
          value={row.name}
          onChange={(event) => onChange({ ...row, name: event.currentTarget.value })}
        />
      )}
      <TextInput
        flex={1}
        size="xs"
        aria-label={label}
        value={row.value}
        onChange={(event) => onChange({ ...row, value: event.currentTarget.value })}
      />
    </>
  );
}
