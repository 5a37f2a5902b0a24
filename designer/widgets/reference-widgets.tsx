// Widgets that point at something: a variable, a node, intents, knowledge bases.
import { Anchor, Autocomplete, Button, MultiSelect, Select, Text } from '@mantine/core';
import { Lightbulb } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { localize, type Localized } from '#nodes/kit/localized.ts';
import { labelled } from '../i18n/punctuation.ts';
import { useSurroundings } from './field-context.ts';
import { ListEditor } from './ListEditor.tsx';
import { parseLocalized } from './localized-text.ts';
import { LocalizedInput } from './LocalizedInput.tsx';
import { parseList, problemAt, type WidgetProps } from './widget.ts';

/** Sentences below which recognition is shaky. */
export const ENOUGH_EXAMPLES = 15;

export function VariableWidget({ id, label, value, problems, describedBy, onChange }: WidgetProps) {
  const { variables, readOnly } = useSurroundings();
  const names = variables
    .filter((one) => !one.name.includes('.') || one.name.startsWith('customer.'))
    .map((one) => one.name);
  return (
    <Autocomplete
      id={id}
      aria-label={label}
      aria-describedby={describedBy}
      readOnly={readOnly}
      ff="monospace"
      data={[...new Set(names)]}
      limit={20}
      error={problemAt(problems, '') !== undefined}
      value={typeof value === 'string' ? value : ''}
      onChange={(next) => onChange(next.trim())}
    />
  );
}

export function NodeWidget({ id, label, value, problems, describedBy, onChange }: WidgetProps) {
  const { targets, readOnly } = useSurroundings();
  return (
    <Select
      id={id}
      aria-label={label}
      aria-describedby={describedBy}
      readOnly={readOnly}
      searchable
      data={targets.map((target) => ({ value: target.id, label: target.name }))}
      error={problemAt(problems, '') !== undefined}
      value={typeof value === 'string' && value !== '' ? value : null}
      onChange={(next) => onChange(next ?? '')}
    />
  );
}

export function NodeListWidget({ id, label, value, problems, describedBy, onChange }: WidgetProps) {
  const { targets, readOnly } = useSurroundings();
  const chosen = parseList<string>(value);
  const gone = chosen
    .filter((one) => !targets.some((target) => target.id === one))
    .map((one) => ({ value: one, label: one }));
  return (
    <MultiSelect
      id={id}
      aria-label={label}
      aria-describedby={describedBy}
      readOnly={readOnly}
      searchable
      data={[...targets.map((target) => ({ value: target.id, label: target.name })), ...gone]}
      error={problemAt(problems, '') !== undefined}
      value={[...chosen]}
      onChange={onChange}
    />
  );
}

export function KnowledgeBasesWidget({ id, label, value, problems, describedBy, onChange }: WidgetProps) {
  const { bases, readOnly } = useSurroundings();
  const { t } = useTranslation('inspector');
  const chosen = parseList<string>(value);
  const known = bases.map((base) => ({
    value: base.id,
    label: `${base.name} (${t('bases.passages', { count: base.passages + base.questions })})`,
  }));
  const gone = chosen
    .filter((one) => !bases.some((base) => base.id === one))
    .map((one) => ({ value: one, label: one }));
  return (
    <>
      <MultiSelect
        id={id}
        aria-label={label}
        aria-describedby={describedBy}
        readOnly={readOnly}
        searchable
        placeholder={chosen.length === 0 ? t('bases.all') : ''}
        data={[...known, ...gone]}
        error={problemAt(problems, '') !== undefined}
        value={[...chosen]}
        onChange={onChange}
      />
      <Text fz="xs" c="dimmed" mt={4}>
        {bases.length === 0 && `${t('bases.none')} · `}
        <Anchor component={Link} to="/knowledge" fz="xs">
          {t('bases.manage')}
        </Anchor>
      </Text>
    </>
  );
}

/** Labels of the chosen bases; one that none of them has any more stays until it is taken out. */
export function KnowledgeLabelsWidget({ id, label, value, problems, describedBy, onChange }: WidgetProps) {
  const { bases, config, readOnly } = useSurroundings();
  const { t } = useTranslation('inspector');
  const chosen = parseList<string>(value);
  const asked = parseList<string>(config['baseIds']);
  const known = bases.filter((base) => asked.length === 0 || asked.includes(base.id)).flatMap((base) => base.labels);
  return (
    <MultiSelect
      id={id}
      aria-label={label}
      aria-describedby={describedBy}
      readOnly={readOnly}
      searchable
      placeholder={chosen.length === 0 ? t('bases.anyLabel') : ''}
      nothingFoundMessage={t('bases.noLabels')}
      data={[...new Set([...known, ...chosen])]}
      error={problemAt(problems, '') !== undefined}
      value={[...chosen]}
      onChange={onChange}
    />
  );
}

