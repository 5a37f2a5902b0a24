// The fields of a step that uses a tool: they come in a download of their own when first shown.
import { Text } from '@mantine/core';
import { Suspense, type ComponentType } from 'react';
import { useTranslation } from 'react-i18next';
import { later } from '../ui/later.ts';
import type { WidgetProps } from './widget.ts';

const ServerField = later(async () => (await import('./ToolFields.tsx')).ToolServerField);
const NameField = later(async () => (await import('./ToolFields.tsx')).ToolNameField);
const ArgumentsField = later(async () => (await import('./ToolArgumentsField.tsx')).ToolArgumentsField);

export function ToolServerWidget(props: WidgetProps) {
  return <Waiting field={ServerField} props={props} />;
}

export function ToolNameWidget(props: WidgetProps) {
  return <Waiting field={NameField} props={props} />;
}

export function ToolArgumentsWidget(props: WidgetProps) {
  return <Waiting field={ArgumentsField} props={props} />;
}

function Waiting({ field: Field, props }: { readonly field: ComponentType<WidgetProps>; readonly props: WidgetProps }) {
  const { t } = useTranslation('inspector');
  return (
    <Suspense
      fallback={
        <Text fz="xs" c="dimmed" role="status">
          {t('tool.loading')}
        </Text>
      }
    >
      <Field {...props} />
    </Suspense>
  );
}
