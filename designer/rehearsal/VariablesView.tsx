// The variables after the turn that is shown, with what this turn changed on top; a value can be changed and the rest played again.
import { ActionIcon, Button, Textarea } from '@mantine/core';
import { Pencil } from 'lucide-react';
import { useMemo, useState, type SubmitEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useDocument } from '../document/editor-context.ts';
import { parseValue, textFromValue } from './parse-value.ts';
import { parseSnapshot, type Edits, type Turn } from './rehearsal-tree.ts';
import { diffVariables, type VariableRow } from './variable-diff.ts';

interface Props {
  readonly turns: readonly Turn[];
  /** How many turns would be played again. */
  readonly later: number;
  readonly disabled: boolean;
  readonly onRerun: (edits: Edits, name: string) => void;
}

export function VariablesView({ turns, later, disabled, onRerun }: Props) {
  const { t } = useTranslation('rehearsal');
  const { variables } = useDocument();
  const [editing, setEditing] = useState<string | null>(null);
  const last = turns.at(-1);
  const rows = useMemo(() => {
    const known = diffVariables(parseSnapshot(turns.at(-2)), parseSnapshot(turns.at(-1)));
    const names = new Set(known.map(({ name }) => name));
    const unset = variables
      .filter(({ name, scope }) => scope === 'session' && !names.has(name))
      .map(({ name }): VariableRow => ({ name, value: undefined, before: undefined, change: 'same' }));
    const order = (row: VariableRow): number => (row.change === 'same' ? 1 : 0);
    return [...known, ...unset].sort((a, b) => order(a) - order(b));
  }, [turns, variables]);
  if (rows.length === 0) return <p className="rh-empty">{t('variables.none')}</p>;
  const isOver = last === undefined || last.result.outcome !== 'waiting';
  return (
    <>
      <table className="rh-variables">
        <thead>
          <tr>
            <th scope="col">{t('variables.name')}</th>
            <th scope="col">{t('variables.value')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.name} data-change={row.change}>
              <th scope="row">
                <code>{row.name}</code>
                {row.change !== 'same' && <span className="rh-change">{t(`variables.${row.change}`)}</span>}
              </th>
              <td>
                {editing === row.name ? (
                  <ValueForm
                    row={row}
                    type={variables.find(({ name }) => name === row.name)?.type}
                    later={later}
                    onCancel={() => setEditing(null)}
                    onRerun={(edits) => {
                      setEditing(null);
                      onRerun(edits, row.name);
                    }}
                  />
                ) : (
                  <div className="rh-value">
                    <span>
                      {row.before !== undefined && row.change !== 'same' && <del>{JSON.stringify(row.before)}</del>}
                      {row.value === undefined ? (
                        row.change === 'same' && <em>{t('variables.unset')}</em>
                      ) : (
                        <span>{JSON.stringify(row.value)}</span>
                      )}
                    </span>
                    <ActionIcon
                      size="sm"
                      disabled={disabled || isOver}
                      aria-label={t('variables.edit', { name: row.name })}
                      onClick={() => setEditing(row.name)}
                    >
                      <Pencil size={14} aria-hidden />
                    </ActionIcon>
                  </div>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {isOver && <p className="rh-empty">{t('variables.over')}</p>}
    </>
  );
}

interface FormProps {
  readonly row: VariableRow;
  readonly type: string | undefined;
  readonly later: number;
  readonly onCancel: () => void;
  readonly onRerun: (edits: Edits) => void;
}

function ValueForm({ row, type, later, onCancel, onRerun }: FormProps) {
  const { t } = useTranslation('rehearsal');
  const [text, setText] = useState(() => textFromValue(row.value));
  const [tried, setTried] = useState(false);
  const value = parseValue(text, row.value ?? row.before, type);

  function submit(event: SubmitEvent): void {
    event.preventDefault();
    setTried(true);
    if (value !== undefined) onRerun({ [row.name]: value });
  }

  return (
    <form
      onSubmit={submit}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.preventDefault();
        onCancel();
      }}
    >
      <Textarea
        autosize
        maxRows={8}
        size="xs"
        data-autofocus
        autoFocus
        aria-label={t('variables.newValue', { name: row.name })}
        error={tried && value === undefined ? t('variables.wrongKind') : undefined}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <div className="rh-value-buttons">
        <Button type="submit" size="compact-xs">
          {later === 0 ? t('variables.apply') : t('variables.rerun', { count: later })}
        </Button>
        <Button variant="default" size="compact-xs" onClick={onCancel}>
          {t('cancel')}
        </Button>
      </div>
    </form>
  );
}
