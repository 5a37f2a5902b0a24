// The simple widgets: text, number, switch, select, tags, duration.
import { Checkbox, Group, NumberInput, Select, Switch, TagsInput, Textarea, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useSurroundings } from './field-context.ts';
import { DurationInput } from './DurationInput.tsx';
import { parseLocalized } from './localized-text.ts';
import { LocalizedInput } from './LocalizedInput.tsx';
import { TokenInput } from './TokenInput.tsx';
import { parseList, problemAt, type WidgetProps } from './widget.ts';

export function TextWidget({ id, label, value, ui, problems, describedBy, onChange }: WidgetProps) {
  const { readOnly, locale } = useSurroundings();
  return (
    <TextInput
      id={id}
      aria-label={label}
      aria-describedby={describedBy}
      placeholder={ui.placeholder?.[locale]}
      readOnly={readOnly}
      error={problemAt(problems, '') !== undefined}
      value={typeof value === 'string' ? value : ''}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}

/** One text for all languages, with variables. */
export function PlainTemplateWidget({ id, label, value, problems, describedBy, onChange }: WidgetProps) {
  return (
    <TokenInput
      id={id}
      kind="template"
      label={label}
      describedBy={describedBy}
      invalid={problemAt(problems, '') !== undefined}
      maxLength={2000}
      value={typeof value === 'string' ? value : ''}
      onChange={onChange}
    />
  );
}

export function TextareaWidget({ id, label, value, problems, describedBy, onChange }: WidgetProps) {
  const { readOnly } = useSurroundings();
  return (
    <Textarea
      id={id}
      aria-label={label}
      aria-describedby={describedBy}
      readOnly={readOnly}
      autosize
      minRows={2}
      maxRows={12}
      error={problemAt(problems, '') !== undefined}
      value={typeof value === 'string' ? value : ''}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}

export function NumberWidget({ id, label, value, schema, problems, describedBy, onChange }: WidgetProps) {
  const { readOnly } = useSurroundings();
  const limits = schema as { minimum?: number; maximum?: number; type?: string };
  const share = limits.maximum === 1 && limits.type === 'number';
  return (
    <NumberInput
      id={id}
      aria-label={label}
      aria-describedby={describedBy}
      readOnly={readOnly}
      maw={160}
      step={share ? 0.05 : 1}
      decimalScale={limits.type === 'integer' ? 0 : 3}
      clampBehavior="blur"
      {...(limits.minimum === undefined ? {} : { min: limits.minimum })}
      {...(limits.maximum === undefined ? {} : { max: limits.maximum })}
      error={problemAt(problems, '') !== undefined}
      value={typeof value === 'number' ? value : ''}
      onChange={(next) => {
        if (typeof next === 'number' && Number.isFinite(next)) onChange(next);
      }}
    />
  );
}

export function SwitchWidget({ id, label, value, describedBy, onChange }: WidgetProps) {
  const { readOnly } = useSurroundings();
  return (
    <Switch
      id={id}
      aria-describedby={describedBy}
      label={label}
      disabled={readOnly}
      checked={value === true}
      onChange={(event) => onChange(event.currentTarget.checked)}
    />
  );
}

export function SelectWidget({ id, label, value, ui, schema, problems, describedBy, onChange }: WidgetProps) {
  const { readOnly, locale } = useSurroundings();
  const values = parseList<string>((schema as { enum?: unknown }).enum);
  const named = ui.options?.map((option) => ({ value: option.value, label: option.label[locale] }));
  return (
    <Select
      id={id}
      aria-label={label}
      aria-describedby={describedBy}
      readOnly={readOnly}
      data={named ?? values.map((one) => ({ value: one, label: one }))}
      error={problemAt(problems, '') !== undefined}
      value={typeof value === 'string' ? value : null}
      onChange={(next) => next !== null && onChange(next)}
    />
  );
}

export function TagsWidget({ id, label, value, problems, describedBy, onChange }: WidgetProps) {
  const { readOnly } = useSurroundings();
  const { t } = useTranslation('inspector');
  return (
    <TagsInput
      id={id}
      aria-label={label}
      aria-describedby={describedBy}
      readOnly={readOnly}
      placeholder={t('field.pressEnter')}
      splitChars={[',', '，', '、', ';', '；']}
      error={problems.length > 0}
      value={[...parseList<string>(value)]}
      onChange={(next) => onChange(next.map((one) => one.trim()).filter((one) => one !== ''))}
    />
  );
}

export function DurationWidget({ id, label, value, schema, problems, describedBy, onChange }: WidgetProps) {
  const { minimum = 0 } = schema as { minimum?: number };
  return (
    <DurationInput
      id={id}
      label={label}
      describedBy={describedBy}
      valueMs={typeof value === 'number' ? value : minimum}
      minMs={minimum}
      invalid={problemAt(problems, '') !== undefined}
      onChange={onChange}
    />
  );
}

/** Localized text, or one string where the schema takes no other. */
export function TemplateWidget({ id, label, value, ui, schema, problems, describedBy, onChange }: WidgetProps) {
  const { locale } = useSurroundings();
  const invalid = problems.some((problem) => problem.severity === 'error');
  const placeholder = ui.placeholder?.[locale];
  const multiline = ui.widget === 'template-multiline';
  if ((schema as { type?: string }).type === 'string') {
    return (
      <TokenInput
        id={id}
        label={label}
        kind="template"
        multiline={multiline}
        invalid={invalid}
        placeholder={placeholder}
        describedBy={describedBy}
        value={typeof value === 'string' ? value : ''}
        onChange={onChange}
      />
    );
  }
  return (
    <LocalizedInput
      id={id}
      label={label}
      multiline={multiline}
      invalid={invalid}
      placeholder={placeholder}
      describedBy={describedBy}
      value={parseLocalized(value)}
      onChange={onChange}
    />
  );
}

export function ExpressionWidget({ id, label, value, problems, describedBy, onChange }: WidgetProps) {
  return (
    <TokenInput
      id={id}
      label={label}
      kind="expression"
      multiline
      maxLength={2000}
      invalid={problems.some((problem) => problem.severity === 'error')}
      describedBy={describedBy}
      value={typeof value === 'string' ? value : ''}
      onChange={onChange}
    />
  );
}

/** Several of a closed list, each with a box to tick. */
export function MultiSelectWidget({ id, label, ui, value, describedBy, onChange }: WidgetProps) {
  const { readOnly, locale } = useSurroundings();
  const chosen = parseList<string>(value);
  return (
    <Checkbox.Group
      id={id}
      aria-label={label}
      aria-describedby={describedBy}
      value={[...chosen]}
      onChange={(next) => {
        if (!readOnly) onChange(next);
      }}
    >
      <Group gap="xs">
        {(ui.options ?? []).map((option) => (
          <Checkbox
            key={option.value}
            size="xs"
            value={option.value}
            label={option.label[locale]}
            disabled={readOnly}
          />
        ))}
      </Group>
    </Checkbox.Group>
  );
}
