// Widgets for lists: options, buttons, cases, form fields, assignments, pairs, wordings, patterns.
import { Checkbox, Select, TagsInput, Textarea, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { FormFieldConfig } from '#nodes/kit/form-fields.ts';
import type { Localized } from '#nodes/kit/localized.ts';
import { useSurroundings } from './field-context.ts';
import { ListEditor } from './ListEditor.tsx';
import { parseLocalized, textIn, withText } from './localized-text.ts';
import { LanguageTabs, LocalizedInput } from './LocalizedInput.tsx';
import { TokenInput } from './TokenInput.tsx';
import { parseList, problemAt, type WidgetProps } from './widget.ts';

interface Option {
  readonly id: string;
  readonly label: Localized;
  readonly keywords?: readonly string[];
}

export function OptionsWidget({ id, label, value, problems, onChange }: WidgetProps) {
  const { newId, languages } = useSurroundings();
  const { t } = useTranslation('inspector');
  return (
    <>
      {languages.length > 1 && <LanguageTabs label={label} missing={[]} />}
      <ListEditor<Option>
        id={id}
        label={label}
        items={parseList<Option>(value)}
        max={50}
        create={() => ({ id: newId('o'), label: '' })}
        onChange={onChange}
      >
        {(item, change, index) => (
          <>
            <LocalizedInput
              bare
              id={`${id}-${index}`}
              label={`${t('option.label')} ${index + 1}`}
              placeholder={t('option.label')}
              invalid={problemAt(problems, `/${index}`) !== undefined}
              value={parseLocalized(item.label)}
              onChange={(next) => change({ ...item, label: next })}
            />
            <TagsInput
              size="xs"
              aria-label={`${t('option.keywords')} ${index + 1}`}
              placeholder={(item.keywords?.length ?? 0) === 0 ? t('option.keywordsHint') : ''}
              value={[...(item.keywords ?? [])]}
              splitChars={[',', '，', '、']}
              onChange={(keywords) => change({ ...item, keywords })}
            />
          </>
        )}
      </ListEditor>
    </>
  );
}

interface CardButton {
  readonly id: string;
  readonly label: Localized;
  readonly action: 'reply' | 'url' | 'call';
  readonly value?: string;
}

export function ButtonsWidget({ id, label, value, problems, onChange }: WidgetProps) {
  const { newId, languages } = useSurroundings();
  const { t } = useTranslation('inspector');
  const actions = ['reply', 'url', 'call'] as const;
  return (
    <>
      {languages.length > 1 && <LanguageTabs label={label} missing={[]} />}
      <ListEditor<CardButton>
        id={id}
        label={label}
        items={parseList<CardButton>(value)}
        max={10}
        create={() => ({ id: newId('b'), label: '', action: 'reply' })}
        onChange={onChange}
      >
        {(item, change, index) => (
          <>
            <LocalizedInput
              bare
              id={`${id}-${index}`}
              label={`${t('button.label')} ${index + 1}`}
              placeholder={t('button.label')}
              invalid={problemAt(problems, `/${index}`) !== undefined}
              value={parseLocalized(item.label)}
              onChange={(next) => change({ ...item, label: next })}
            />
            <Select
              size="xs"
              aria-label={`${t('button.action')} ${index + 1}`}
              data={actions.map((action) => ({ value: action, label: t(`button.${action}`) }))}
              value={item.action}
              onChange={(next) => change({ ...item, action: actions.find((action) => action === next) ?? 'reply' })}
            />
            {item.action !== 'reply' && (
              <TokenInput
                id={`${id}-${index}-value`}
                kind="template"
                label={`${t('button.value')} ${index + 1}`}
                placeholder={t('button.value')}
                value={item.value ?? ''}
                onChange={(next) => change({ ...item, value: next })}
              />
            )}
          </>
        )}
      </ListEditor>
    </>
  );
}

interface Case {
  readonly id: string;
  readonly label: Localized;
  readonly value: string;
}

export function CasesWidget({ id, label, value, problems, onChange }: WidgetProps) {
  const { newId } = useSurroundings();
  const { t } = useTranslation('inspector');
  return (
    <ListEditor<Case>
      id={id}
      label={label}
      items={parseList<Case>(value)}
      max={50}
      create={() => ({ id: newId('c'), label: '', value: '' })}
      onChange={onChange}
    >
      {(item, change, index) => (
        <>
          <TextInput
            size="xs"
            id={`${id}-${index}`}
            aria-label={`${t('case.value')} ${index + 1}`}
            leftSection={<span className="wd-prefix">=</span>}
            error={problemAt(problems, `/${index}`) !== undefined}
            placeholder={t('case.value')}
            value={item.value}
            onChange={(event) => change({ ...item, value: event.currentTarget.value })}
          />
          <LocalizedInput
            bare
            id={`${id}-${index}-label`}
            label={`${t('case.label')} ${index + 1}`}
            placeholder={t('case.label')}
            value={parseLocalized(item.label)}
            onChange={(next) => change({ ...item, label: next })}
          />
        </>
      )}
    </ListEditor>
  );
}

const FIELD_KINDS = ['text', 'textarea', 'number', 'date', 'phone', 'email', 'wechat', 'select', 'checkbox'] as const;

export function FormFieldsWidget({ id, label, value, problems, onChange }: WidgetProps) {
  const { languages, language, newId } = useSurroundings();
  const { t } = useTranslation('inspector');
  const items = parseList<FormFieldConfig>(value);
  return (
    <>
      {languages.length > 1 && <LanguageTabs label={label} missing={[]} />}
      <ListEditor<FormFieldConfig>
        id={id}
        label={label}
        items={items}
        max={50}
        create={() => ({ name: `field${items.length + 1}`, label: '', kind: 'text', required: false })}
        onChange={onChange}
      >
        {(item, change, index) => (
          <>
            <LocalizedInput
              bare
              id={`${id}-${index}`}
              label={`${t('form.label')} ${index + 1}`}
              placeholder={t('form.label')}
              invalid={problemAt(problems, `/${index}`) !== undefined}
              value={parseLocalized(item.label)}
              onChange={(next) => change({ ...item, label: next })}
            />
            <div className="wd-row">
              <Select
                size="xs"
                aria-label={`${t('form.kind')} ${index + 1}`}
                data={FIELD_KINDS.map((kind) => ({ value: kind, label: t(`form.kinds.${kind}`) }))}
                value={item.kind}
                onChange={(next) => change({ ...item, kind: FIELD_KINDS.find((kind) => kind === next) ?? 'text' })}
              />
              <TextInput
                size="xs"
                aria-label={`${t('form.name')} ${index + 1}`}
                placeholder={t('form.name')}
                value={item.name}
                onChange={(event) => change({ ...item, name: event.currentTarget.value })}
              />
            </div>
            <Checkbox
              size="xs"
              label={t('form.required')}
              checked={item.required}
              onChange={(event) => change({ ...item, required: event.currentTarget.checked })}
            />
            {item.kind === 'select' && (
              <Textarea
                size="xs"
                aria-label={`${t('form.options')} ${index + 1}`}
                placeholder={t('form.options')}
                autosize
                minRows={2}
                value={(item.options ?? []).map((option) => textIn(parseLocalized(option.label), language)).join('\n')}
                onChange={(event) =>
                  change({
                    ...item,
                    options: event.currentTarget.value.split('\n').map((line, position) => {
                      const former = item.options?.[position];
                      return {
                        id: former?.id ?? newId('o'),
                        label: withText(parseLocalized(former?.label), language, line, languages),
                      };
                    }),
                  })
                }
              />
            )}
          </>
        )}
      </ListEditor>
    </>
  );
}

interface AssignmentItem {
  readonly variable: string;
  readonly value: string;
}

export function AssignmentsWidget({ id, label, value, problems, onChange }: WidgetProps) {
  const { t } = useTranslation('inspector');
  return (
    <ListEditor<AssignmentItem>
      id={id}
      label={label}
      items={parseList<AssignmentItem>(value)}
      max={50}
      create={() => ({ variable: '', value: '' })}
      onChange={onChange}
    >
      {(item, change, index) => (
        <>
          <TextInput
            size="xs"
            id={`${id}-${index}`}
            aria-label={`${t('assign.variable')} ${index + 1}`}
            placeholder={t('assign.variable')}
            error={problemAt(problems, `/${index}/variable`) !== undefined}
            value={item.variable}
            onChange={(event) => change({ ...item, variable: event.currentTarget.value.trim() })}
          />
          <TokenInput
            id={`${id}-${index}-value`}
            kind="expression"
            label={`${t('assign.value')} ${index + 1}`}
            placeholder={t('assign.value')}
            invalid={problemAt(problems, `/${index}/value`) !== undefined}
            value={item.value}
            onChange={(next) => change({ ...item, value: next })}
          />
        </>
      )}
    </ListEditor>
  );
}

/** Pairs of a name and a value; the schema says what the two are called and whether the value is an expression. */
export function KeyValuesWidget({ id, label, ui, value, problems, onChange }: WidgetProps) {
  const { t } = useTranslation('inspector');
  const { locale } = useSurroundings();
  // The pairs of an http node hold templates, those shown to agents hold expressions; the hint of the field tells which.
  const kind = ui.hint?.[locale].includes('{{') === true ? 'template' : 'expression';
  return (
    <ListEditor<{ readonly label: string; readonly expr: string }>
      id={id}
      label={label}
      items={parseList<{ label: string; expr: string }>(value)}
      max={30}
      layout="inline"
      create={() => ({ label: '', expr: '' })}
      onChange={onChange}
    >
      {(item, change, index) => (
        <div className="wd-row">
          <TextInput
            size="xs"
            id={`${id}-${index}`}
            aria-label={`${t('pair.name')} ${index + 1}`}
            placeholder={t('pair.name')}
            error={problemAt(problems, `/${index}/label`) !== undefined}
            value={item.label}
            onChange={(event) => change({ ...item, label: event.currentTarget.value })}
          />
          <TokenInput
            id={`${id}-${index}-expr`}
            kind={kind}
            label={`${t('pair.value')} ${index + 1}`}
            placeholder={kind === 'template' ? t('pair.value') : t('pair.expr')}
            invalid={problemAt(problems, `/${index}/expr`) !== undefined}
            value={item.expr}
            onChange={(next) => change({ ...item, expr: next })}
          />
        </div>
      )}
    </ListEditor>
  );
}

export function VariantsWidget({ id, label, value, problems, onChange }: WidgetProps) {
  const { languages } = useSurroundings();
  const { t } = useTranslation('inspector');
  const items = parseList<Localized>(value);
  return (
    <>
      {languages.length > 1 && items.length > 0 && <LanguageTabs label={label} missing={[]} />}
      <ListEditor<Localized>
        id={id}
        label={label}
        items={items}
        max={12}
        create={() => ''}
        layout="inline"
        onChange={onChange}
      >
        {(item, change, index) => (
          <LocalizedInput
            bare
            multiline
            id={`${id}-${index}`}
            label={`${label} ${index + 1}`}
            placeholder={t('field.item', { n: index + 1 })}
            invalid={problemAt(problems, `/${index}`) !== undefined}
            value={parseLocalized(item)}
            onChange={change}
          />
        )}
      </ListEditor>
    </>
  );
}

export function PatternsWidget({ id, label, value, problems, onChange }: WidgetProps) {
  return (
    <ListEditor<string>
      id={id}
      label={label}
      items={parseList<string>(value)}
      max={20}
      layout="inline"
      create={() => ''}
      onChange={onChange}
    >
      {(item, change, index) => (
        <TextInput
          size="xs"
          ff="monospace"
          id={`${id}-${index}`}
          aria-label={`${label} ${index + 1}`}
          error={problemAt(problems, `/${index}`)?.message}
          value={item}
          onChange={(event) => change(event.currentTarget.value)}
        />
      )}
    </ListEditor>
  );
}
