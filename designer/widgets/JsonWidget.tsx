// JSON in a real code editor, which loads when the field is first shown.
import { lazy, Suspense } from 'react';
import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useSurroundings } from './field-context.ts';
import { problemAt, type WidgetProps } from './widget.ts';

const CodeEditor = lazy(async () => ({ default: (await import('./CodeEditor.tsx')).CodeEditor }));

export function JsonWidget({ id, label, value, schema, problems, describedBy, onChange }: WidgetProps) {
  const { t } = useTranslation('inspector');
  const { readOnly } = useSurroundings();
  const asText = (schema as { type?: string }).type === 'string';
  const text = asText ? (typeof value === 'string' ? value : '') : JSON.stringify(value ?? null, null, 2);
  return (
    <Suspense
      fallback={
        <Text fz="xs" c="dimmed" role="status">
          {t('field.codeLoading')}
        </Text>
      }
    >
      <CodeEditor
        id={id}
        label={label}
        describedBy={describedBy}
        language="json"
        readOnly={readOnly}
        invalid={problemAt(problems, '') !== undefined}
        value={text}
        onChange={(next) => {
          if (asText) {
            onChange(next);
            return;
          }
          try {
            onChange(JSON.parse(next));
          } catch {
            // Half-typed JSON is not a value yet; the editor itself marks where it breaks.
          }
        }}
      />
    </Suspense>
  );
}
