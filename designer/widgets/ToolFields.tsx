// Chooses a tool server of the workspace, and one of the tools it offers just now.
import { Button, Select, Text, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useOfferedTools, useToolServerNames } from '../api/tools.ts';
import { outcomeText } from '../ui/problem-text.ts';
import { useSurroundings } from './field-context.ts';
import { argumentFields, keptArguments } from './tool-arguments.ts';
import { problemAt, type WidgetProps } from './widget.ts';

export function ToolServerField({ id, label, value, problems, describedBy, onChange }: WidgetProps) {
  const { t } = useTranslation('inspector');
  const { readOnly } = useSurroundings();
  const names = useToolServerNames().data;
  const name = typeof value === 'string' ? value : '';
  const isGone = name !== '' && names !== undefined && !names.includes(name);
  return (
    <>
      <Select
        id={id}
        aria-label={label}
        aria-describedby={describedBy}
        readOnly={readOnly}
        placeholder={t('tool.choose')}
        data={[
          ...(names ?? []).map((one) => ({ value: one, label: one })),
          ...(isGone || (names === undefined && name !== '')
            ? [{ value: name, label: isGone ? t('tool.gone', { name }) : name }]
            : []),
        ]}
        error={problemAt(problems, '') !== undefined || isGone}
        value={name === '' ? null : name}
        onChange={(next) => onChange(next ?? '')}
      />
      {names?.length === 0 && (
        <Text fz="xs" c="var(--td-warning)" mt={4} role="status">
          {t('tool.none')}
        </Text>
      )}
    </>
  );
}

export function ToolNameField({ id, label, value, problems, describedBy, onChange }: WidgetProps) {
  const { t } = useTranslation('inspector');
  const { t: tp } = useTranslation('problems');
  const { readOnly, config, update } = useSurroundings();
  const server = typeof config['server'] === 'string' ? config['server'] : '';
  const given = typeof config['arguments'] === 'string' ? config['arguments'] : '{}';
  const offered = useOfferedTools(server);
  const name = typeof value === 'string' ? value : '';
  const tools = offered.data?.tools ?? [];
  const chosen = tools.find((tool) => tool.name === name);
  const isInvalid = problemAt(problems, '') !== undefined;
  const problem = offered.isError ? 'INTERNAL' : (offered.data?.code ?? '');

  if (problem !== '') {
    return (
      <>
        <TextInput
          id={id}
          aria-label={label}
          aria-describedby={describedBy}
          readOnly={readOnly}
          maxLength={200}
          error={isInvalid}
          value={name}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
        <Text fz="xs" c="var(--td-warning)" mt={4} role="status">
          {t('tool.notAsked', { problem: outcomeText(problem, tp) })}
        </Text>
        <Button size="xs" variant="subtle" loading={offered.isFetching} onClick={() => void offered.refetch()}>
          {t('tool.again')}
        </Button>
      </>
    );
  }
  return (
    <>
      <Select
        id={id}
        aria-label={label}
        aria-describedby={describedBy}
        readOnly={readOnly}
        searchable
        placeholder={
          server === '' ? t('tool.serverFirst') : offered.isPending ? t('tool.asking') : t('tool.chooseTool')
        }
        data={[
          ...tools.map((tool) => ({ value: tool.name, label: tool.title === '' ? tool.name : tool.title })),
          ...(name !== '' && chosen === undefined
            ? [{ value: name, label: offered.data === undefined ? name : t('tool.notOffered', { name }) }]
            : []),
        ]}
        error={isInvalid}
        value={name === '' ? null : name}
        onChange={(next) => {
          const tool = tools.find((one) => one.name === next);
          update({ tool: next ?? '', arguments: keptArguments(given, argumentFields(tool?.inputSchema)) });
        }}
      />
      {chosen !== undefined && chosen.description !== '' && (
        <Text fz="xs" c="dimmed" mt={4} lineClamp={4}>
          {chosen.description}
        </Text>
      )}
      {offered.data?.tools.length === 0 && (
        <Text fz="xs" c="dimmed" mt={4} role="status">
          {t('tool.empty')}
        </Text>
      )}
    </>
  );
}
