// A condition as a table of comparisons, or as an expression for those who like to write.
import { Autocomplete, Button, SegmentedControl, Select, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  COMPARISONS,
  expressionFrom,
  needsRight,
  tableFrom,
  type ConditionRow,
  type ConditionTable,
} from './condition-model.ts';
import { useSurroundings } from './field-context.ts';
import { ListEditor } from './ListEditor.tsx';
import { ExpressionWidget } from './plain-widgets.tsx';
import type { WidgetProps } from './widget.ts';

export function ConditionWidget(props: WidgetProps) {
  const { id, label, value, onChange } = props;
  const { t } = useTranslation('inspector');
  const source = typeof value === 'string' ? value : '';
  const [writing, setWriting] = useState(() => tableFrom(source) === null);
  // Rows that are not complete yet live here; the flow keeps only what can be said as an expression.
  const [draft, setDraft] = useState<{ readonly table: ConditionTable; readonly source: string } | null>(null);
  const read = tableFrom(source);
  const table = draft !== null && draft.source === source ? draft.table : read;

  function take(next: ConditionTable): void {
    const written = expressionFrom(next);
    setDraft({ table: next, source: written });
    if (written !== source) onChange(written);
  }

  if (writing || table === null) {
    return (
      <div className="wd-stack">
        <ExpressionWidget {...props} />
        {read === null && source.trim() !== '' ? (
          <Text fz="xs" c="dimmed">
            {t('condition.tooRich')}
          </Text>
        ) : (
          <Button variant="subtle" size="compact-xs" onClick={() => setWriting(false)}>
            {t('condition.builder')}
          </Button>
        )}
      </div>
    );
  }

  const rows = table.rows.length === 0 ? [EMPTY] : table.rows;
  return (
    <div className="wd-stack">
      {rows.length > 1 && (
        <SegmentedControl
          size="xs"
          aria-label={t('condition.match')}
          data={[
            { value: 'and', label: t('condition.all') },
            { value: 'or', label: t('condition.any') },
          ]}
          value={table.join}
          onChange={(join) => take({ ...table, join: join === 'or' ? 'or' : 'and' })}
        />
      )}
      <ListEditor<ConditionRow>
        id={`${id}-add`}
        label={label}
        items={rows}
        addLabel={t('condition.add')}
        create={() => EMPTY}
        onChange={(next) => take({ ...table, rows: next })}
      >
        {(row, change, index) => (
          <Row id={index === 0 ? id : `${id}-${index}`} row={row} n={index + 1} onChange={change} />
        )}
      </ListEditor>
      <Button variant="subtle" size="compact-xs" onClick={() => setWriting(true)}>
        {t('condition.expression')}
      </Button>
    </div>
  );
}

const EMPTY: ConditionRow = { left: '', operator: '==', right: '' };

interface RowProps {
  readonly id: string;
  readonly row: ConditionRow;
  readonly n: number;
  readonly onChange: (row: ConditionRow) => void;
}

function Row({ id, row, n, onChange }: RowProps) {
  const { t } = useTranslation('inspector');
  const { variables, readOnly } = useSurroundings();
  return (
    <>
      <Autocomplete
        id={id}
        size="xs"
        ff="monospace"
        aria-label={`${t('condition.left')} ${n}`}
        placeholder={t('condition.left')}
        readOnly={readOnly}
        data={variables.map((one) => one.name)}
        value={row.left}
        onChange={(left) => onChange({ ...row, left: left.trim() })}
      />
      <div className="wd-row">
        <Select
          size="xs"
          aria-label={`${t('condition.operator')} ${n}`}
          readOnly={readOnly}
          data={COMPARISONS.map((one) => ({ value: one, label: t(`condition.ops.${one}`) }))}
          value={row.operator}
          onChange={(next) => onChange({ ...row, operator: COMPARISONS.find((one) => one === next) ?? '==' })}
        />
        {needsRight(row.operator) && (
          <TextInput
            size="xs"
            aria-label={`${t('condition.right')} ${n}`}
            placeholder={t('condition.right')}
            readOnly={readOnly}
            value={row.right}
            onChange={(event) => onChange({ ...row, right: event.currentTarget.value })}
          />
        )}
      </div>
    </>
  );
}
