// Widgets for what a script takes, gives and leaves by.
import { Select, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Localized } from '#nodes/kit/localized.ts';
import { SCRIPT_TYPES, type ScriptType } from '#nodes/kit/scripts.ts';
import { ListEditor } from './ListEditor.tsx';
import { parseLocalized } from './localized-text.ts';
import { LocalizedInput } from './LocalizedInput.tsx';
import { TokenInput } from './TokenInput.tsx';
import { parseList, problemAt, type WidgetProps } from './widget.ts';

interface Declared {
  readonly name: string;
  readonly type: ScriptType;
}

interface Input extends Declared {
  readonly expr: string;
}

export function ScriptInputsWidget({ id, label, value, problems, onChange }: WidgetProps) {
  const { t } = useTranslation('inspector');
  const items = parseList<Input>(value);
  return (
    <ListEditor<Input>
      id={id}
      label={label}
      items={items}
      max={30}
      create={() => ({ name: `input${items.length + 1}`, type: 'text', expr: '' })}
      onChange={onChange}
    >
      {(item, change, index) => (
        <>
          <NameAndType
            id={`${id}-${index}`}
            index={index}
            item={item}
            invalid={problemAt(problems, `/${index}/name`) !== undefined}
            onChange={change}
          />
          <TokenInput
            id={`${id}-${index}-expr`}
            kind="expression"
            label={`${t('script.expr')} ${index + 1}`}
            placeholder={t('script.expr')}
            invalid={problemAt(problems, `/${index}/expr`) !== undefined}
            value={item.expr}
            onChange={(next) => change({ ...item, expr: next })}
          />
        </>
      )}
    </ListEditor>
  );
}

export function ScriptOutputsWidget({ id, label, value, problems, onChange }: WidgetProps) {
  const items = parseList<Declared>(value);
  return (
    <ListEditor<Declared>
      id={id}
      label={label}
      items={items}
      max={30}
      layout="inline"
      create={() => ({ name: `output${items.length + 1}`, type: 'text' })}
      onChange={onChange}
    >
      {(item, change, index) => (
        <NameAndType
          id={`${id}-${index}`}
          index={index}
          item={item}
          invalid={problemAt(problems, `/${index}/name`) !== undefined}
          onChange={change}
        />
      )}
    </ListEditor>
  );
}

interface Exit {
  readonly id: string;
  readonly label: Localized;
}

export function ExitsWidget({ id, label, value, problems, onChange }: WidgetProps) {
  const { t } = useTranslation('inspector');
  const items = parseList<Exit>(value);
  return (
    <ListEditor<Exit>
      id={id}
      label={label}
      items={items}
      max={20}
      create={() => ({ id: `exit${items.length + 1}`, label: '' })}
      onChange={onChange}
    >
      {(item, change, index) => (
        <>
          <TextInput
            size="xs"
            id={`${id}-${index}`}
            ff="monospace"
            aria-label={`${t('script.exitId')} ${index + 1}`}
            placeholder={t('script.exitId')}
            error={problemAt(problems, `/${index}/id`) !== undefined}
            maxLength={40}
            value={item.id}
            onChange={(event) => change({ ...item, id: event.currentTarget.value.trim() })}
          />
          <LocalizedInput
            bare
            id={`${id}-${index}-label`}
            label={`${t('script.exitLabel')} ${index + 1}`}
            placeholder={t('script.exitLabel')}
            value={parseLocalized(item.label)}
            onChange={(next) => change({ ...item, label: next })}
          />
        </>
      )}
    </ListEditor>
  );
}

function NameAndType<Item extends Declared>(props: {
  readonly id: string;
  readonly index: number;
  readonly item: Item;
  readonly invalid: boolean;
  readonly onChange: (item: Item) => void;
}) {
  const { id, index, item, invalid, onChange } = props;
  const { t } = useTranslation('inspector');
  return (
    <div className="wd-row">
      <TextInput
        size="xs"
        id={id}
        ff="monospace"
        aria-label={`${t('script.name')} ${index + 1}`}
        placeholder={t('script.name')}
        error={invalid}
        maxLength={60}
        value={item.name}
        onChange={(event) => onChange({ ...item, name: event.currentTarget.value.trim() })}
      />
      <Select
        size="xs"
        aria-label={`${t('script.type')} ${index + 1}`}
        allowDeselect={false}
        data={SCRIPT_TYPES.map((type) => ({ value: type, label: t(`script.types.${type}`) }))}
        value={item.type}
        onChange={(next) => onChange({ ...item, type: SCRIPT_TYPES.find((type) => type === next) ?? 'text' })}
      />
    </div>
  );
}
