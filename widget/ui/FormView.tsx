// A form in the conversation: native fields, checked where it helps, answered once.
import { useState } from 'preact/hooks';
import type { InputHTMLAttributes } from 'preact';
import type { FormBody, FormField } from '#nodes/kit/messages.ts';
import type { Words } from '../words.ts';

type FieldValue = string | number | boolean | null;

interface FormViewProps {
  readonly form: FormBody;
  readonly words: Words;
  readonly active: boolean;
  readonly onSend: (values: Record<string, FieldValue>, label: string) => void;
}

/** The keyboard and the memory a field asks of the browser. */
function Input({
  kind,
  ...rest
}: { readonly kind: FormField['kind'] } & Omit<InputHTMLAttributes, 'type' | 'list' | 'role' | 'icon'>) {
  switch (kind) {
    case 'phone':
      return <input {...rest} type="tel" autocomplete="tel" />;
    case 'email':
      return <input {...rest} type="email" autocomplete="email" />;
    case 'number':
      return <input {...rest} type="text" inputmode="decimal" />;
    case 'date':
      return <input {...rest} type="date" />;
    default:
      return <input {...rest} type="text" />;
  }
}

/** The form. */
export function FormView({ form, words, active, onSend }: FormViewProps) {
  const [problem, setProblem] = useState('');
  const send = (event: SubmitEvent) => {
    event.preventDefault();
    const element = event.currentTarget;
    if (!(element instanceof HTMLFormElement)) return;
    const data = new FormData(element);
    const values: Record<string, FieldValue> = {};
    const shown: string[] = [];
    for (const field of form.fields) {
      const given = data.get(field.name);
      const value = field.kind === 'checkbox' ? given !== null : typeof given === 'string' ? given.trim() : '';
      if (value === '') continue;
      values[field.name] = value;
      shown.push(words.labelled(field.label, labelOf(field, value)));
    }
    if (form.consent !== undefined) {
      const consent = data.get('tandem-consent') !== null;
      if (form.consent.required && !consent) {
        setProblem(words.consentNeeded);
        return;
      }
      values['consent'] = consent;
    }
    setProblem('');
    onSend(values, shown.join('\n') || '—');
  };
  return (
    <form onSubmit={send} autocomplete="on">
      {form.title !== undefined && form.title !== '' && <h2>{form.title}</h2>}
      {form.fields.map((field) => (
        <Field key={field.name} field={field} words={words} active={active} problem={form.errors?.[field.name]} />
      ))}
      {form.consent !== undefined && (
        <label class="tick">
          <input type="checkbox" name="tandem-consent" disabled={!active} />
          <span>{form.consent.text}</span>
        </label>
      )}
      {problem !== '' && (
        <span class="error" role="alert">
          {problem}
        </span>
      )}
      <div class="row">
        <button type="submit" class="primary" disabled={!active}>
          {form.submitLabel ?? words.send}
        </button>
        {form.cancelLabel !== undefined && form.cancelLabel !== '' && (
          <button
            type="button"
            class="plain"
            disabled={!active}
            onClick={() => onSend({ cancelled: true }, form.cancelLabel ?? '')}
          >
            {form.cancelLabel}
          </button>
        )}
      </div>
    </form>
  );
}

function Field({
  field,
  words,
  active,
  problem,
}: {
  readonly field: FormField;
  readonly words: Words;
  readonly active: boolean;
  readonly problem: string | undefined;
}) {
  const common = {
    name: field.name,
    disabled: !active,
    required: field.required,
    'aria-invalid': problem !== undefined,
  };
  const value = field.value === undefined ? undefined : String(field.value);
  const label = (
    <span>
      {field.label}
      {field.required && ` (${words.required})`}
    </span>
  );
  if (field.kind === 'checkbox') {
    return (
      <label class="tick">
        <input type="checkbox" {...common} defaultChecked={field.value === true} />
        {label}
      </label>
    );
  }
  return (
    <label>
      {label}
      {field.kind === 'select' ? (
        <select {...common} defaultValue={value ?? ''}>
          <option value="">{words.choose}</option>
          {(field.options ?? []).map((option) => (
            <option key={option.id} value={option.id}>
              {option.label}
            </option>
          ))}
        </select>
      ) : field.kind === 'textarea' ? (
        <textarea
          {...common}
          rows={3}
          maxLength={5000}
          defaultValue={value ?? ''}
          placeholder={field.placeholder ?? ''}
        />
      ) : (
        <Input
          {...common}
          kind={field.kind}
          maxLength={500}
          defaultValue={value ?? ''}
          placeholder={field.placeholder ?? ''}
        />
      )}
      {problem !== undefined && <span class="error">{problem}</span>}
    </label>
  );
}

function labelOf(field: FormField, value: string | boolean): string {
  if (typeof value === 'boolean') return value ? '✓' : '✗';
  return field.options?.find((option) => option.id === value)?.label ?? value;
}
