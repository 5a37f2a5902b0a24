// Runs the script as it stands with sample inputs, and shows what it gave, what it logged and where it would leave.
import { Button, Code, Group, Stack, Text, Textarea } from '@mantine/core';
import { Play } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useTryScript } from '../api/scripts.ts';
import { outcomeText, problemText } from '../ui/problem-text.ts';
import type { ScriptDraft } from './script-config.ts';
import { sampleInputs } from './script-types.ts';

export function ScriptTryOut({ id, script }: { readonly id: string; readonly script: ScriptDraft }) {
  const { t } = useTranslation('inspector');
  const { t: tp } = useTranslation('problems');
  const run = useTryScript();
  const [written, setWritten] = useState<string | null>(null);
  const samples = written ?? JSON.stringify(sampleInputs(script.inputs), null, 2);
  const input = parseInput(samples);
  const tried = run.data;
  return (
    <Stack gap="xs" mt="xs">
      {script.inputs.length > 0 && (
        <Textarea
          id={`${id}-samples`}
          size="xs"
          label={t('script.samples')}
          ff="monospace"
          autosize
          minRows={2}
          maxRows={10}
          spellCheck={false}
          error={input === undefined ? t('script.notJson') : undefined}
          value={samples}
          onChange={(event) => setWritten(event.currentTarget.value)}
        />
      )}
      {script.hosts.length > 0 && (
        <Text fz="xs" c="dimmed">
          {t('script.callsOut')}
        </Text>
      )}
      <Group>
        <Button
          size="xs"
          variant="default"
          leftSection={<Play size={14} aria-hidden />}
          loading={run.isPending}
          disabled={input === undefined || script.code.trim() === ''}
          onClick={() => {
            const timeoutMs = Math.min(30_000, Math.max(100, script.timeoutMs));
            run.mutate({ ...script, ...listsOf(script), timeoutMs, input: input ?? {} });
          }}
        >
          {t('script.try')}
        </Button>
      </Group>
      <div role="status" aria-label={t('script.result')}>
        {run.isError && <Text fz="sm">{problemText(run.error, tp)}</Text>}
        {tried !== undefined && (
          <Stack gap={4}>
            <Text fz="sm">
              {tried.ok
                ? t('script.leaves', { exit: tried.exit, ms: tried.ms })
                : `${outcomeText(tried.code, tp)} ${t('script.failed')}`}
            </Text>
            {!tried.ok && <Code block>{tried.problem}</Code>}
            {tried.ok && script.outputs.length > 0 && <Code block>{JSON.stringify(tried.values, null, 2)}</Code>}
            {tried.logs.length > 0 && (
              <>
                <Text fz="xs" c="dimmed">
                  {t('script.logs')}
                </Text>
                <Code block>{tried.logs.join('\n')}</Code>
              </>
            )}
          </Stack>
        )}
      </div>
    </Stack>
  );
}

function listsOf({ inputs, outputs, exits, hosts }: ScriptDraft) {
  return { inputs: [...inputs], outputs: [...outputs], exits: [...exits], hosts: [...hosts] };
}

function parseInput(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}
