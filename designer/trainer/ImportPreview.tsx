// What a list would change: intents with their new sentences, contested ones to decide on, what is cut or left out; then one step that can be undone.
import { Button, Group, Radio, Table } from '@mantine/core';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { toastDone } from '../ui/toast.ts';
import { applyPlan, planImport, type ConflictChoice, type ImportPlan } from './lists/plan-import.ts';
import type { TaughtList } from './lists/taught-list.ts';
import { useTraining } from './trainer-context.ts';

const SHOWN_INTENTS = 100;
const SHOWN_CONFLICTS = 20;

interface Props {
  readonly list: TaughtList;
  /** The file it comes from; empty for pasted text. */
  readonly name: string;
  readonly onClose: () => void;
}

export function ImportPreview({ list, name, onClose }: Props) {
  const { t } = useTranslation('trainer');
  const { taught, change, newId } = useTraining();
  const [choice, setChoice] = useState<ConflictChoice>('stay');
  const plan = useMemo(() => planImport(list, taught.intents, taught.outOfScope), [list, taught]);
  const added = plan.intents.reduce((sum, one) => sum + one.added.length, 0);
  const count = added + plan.outOfScope.length + (choice === 'move' ? plan.conflicts.length : 0);
  const hasNew = count > 0 || plan.intents.some(({ into }) => into === undefined);
  return (
    <div className="tr-preview">
      <Found list={list} name={name} />
      <PlanTable plan={plan} />
      <Notes list={list} plan={plan} />
      {plan.conflicts.length > 0 && <Conflicts plan={plan} choice={choice} onChoice={setChoice} />}
      {(plan.tooMany || plan.tooLarge) && (
        <p className="tr-danger" role="alert">
          {t(plan.tooMany ? 'import_.tooMany' : 'import_.tooLarge')}
        </p>
      )}
      <Group justify="flex-end" mt={12}>
        <Button
          disabled={plan.tooMany || plan.tooLarge || !hasNew}
          onClick={() => {
            change((now) => ({
              intents: applyPlan(plan, now.intents, choice, newId),
              outOfScope: [...new Set([...now.outOfScope, ...plan.outOfScope])],
            }));
            toastDone(t('import_.done', { count }));
            onClose();
          }}
        >
          {hasNew ? t('import_.apply', { count }) : t('import_.nothing')}
        </Button>
      </Group>
    </div>
  );
}

function Found({ list, name }: Pick<Props, 'list' | 'name'>) {
  const { t } = useTranslation('trainer');
  const sentences = list.intents.reduce((sum, { examples }) => sum + examples.length, 0);
  return (
    <p className="tr-strong" role="status">
      {name !== '' && <span dir="auto">{name} · </span>}
      {t('import_.found', {
        format: t(`import_.format.${list.format}`),
        intents: t('import_.intents', { count: list.intents.length }),
        sentences: t('import_.sentences', { count: sentences }),
      })}
    </p>
  );
}

/** What does not come in as it stands in the list. */
function Notes({ list, plan }: { readonly list: TaughtList; readonly plan: ImportPlan }) {
  const { t } = useTranslation('trainer');
  const notes = [
    ['outOfScope', plan.outOfScope.length],
    ['twice', plan.twice],
    ['shortened', list.shortened],
    ['left', plan.left],
  ] as const;
  return notes.map(([what, count]) =>
    count === 0 ? null : (
      <p key={what} className="tr-quiet">
        {t(`import_.${what}`, { count })}
      </p>
    ),
  );
}

function PlanTable({ plan }: { readonly plan: ImportPlan }) {
  const { t } = useTranslation('trainer');
  const hidden = plan.intents.length - SHOWN_INTENTS;
  return (
    <div className="tr-plan" role="region" aria-label={t('import_.title')} tabIndex={0}>
      <Table fz={13}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('import_.intent')}</Table.Th>
            <Table.Th ta="right">{t('import_.fresh')}</Table.Th>
            <Table.Th ta="right">{t('import_.known')}</Table.Th>
            <Table.Th ta="right">{t('import_.contested')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {plan.intents.slice(0, SHOWN_INTENTS).map(({ name, into, added, known, contested }) => (
            <Table.Tr key={name}>
              <Table.Td className="tr-plan-name">
                {name}{' '}
                <small className="tr-quiet">{t(into === undefined ? 'import_.newIntent' : 'import_.intoKnown')}</small>
              </Table.Td>
              <Table.Td ta="right">{added.length}</Table.Td>
              <Table.Td ta="right">{known}</Table.Td>
              <Table.Td ta="right">{contested}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      {hidden > 0 && <p className="tr-quiet tr-plan-more">{t('import_.moreIntents', { count: hidden })}</p>}
    </div>
  );
}

interface ConflictsProps {
  readonly plan: ImportPlan;
  readonly choice: ConflictChoice;
  readonly onChoice: (choice: ConflictChoice) => void;
}

function Conflicts({ plan, choice, onChoice }: ConflictsProps) {
  const { t } = useTranslation('trainer');
  const hidden = plan.conflicts.length - SHOWN_CONFLICTS;
  return (
    <div>
      <p className="tr-strong">{t('import_.conflicts', { count: plan.conflicts.length })}</p>
      <ul className="tr-conflicts">
        {plan.conflicts.slice(0, SHOWN_CONFLICTS).map(({ sentence, wanted, has }) => (
          <li key={`${wanted}\n${sentence}`}>{t('import_.conflict', { sentence, wanted, has: has.name })}</li>
        ))}
        {hidden > 0 && <li>{t('import_.moreConflicts', { count: hidden })}</li>}
      </ul>
      <Radio.Group
        aria-label={t('import_.choice')}
        value={choice}
        onChange={(next) => onChoice(next === 'move' ? 'move' : 'stay')}
      >
        <Group gap={16}>
          <Radio value="stay" label={t('import_.stay')} />
          <Radio value="move" label={t('import_.move')} />
        </Group>
      </Radio.Group>
    </div>
  );
}
