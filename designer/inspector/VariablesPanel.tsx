// The declared variables of the flow, and those its steps produce.
import { ActionIcon, Button, Select, Text, TextInput } from '@mantine/core';
import { Braces, Plus, Trash2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { FlowVariable } from '#nodes/flow/document.ts';
import { setVariables } from '../document/flow-commands.ts';
import { useDocument, useEditor, useEditorState } from '../document/editor-context.ts';
import { variablesAt, type VariableType } from '../document/variables.ts';
import { currentLocale } from '../i18n/i18n.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import './inspector.css';

const TYPES: readonly VariableType[] = ['text', 'number', 'boolean', 'date', 'list', 'object'];
const SCOPES = ['turn', 'session', 'customer'] as const;
const NAME = /^[\p{L}_][\p{L}\p{N}_]{0,63}$/u;

export function VariablesPanel() {
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
          taken={variables.filter((_, at) => at !== index).map((one) => one.name)}
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
              <li key={one.name}>
                <code className="in-ports-name">{one.name}</code>
                <span className="in-ports-none">
                  {t(`picker.types.${one.type}`)}
                  {one.node !== undefined && ` · ${t('picker.by', { node: one.node })}`}
                </span>
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}

interface ItemProps {
  readonly variable: FlowVariable;
  readonly taken: readonly string[];
  readonly readOnly: boolean;
  readonly onChange: (variable: FlowVariable, field: string) => void;
  readonly onRemove: () => void;
}

function VariableItem({ variable, taken, readOnly, onChange, onRemove }: ItemProps) {
  const { t } = useTranslation('inspector');
  const wrong = !NAME.test(variable.name)
    ? t('variables.nameForm')
    : taken.includes(variable.name)
      ? t('variables.nameTaken')
      : null;
  return (
    <div className="in-item">
      <div className="in-item-head">
        <TextInput
          size="xs"
          ff="monospace"
          aria-label={t('variables.name')}
          readOnly={readOnly}
          error={wrong}
          defaultValue={variable.name}
          onBlur={(event) => {
            // The document only ever holds names that can be used; a half-typed one stays in the field.
            const name = event.currentTarget.value.trim();
            if (NAME.test(name) && !taken.includes(name)) onChange({ ...variable, name }, 'name');
          }}
        />
        {!readOnly && (
          <ActionIcon aria-label={t('variables.remove', { name: variable.name })} onClick={onRemove}>
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