export function IntentsWidget({ id, label, value, problems, describedBy, onChange }: WidgetProps) {
  const { intents, readOnly } = useSurroundings();
  const { t } = useTranslation('inspector');
  const chosen = parseList<string>(value);
  const known = intents.map((intent) => ({
    value: intent.id,
    label: `${intent.name === '' ? intent.id : intent.name} (${t('intents.count', { count: intent.examples.length })})`,
  }));
  const gone = chosen
    .filter((one) => !intents.some((intent) => intent.id === one))
    .map((one) => ({ value: one, label: one }));
  const thin = intents.find((intent) => chosen.includes(intent.id) && intent.examples.length < ENOUGH_EXAMPLES);
  return (
    <>
      <MultiSelect
        id={id}
        aria-label={label}
        aria-describedby={describedBy}
        readOnly={readOnly}
        searchable
        placeholder={chosen.length === 0 ? t('intents.choose') : ''}
        data={[...known, ...gone]}
        error={problemAt(problems, '') !== undefined}
        value={[...chosen]}
        onChange={onChange}
      />
      {thin !== undefined && (
        <Text fz="xs" c="dimmed" mt={4}>
          {labelled(thin.name, t('intents.few', { count: thin.examples.length }))}
        </Text>
      )}
      <ManageIntents />
    </>
  );
}

interface ListedIntent {
  readonly id: string;
  readonly label: Localized;
}

export function IntentListWidget({ id, label, value, problems, onChange }: WidgetProps) {
  const { intents, languages, addIntent, openIntents, readOnly } = useSurroundings();
  const { t } = useTranslation('inspector');
  const items = parseList<ListedIntent>(value);
  const free = intents.filter((intent) => !items.some((item) => item.id === intent.id));
  const add = (intent: { id: string; name: string }): void => onChange([...items, listedIntent(intent, languages)]);
  return (
    <>
      <ListEditor<ListedIntent>
        id={`${id}-list`}
        label={label}
        items={items}
        max={items.length}
        create={() => ({ id: '', label: '' })}
        onChange={onChange}
      >
        {(item, change, index) => {
          const intent = intents.find((one) => one.id === item.id);
          return (
            <>
              <Text fz="sm" fw={500}>
                {intent?.name ?? item.id}{' '}
                <Text component="span" fz="xs" c="dimmed">
                  {t('intents.count', { count: intent?.examples.length ?? 0 })}
                </Text>
              </Text>
              <LocalizedInput
                bare
                id={`${id}-${index}`}
                label={labelled(t('intents.label'), intent?.name ?? item.id)}
                placeholder={t('intents.label')}
                invalid={problemAt(problems, `/${index}`) !== undefined}
                value={parseLocalized(item.label)}
                onChange={(next) => change({ ...item, label: next })}
              />
            </>
          );
        }}
      </ListEditor>
      {!readOnly && (
        <Select
          id={id}
          mt={8}
          searchable
          aria-label={t('intents.choose')}
          placeholder={t('intents.choose')}
          data={[
            ...free.map((intent) => ({ value: intent.id, label: intent.name === '' ? intent.id : intent.name })),
            { value: NEW_INTENT, label: `+ ${t('intents.add')}` },
          ]}
          value={null}
          onChange={(next) => {
            if (next === null) return;
            if (next === NEW_INTENT) {
              const name = t('intents.newName');
              add({ id: addIntent(name), name });
              openIntents();
              return;
            }
            const intent = intents.find((one) => one.id === next);
            if (intent !== undefined) add(intent);
          }}
        />
      )}
      <ManageIntents />
    </>
  );
}

const NEW_INTENT = ' new';

function listedIntent(
  intent: { readonly id: string; readonly name: string },
  languages: readonly string[],
): ListedIntent {
  return {
    id: intent.id,
    label:
      languages.length < 2
        ? intent.name
        : Object.fromEntries(languages.map((one) => [one, localize(intent.name, one)])),
  };
}

function ManageIntents() {
  const { openIntents } = useSurroundings();
  const { t } = useTranslation('inspector');
  return (
    <Button
      mt={4}
      variant="subtle"
      size="compact-xs"
      leftSection={<Lightbulb size={14} aria-hidden />}
      onClick={openIntents}
    >
      {t('intents.manage')}
    </Button>
  );
}
