// The declared variables of the flow, and those its steps produce.
import { ActionIcon, Button, Select, Text, TextInput } from '@mantine/core';
import { Braces, Plus, Trash2 } from 'lucide-react';
import { useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FlowVariable } from '#nodes/flow/document.ts';
import { subjectOf, usagesOfVariable, variableInDialogue } from '#nodes/flow/usages/variable-usages.ts';
import type { Dialogue } from '#nodes/wire/dialogues.ts';
import { setVariables } from '../document/flow-commands.ts';
import { useDocument, useEditor, useEditorState } from '../document/editor-context.ts';
import { variablesAt, type KnownVariable, type VariableType } from '../document/variables.ts';
import { currentLocale } from '../i18n/i18n.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { UsagePart, type UsageGo } from './UsagePart.tsx';
import { useTestUses } from './use-usages.ts';
import { VariableName } from './VariableName.tsx';
import './inspector.css';

const TYPES: readonly VariableType[] = ['text', 'number', 'boolean', 'date', 'list', 'object'];
const SCOPES = ['turn', 'session', 'customer', 'flow'] as const;

interface PanelProps extends UsageGo {
  readonly flowId: string;
}

export function VariablesPanel(props: PanelProps) {
  const editor = useEditor();
  const document = useDocument();
  const readOnly = useEditorState((state) => state.readOnly);
  const { t } = useTranslation('inspector');
  const { variables } = document;
  const produced = variablesAt(document, editor.types, null, currentLocale()).filter(
    (one) => one.from === 'node' && !variables.some((variable) => variable.name === one.name),
  );

  function change(index: number, next: FlowVariable, field: string): void {
    editor.run(
      setVariables(
        variables.map((one, at) => (at === index ? next : one)),
        `${index}:${field}`,
      ),
    );
  }

  return (
    <div className="in-body">
      {variables.length === 0 && (
        <EmptyState icon={Braces} title={t('variables.none')} hint={t('variables.noneHint')} />
      )}
      {variables.map((variable, index) => (
        <VariableItem
          key={index}
          variable={variable}
          go={props}
          readOnly={readOnly}
          onChange={(next, field) => change(index, next, field)}
          onRemove={() => editor.run(setVariables(variables.filter((_, at) => at !== index)))}
        />
      ))}
      {!readOnly && (
        <Button
          variant="default"
          leftSection={<Plus size={14} aria-hidden />}
          onClick={() =>
            editor.run(setVariables([...variables, { name: freeName(variables), type: 'text', scope: 'session' }]))
          }
        >
          {t('variables.add')}
        </Button>
      )}
      {produced.length > 0 && (
        <section>
          <Text fz="sm" fw={500} mb={4}>
            {t('variables.known')}
          </Text>
          <ul className="in-ports">
            {produced.map((one) => (
              <ProducedItem key={one.name} variable={one} go={props} />
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}

/** A variable that steps make: its uses, and its name where the steps let it change. */
function ProducedItem({ variable, go }: { readonly variable: KnownVariable; readonly go: PanelProps }) {
  const { t } = useTranslation('inspector');
  const { usages, tests } = useUses(go.flowId, variable.name);
  // Facts about the customer outlive the flow, and some steps give the name themselves.
  const isFixed = variable.name.includes('.') || usages.some(({ how, field }) => how === 'writes' && field === '');
  return (
    <li className="in-produced">
      {isFixed ? (
        <code className="in-ports-name">{variable.name}</code>
      ) : (
        <VariableName
          flowId={go.flowId}
          name={variable.name}
          isCustomers={false}
          places={usages.length}
          tests={new Set(tests.map(({ id }) => id)).size}
        />
      )}
      <span className="in-ports-none">
        {t(`picker.types.${variable.type}`)}
        {variable.node !== undefined && ` · ${t('picker.by', { node: variable.node })}`}
      </span>
      <UsagePart usages={usages} tests={tests} kept={false} onGo={go.onGo} onTests={go.onTests} />
    </li>
  );
}

function useUses(flowId: string, name: string) {
  const document = useDocument();
  const { types } = useEditor();
  const { variables } = document;
  const usages = useMemo(() => usagesOfVariable(document, name, types), [document, name, types]);
  const subject = useMemo(() => subjectOf({ variables }, name), [variables, name]);
  const find = useCallback((dialogue: Dialogue) => variableInDialogue(dialogue, subject), [subject]);
  return { usages, tests: useTestUses(flowId, find) };
}

interface ItemProps {
  readonly variable: FlowVariable;
  readonly go: PanelProps;
  readonly readOnly: boolean;
  readonly onChange: (variable: FlowVariable, field: string) => void;
  readonly onRemove: () => void;
}

function VariableItem({ variable, go, readOnly, onChange, onRemove }: ItemProps) {
  const { t } = useTranslation('inspector');
  const { usages, tests } = useUses(go.flowId, variable.name);
  const [isKept, setKept] = useState(false);
  const isUsed = usages.length + tests.length > 0;
  return (
    <div className="in-item">
      <div className="in-item-head">
        <VariableName
          flowId={go.flowId}
          name={variable.name}
          isCustomers={variable.scope === 'customer'}
          places={usages.length}
          tests={new Set(tests.map(({ id }) => id)).size}
        />
        {!readOnly && (
          <ActionIcon
            aria-label={t('variables.remove', { name: variable.name })}
            onClick={() => (isUsed ? setKept(true) : onRemove())}
          >
            <Trash2 size={14} aria-hidden />
          </ActionIcon>
        )}
      </div>
      <div className="wd-row">
        <Select
          size="xs"
          aria-label={t('variables.type')}
          readOnly={readOnly}
          data={TYPES.map((type) => ({ value: type, label: t(`picker.types.${type}`) }))}
          value={variable.type}
          onChange={(next) => onChange({ ...variable, type: TYPES.find((type) => type === next) ?? 'text' }, 'type')}
        />
        <Select
          size="xs"
          aria-label={t('variables.scope')}
          readOnly={readOnly}
          data={SCOPES.map((scope) => ({ value: scope, label: t(`variables.${scope}`) }))}
          value={variable.scope}
          onChange={(next) =>
            onChange({ ...variable, scope: SCOPES.find((scope) => scope === next) ?? 'session' }, 'scope')
          }
        />
      </div>
      <TextInput
        size="xs"
        aria-label={t('variables.initial')}
        placeholder={t('variables.initial')}
        readOnly={readOnly}
        defaultValue={shown(variable.initial)}
        onBlur={(event) => onChange(withInitial(variable, event.currentTarget.value), 'initial')}
      />
      <TextInput
        size="xs"
        aria-label={t('variables.description')}
        placeholder={t('variables.description')}
        readOnly={readOnly}
        maxLength={500}
        value={variable.description ?? ''}
        onChange={(event) => onChange({ ...variable, description: event.currentTarget.value }, 'description')}
      />
      <UsagePart usages={usages} tests={tests} kept={isKept && isUsed} onGo={go.onGo} onTests={go.onTests} />
    </div>
  );
}

function shown(value: unknown): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** The initial value in the variable's own type; an empty field means none. */
function withInitial(variable: FlowVariable, text: string): FlowVariable {
  const rest = { name: variable.name, type: variable.type, scope: variable.scope };
  const about = variable.description === undefined ? {} : { description: variable.description };
  if (text.trim() === '') return { ...rest, ...about };
  return { ...rest, ...about, initial: valueOf(variable.type, text) };
}

function valueOf(type: VariableType, text: string): unknown {
  if (type === 'text' || type === 'date') return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function freeName(variables: readonly FlowVariable[]): string {
  for (let n = variables.length + 1; ; n += 1) {
    if (!variables.some((one) => one.name === `value${n}`)) return `value${n}`;
  }
}
