// One real call of the step as it stands: asks for samples of its placeholders, shows the answer, offers its members.
import { Button, Code, Group, Stack, Text, TextInput } from '@mantine/core';
import { Send } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TryCall } from '#nodes/wire/http-call.ts';
import { useTryCall } from '../api/credentials.ts';
import { outcomeText, problemText } from '../ui/problem-text.ts';
import { useSurroundings } from './field-context.ts';
import { filled, membersOf, placeholdersIn, type Member } from './response-paths.ts';
import { parseList } from './widget.ts';

const SHOWN = 40;

export function TestCall({ id, onTake }: { readonly id: string; readonly onTake: (member: Member) => void }) {
  const { t } = useTranslation('inspector');
  const { t: tp } = useTranslation('problems');
  const { config } = useSurroundings();
  const run = useTryCall();
  const [samples, setSamples] = useState<Readonly<Record<string, string>>>({});
  const call = callIn(config);
  const names = placeholdersIn([call.url, call.body, ...[...call.query, ...call.headers].map(({ value }) => value)]);
  const answer = run.data;
  const members = answer === undefined ? [] : membersOf(answer.body, SHOWN);
  return (
    <Stack gap="xs" mt="xs">
      {names.map((name, index) => (
        <TextInput
          key={name}
          id={`${id}-sample-${index}`}
          size="xs"
          label={t('call.sample', { name })}
          value={samples[name] ?? ''}
          onChange={(event) => setSamples({ ...samples, [name]: event.currentTarget.value })}
        />
      ))}
      <Group gap="xs">
        <Button
          size="xs"
          variant="default"
          leftSection={<Send size={14} aria-hidden />}
          loading={run.isPending}
          disabled={!/^https?:\/\/[^/]/u.test(call.url)}
          onClick={() => run.mutate(filledCall(call, samples))}
        >
          {t('call.try')}
        </Button>
        <Text fz="xs" c="dimmed">
          {t('call.really')}
        </Text>
      </Group>
      <div role="status" aria-label={t('call.result')}>
        {run.isError && <Text fz="sm">{problemText(run.error, tp)}</Text>}
        {answer !== undefined && (
          <Stack gap={4}>
            <Text fz="sm">
              {answer.status === 0
                ? outcomeText(answer.code, tp)
                : t('call.status', { status: answer.status, ms: answer.ms })}
            </Text>
            {answer.status === 0 && <Code block>{answer.problem}</Code>}
            {answer.status !== 0 && (
              <ul className="wd-members" aria-label={t('call.result')}>
                {members.map((member) => (
                  <li key={member.path}>
                    <Button
                      size="compact-xs"
                      variant="subtle"
                      aria-label={t('call.take', { path: member.path })}
                      onClick={() => onTake(member)}
                    >
                      {member.path}
                    </Button>
                    <Code>{member.value}</Code>
                  </li>
                ))}
              </ul>
            )}
            {members.length === SHOWN && (
              <Text fz="xs" c="dimmed">
                {t('call.more')}
              </Text>
            )}
          </Stack>
        )}
      </div>
    </Stack>
  );
}

function callIn(config: Readonly<Record<string, unknown>>): TryCall {
  const text = (name: string) => (typeof config[name] === 'string' ? config[name] : '');
  const pairs = (name: string) =>
    parseList<{ readonly label: string; readonly expr: string }>(config[name])
      .filter(({ label }) => label !== '')
      .map(({ label, expr }) => ({ label, value: expr }));
  const method = (['POST', 'PUT', 'PATCH', 'DELETE'] as const).find((one) => one === config['method']) ?? 'GET';
  const timeoutMs = typeof config['timeoutMs'] === 'number' ? config['timeoutMs'] : 10_000;
  return {
    method,
    url: text('url').trim(),
    query: pairs('query'),
    headers: pairs('headers'),
    body: method === 'GET' ? '' : text('body'),
    credential: text('credential'),
    timeoutMs: Math.min(30_000, Math.max(100, timeoutMs)),
  };
}

/** Samples inside a JSON body are escaped as the flow escapes values. */
function filledCall(call: TryCall, samples: Readonly<Record<string, string>>): TryCall {
  const pairs = (list: TryCall['query']) => list.map(({ label, value }) => ({ label, value: filled(value, samples) }));
  return {
    ...call,
    url: filled(call.url, samples, encodeURIComponent),
    query: pairs(call.query),
    headers: pairs(call.headers),
    body: filled(call.body, samples, (value) => JSON.stringify(value).slice(1, -1)),
  };
}
