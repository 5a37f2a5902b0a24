// The arguments of a tool: a field each where its schema is simple, else JSON beside what the tool expects.
import { Autocomplete, Code, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useOfferedTools } from '../api/tools.ts';
import { listed } from '../i18n/punctuation.ts';
import { useSurroundings } from './field-context.ts';
import { JsonWidget } from './JsonWidget.tsx';
import { PlainTemplateWidget } from './plain-widgets.tsx';
import { argumentFields, readArguments, textOf, withArgument, type ArgumentField } from './tool-arguments.ts';
import type { WidgetProps } from './widget.ts';

export function ToolArgumentsField(props: WidgetProps) {
  const { t } = useTranslation('inspector');
  const { config } = useSurroundings();
  const server = typeof config['server'] === 'string' ? config['server'] : '';
  const tool = useOfferedTools(server).data?.tools.find((one) => one.name === config['tool']);
  const written = typeof props.value === 'string' ? props.value : '';
  const given = readArguments(written);
  const fields = argumentFields(tool?.inputSchema);
  const others = Object.keys(given ?? {}).filter((name) => fields?.every((field) => field.name !== name) === true);
  const isDrawable = fields?.every(({ name }) => textOf(given?.[name]) !== undefined) === true;

  if (tool === undefined || given === undefined || fields === undefined || !isDrawable || others.length > 0) {
    return (
      <>
        {others.length > 0 && (
          <Text fz="xs" c="var(--td-warning)" mb={4} role="status">
            {t('tool.others', { names: listed(others) })}
          </Text>
        )}
        <JsonWidget {...props} />
        {tool !== undefined && (
          <>
            <Text fz="xs" c="dimmed" mt={4}>
              {t('tool.rich')}
            </Text>
            <Code block fz="xs" mah={200} style={{ overflow: 'auto' }} tabIndex={0} aria-label={t('tool.rich')}>
              {JSON.stringify(tool.inputSchema, null, 2)}
            </Code>
          </>
        )}
      </>
    );
  }
  if (fields.length === 0) {
    return (
      <Text id={props.id} fz="xs" c="dimmed">
        {t('tool.noArguments')}
      </Text>
    );
  }
  return (
    <Stack gap="xs" id={props.id} role="group" aria-label={props.label}>
      {fields.map((field) => (
        <ArgumentInput
          key={field.name}
          field={field}
          props={props}
          text={textOf(given[field.name]) ?? ''}
          onText={(text) => props.onChange(withArgument(written, field, text))}
        />
      ))}
    </Stack>
  );
}

interface InputProps {
  readonly field: ArgumentField;
  readonly props: WidgetProps;
  readonly text: string;
  readonly onText: (text: string) => void;
}

function ArgumentInput({ field, props, text, onText }: InputProps) {
  const { t } = useTranslation('inspector');
  const { readOnly } = useSurroundings();
  const id = `${props.id}-${field.name}`;
  const label = field.required ? field.name : t('tool.optional', { name: field.name });
  const isChoice = field.kind === 'choice' || field.kind === 'boolean';
  return (
    <div>
      <Text component="label" htmlFor={id} fz="xs" fw={500}>
        {label}
      </Text>
      {isChoice ? (
        <Autocomplete
          id={id}
          size="xs"
          readOnly={readOnly}
          data={field.kind === 'boolean' ? ['true', 'false'] : [...field.choices]}
          value={text}
          onChange={onText}
        />
      ) : (
        <PlainTemplateWidget
          {...props}
          id={id}
          label={label}
          problems={[]}
          describedBy={undefined}
          value={text}
          onChange={(next) => onText(typeof next === 'string' ? next : '')}
        />
      )}
      {field.hint !== '' && (
        <Text fz="xs" c="dimmed" lineClamp={3}>
          {field.hint}
        </Text>
      )}
    </div>
  );
}
