// One field of a form: label, widget, hint, what is wrong.
import { CircleAlert, TriangleAlert } from 'lucide-react';
import { memo } from 'react';
import { FORM_WIDGETS } from '../widgets/widgets.ts';
import { useSurroundings } from '../widgets/field-context.ts';
import type { FieldProblem } from '../widgets/widget.ts';
import type { FormField } from './form-model.ts';

interface Props {
  readonly field: FormField;
  readonly nodeId: string;
  readonly value: unknown;
  readonly problems: readonly FieldProblem[];
  readonly onChange: (name: string, value: unknown) => void;
}

export const FormFieldRow = memo(function FormFieldRow({ field, nodeId, value, problems, onChange }: Props) {
  const { locale } = useSurroundings();
  const { ui, name } = field;
  const id = fieldId(nodeId, name);
  const Widget = FORM_WIDGETS[ui.widget];
  const label = ui.label[locale];
  const hint = ui.hint?.[locale];
  const described = hint !== undefined || problems.length > 0 ? `${id}-about` : undefined;
  return (
    <div data-field={name}>
      {ui.widget !== 'switch' && (
        <label className="in-field-label" htmlFor={id}>
          {label}
        </label>
      )}
      <Widget
        id={id}
        label={label}
        ui={ui}
        schema={field.schema}
        value={value}
        problems={problems}
        describedBy={described}
        onChange={(next) => onChange(name, next)}
      />
      {described !== undefined && (
        <div id={described}>
          {[...new Map(problems.map((problem) => [problem.message, problem])).values()].map(({ severity, message }) => (
            <ProblemLine key={message} severity={severity} message={message} />
          ))}
          {hint !== undefined && <p className="in-hint">{hint}</p>}
        </div>
      )}
    </div>
  );
});

/** The element id of a field's input; the problems panel jumps there. */
export function fieldId(nodeId: string, name: string): string {
  return `field-${nodeId}-${name}`;
}

export function ProblemLine({
  severity,
  message,
}: {
  readonly severity: 'error' | 'warning';
  readonly message: string;
}) {
  const Icon = severity === 'error' ? CircleAlert : TriangleAlert;
  return (
    <p className="in-problem" data-severity={severity}>
      <Icon size={14} aria-hidden /> {message}
    </p>
  );
}
