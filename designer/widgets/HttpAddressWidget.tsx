// The address of a call, and the import of one operation from an API description.
import { Button } from '@mantine/core';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSurroundings } from './field-context.ts';
import { TemplateWidget } from './plain-widgets.tsx';
import type { WidgetProps } from './widget.ts';

const OpenApiDialog = lazy(async () => ({ default: (await import('./OpenApiDialog.tsx')).OpenApiDialog }));

export function HttpAddressWidget(props: WidgetProps) {
  const { t } = useTranslation('inspector');
  const { readOnly, update } = useSurroundings();
  const [importing, setImporting] = useState(false);
  return (
    <>
      <TemplateWidget {...props} />
      {!readOnly && (
        <Button size="compact-xs" variant="subtle" mt={4} onClick={() => setImporting(true)}>
          {t('call.import')}
        </Button>
      )}
      {importing && (
        <Suspense fallback={null}>
          <OpenApiDialog
            onClose={() => setImporting(false)}
            onChoose={(call) => {
              update({ ...call });
              setImporting(false);
            }}
          />
        </Suspense>
      )}
    </>
  );
}
