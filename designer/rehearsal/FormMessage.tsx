// A form or lead card in the test chat.
import { Button, Checkbox, Group, Select, Textarea, TextInput } from '@mantine/core';
import { useState, type SyntheticEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { FormBody } from '#nodes/kit/messages.ts';
import { labelled } from '../i18n/punctuation.ts';
import type { Act } from './rehearsal-tree.ts';

interface Props {
  readonly form: FormBody;
  readonly live: boolean;
  readonly onAct: (act: Act, said: string) => void;
}

type Values = Readonly<Record<string, string | number | boolean>>;

export function FormMessage({ form, live, onAct }: Props) {
  const { t } = useTranslation('rehearsal');
  const [values, setValues] = useState<Values>(() =>
    Object.fromEntries(form.fields.flatMap((field) => (field.value === undefined ? [] : [[field.name, field.value]]))),
  );
  const [consent, setConsent] = useState(false);

  function submit(event: SyntheticEvent): void {
    event.preventDefault();
    const said = form.fields
      .map((field) => [field.label, String(values[field.name] ?? '')] as const)
      .filter(([, value]) => value !== '')
      .map(([label, value]) => labelled(label, value))
      .join('\n');
    onAct(
      { kind: 'form', values: { ...values, ...(form.consent === undefined ? {} : { consent }) } },
      said === '' ? t('formSent') : said,
    );
  }

  return (
    <form className="rh-form" onSubmit={submit} noValidate>
      {form.title !== undefined && <strong>{form.title}</strong>}
      {form.fields.map((field) => (
        <Field
          key={field.name}
          field={field}
          error={form.errors?.[field.name]}
          disabled={!live}
          value={values[field.name]}
          onChange={(value) => setValues({ ...values, [field.name]: value })}
        />
      ))}
      {form.consent !== undefined && (
        <Checkbox
          size="xs"
          label={form.consent.text}
          disabled={!live}
          error={form.errors?.['consent']}
          checked={consent}
          onChange={(event) => setConsent(event.currentTarget.checked)}
        />
      )}
      <Group gap="xs">
        <Button type="submit" size="compact-sm" disabled={!live}>
          {form.submitLabel ?? t('submit')}
        </Button>
        {form.cancelLabel !== undefined && (
          <Button
            size="compact-sm"
            variant="default"
            disabled={!live}
            onClick={() => onAct({ kind: 'form', values: { cancelled: true } }, form.cancelLabel ?? t('cancel'))}
          >
            {form.cancelLabel}
          </Button>
        )}
      </Group>
    </form>
  );
}

interface FieldProps {
  readonly field: FormBody['fields'][number];
  readonly error: string | undefined;
  readonly disabled: boolean;
  readonly value: string | number | boolean | undefined;
  readonly onChange: (value: string | number | boolean) => void;
}

function Field({ field, error, disabled, value, onChange }: FieldProps) {
  const shared = { size: 'xs', label: field.label, withAsterisk: field.required, disabled, error } as const;
  const placeholder = field.placeholder ?? '';
  if (field.kind === 'checkbox') {
    return (
      <Checkbox
        size="xs"
        label={field.label}
        disabled={disabled}
        error={error}
        checked={value === true}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
    );
  }
  if (field.kind === 'select') {
    return (
      <Select
        {...shared}
        data={(field.options ?? []).map((option) => ({ value: option.id, label: option.label }))}
        value={typeof value === 'string' ? value : null}
        onChange={(next) => onChange(next ?? '')}
      />
    );
  }
  const text = value === undefined ? '' : String(value);
  if (field.kind === 'textarea') {
    return (
      <Textarea
        {...shared}
        placeholder={placeholder}
        autosize
        value={text}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    );
  }
  const types = { phone: 'tel', email: 'email', date: 'date', number: 'text', text: 'text', wechat: 'text' } as const;
  return (
    <TextInput
      {...shared}
      placeholder={placeholder}
      type={types[field.kind]}
      value={text}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
