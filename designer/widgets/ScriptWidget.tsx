// The script of a step: a typed editor that loads when it is first shown, and a try-out in the server's sandbox below it.
import { lazy, Suspense, useMemo } from 'react';
import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useSurroundings } from './field-context.ts';
import { scriptIn } from './script-config.ts';
import { declarationsFor } from './script-types.ts';
import { ScriptTryOut } from './ScriptTryOut.tsx';
import { problemAt, type WidgetProps } from './widget.ts';

const ScriptEditor = lazy(async () => ({ default: (await import('./ScriptEditor.tsx')).ScriptEditor }));

export function ScriptWidget({ id, label, value, problems, describedBy, onChange }: WidgetProps) {
  const { t } = useTranslation('inspector');
  const { readOnly, config } = useSurroundings();
  const script = useMemo(() => scriptIn(config), [config]);
  const declarations = useMemo(() => declarationsFor({ ...script, hasHosts: script.hosts.length > 0 }), [script]);
  return (
    <>
      <Suspense
        fallback={
          <Text fz="xs" c="dimmed" role="status">
            {t('field.codeLoading')}
          </Text>
        }
      >
        <ScriptEditor
          id={id}
          label={label}
          describedBy={describedBy}
          language={script.language}
          declarations={declarations}
          readOnly={readOnly}
          invalid={problemAt(problems, '') !== undefined}
          value={typeof value === 'string' ? value : ''}
          onChange={onChange}
        />
      </Suspense>
      <p className="in-hint">{t('script.keys')}</p>
      {!readOnly && <ScriptTryOut id={id} script={script} />}
    </>
  );
}
