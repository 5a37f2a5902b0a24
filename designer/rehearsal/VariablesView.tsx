// The variables after the turn that is shown, with what this turn changed on top.
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { parseSnapshot, type Turn } from './rehearsal-tree.ts';
import { diffVariables, type VariableRow } from './variable-diff.ts';

interface Props {
  readonly turns: readonly Turn[];
}

export function VariablesView({ turns }: Props) {
  const { t } = useTranslation('rehearsal');
  const rows = useMemo(() => diffVariables(parseSnapshot(turns.at(-2)), parseSnapshot(turns.at(-1))), [turns]);
  if (rows.length === 0) return <p className="rh-empty">{t('variables.none')}</p>;
  const order = (row: VariableRow): number => (row.change === 'same' ? 1 : 0);
  return (
    <table className="rh-variables">
      <thead>
        <tr>
          <th scope="col">{t('variables.name')}</th>
          <th scope="col">{t('variables.value')}</th>
        </tr>
      </thead>
      <tbody>
        {[...rows]
          .sort((a, b) => order(a) - order(b))
          .map((row) => (
            <tr key={row.name} data-change={row.change}>
              <th scope="row">
                <code>{row.name}</code>
                {row.change !== 'same' && <span className="rh-change">{t(`variables.${row.change}`)}</span>}
              </th>
              <td>
                {row.before !== undefined && row.change !== 'same' && <del>{JSON.stringify(row.before)}</del>}
                {row.value !== undefined && <span>{JSON.stringify(row.value)}</span>}
              </td>
            </tr>
          ))}
      </tbody>
    </table>
  );
}
