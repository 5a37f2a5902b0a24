// Importing sentences: a file or pasted text, a preview of what it changes, contested sentences, then one step that can be undone.
import { Button, Group, Radio, Table, Textarea } from '@mantine/core';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { DialogFrame } from '../ui/DialogFrame.tsx';
import { FileDrop } from '../ui/FileDrop.tsx';
import { toastDone } from '../ui/toast.ts';
import { applyPlan, planImport, type ConflictChoice, type ImportPlan } from './lists/plan-import.ts';
import { readListFile, readListText, type ListProblem } from './lists/read-list.ts';
import type { TaughtList } from './lists/taught-list.ts';
import { useTraining } from './trainer-context.ts';

const SHOWN_CONFLICTS = 20;

export function ImportDialog({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation('trainer');
  const [read, setRead] = useState<TaughtList | ListProblem>();
  const [pasted, setPasted] = useState('');
  return (
    <DialogFrame opened onClose={onClose} title={t('import_.title')} size="lg">
      <p className="tr-quiet">{t('import_.lead')}</p>
      <FileDrop
        accept=".csv,.tsv,.txt,.md,.yml,.yaml,.json,.zip"
        onFiles={([file]) => {
          if (file === undefined) return;
          setPasted('');
          void file
            .arrayBuffer()
            .then((bytes) => readListFile(file.name, new Uint8Array(bytes)))
            .then(setRead);
        }}
      >
        {t('import_.drop')}
      </FileDrop>
      <Textarea
        mt={12}
        label={t('import_.paste')}
        placeholder={t('import_.pastePlaceholder')}
        autosize
        minRows={4}
        maxRows={10}
        value={pasted}
        onChange={(event) => {
          const text = event.currentTarget.value;
          setPasted(text);
          setRead(text.trim() === '' ? undefined : readListText(text));
        }}
      />
      <div role="status">{typeof read === 'string' && <p className="tr-danger">{t(`import_.problem.${read}`)}</p>}</div>
      {typeof read === 'object' && <Preview list={read} onClose={onClose} />}
    </DialogFrame>
  );
}

function Preview({ list, onClose }: { readonly list: TaughtList; readonly onClose: () => void }) {
  const { t } = useTranslation('trainer');
  const { taught, change, newId } = useTraining();
  const [choice, setChoice] = useState<ConflictChoice>('stay');
  const plan = useMemo(() => planImport(list, taught.intents, taught.outOfScope), [list, taught]);
  const sentences = list.intents.reduce((sum, { examples }) => sum + examples.length, 0);
  const added = plan.intents.reduce((sum, one) => sum + one.added.length, 0);
  const count = added + plan.outOfScope.length + (choice === 'move' ? plan.conflicts.length : 0);
  const hasNew = count > 0 || plan.intents.some(({ into }) => into === undefined);
  return (
    <div className="tr-preview">
      <p className="tr-strong" role="status">
        {t('import_.found', { format: t(`import_.format.${list.format}`), intents: list.intents.length, sentences })}
      </p>
      <PlanTable plan={plan} />
      {plan.outOfScope.length > 0 && <p>{t('import_.outOfScope', { count: plan.outOfScope.length })}</p>}
      {plan.conflicts.length > 0 && <Conflicts plan={plan} choice={choice} onChoice={setChoice} />}
      {plan.tooMany && <p className="tr-danger">{t('import_.tooMany')}</p>}
      <Group justify="flex-end" mt={12}>
        <Button
          disabled={plan.tooMany || !hasNew}
          onClick={() => {
            change((now) => ({
              intents: applyPlan(plan, now.intents, choice, newId),
              outOfScope: [...new Set([...now.outOfScope, ...plan.outOfScope])].slice(0, 5000),
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

function PlanTable({ plan }: { readonly plan: ImportPlan }) {
  const { t } = useTranslation('trainer');
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
          {plan.intents.map(({ name, into, added, known }) => (
            <Table.Tr key={name}>
              <Table.Td>
                {name}{' '}
                <small className="tr-quiet">{t(into === undefined ? 'import_.newIntent' : 'import_.intoKnown')}</small>
              </Table.Td>
              <Table.Td ta="right">{added.length}</Table.Td>
              <Table.Td ta="right">{known}</Table.Td>
              <Table.Td ta="right">{plan.conflicts.filter(({ wanted }) => wanted === name).length}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
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
  return (
    <div>
      <p className="tr-strong">{t('import_.conflicts', { count: plan.conflicts.length })}</p>
      <ul className="tr-conflicts">
        {plan.conflicts.slice(0, SHOWN_CONFLICTS).map(({ sentence, wanted, has }) => (
          <li key={`${wanted}\n${sentence}`}>{t('import_.conflict', { sentence, wanted, has: has.name })}</li>
        ))}
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
