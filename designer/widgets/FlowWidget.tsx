// Chooses the flow a step calls, its version, and takes over its ways out.
import { Anchor, Button, Group, Select, Text } from '@mantine/core';
import { ExternalLink, RefreshCw } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Localized } from '#nodes/kit/localized.ts';
import { useSurroundings } from './field-context.ts';
import { parseFields, problemAt, type WidgetProps } from './widget.ts';

interface FlowChoice {
  readonly flow: string;
  readonly name: string;
  readonly version: number;
  readonly exits: readonly { readonly id: string; readonly label: Localized }[];
}

const NOTHING: FlowChoice = { flow: '', name: '', version: 0, exits: [] };

export function FlowWidget({ id, label, value, problems, describedBy, onChange }: WidgetProps) {
  const { flows, loadExits, readOnly } = useSurroundings();
  const { t } = useTranslation('inspector');
  const [state, setState] = useState<'idle' | 'loading' | 'failed'>('idle');
  const choice = parseFields<FlowChoice>(value, NOTHING);
  const chosen = flows.find((flow) => flow.id === choice.flow);
  const published = flows.filter((flow) => flow.publishedVersion !== null);
  const newest = chosen?.publishedVersion ?? 0;
  const versions = Array.from({ length: newest }, (_, index) => newest - index);

  async function take(next: Pick<FlowChoice, 'flow' | 'name' | 'version'>, latest: number): Promise<void> {
    setState('loading');
    try {
      const exits = await loadExits(next.flow, next.version === 0 ? latest : next.version);
      onChange({ ...next, exits });
      setState('idle');
    } catch {
      setState('failed');
    }
  }

  function choose(flowId: string | null): void {
    const flow = flows.find((one) => one.id === flowId);
    if (flow === undefined) onChange(NOTHING);
    else void take({ flow: flow.id, name: flow.name, version: 0 }, flow.publishedVersion ?? 0);
  }

  return (
    <>
      <Select
        id={id}
        aria-label={label}
        aria-describedby={describedBy}
        readOnly={readOnly}
        searchable
        placeholder={published.length === 0 ? t('called.none') : t('called.choose')}
        data={[
          ...published.map((flow) => ({ value: flow.id, label: flow.name })),
          ...(choice.flow === '' || published.some((flow) => flow.id === choice.flow)
            ? []
            : [{ value: choice.flow, label: t('called.gone', { name: choice.name || choice.flow }) }]),
        ]}
        error={problemAt(problems, '') !== undefined}
        value={choice.flow === '' ? null : choice.flow}
        onChange={choose}
      />
      {choice.flow !== '' && (
        <>
          <Select
            mt="xs"
            size="xs"
            aria-label={t('called.version')}
            readOnly={readOnly}
            allowDeselect={false}
            data={[
              { value: '0', label: t('called.newest') },
              ...versions.map((version) => ({ value: String(version), label: t('called.pinned', { version }) })),
            ]}
            value={String(choice.version)}
            onChange={(next) => void take({ ...choice, version: Number(next ?? '0') }, newest)}
          />
          <Group mt="xs" gap="xs">
            {!readOnly && (
              <Button
                size="compact-xs"
                variant="default"
                leftSection={<RefreshCw size={12} aria-hidden />}
                loading={state === 'loading'}
                disabled={chosen === undefined}
                onClick={() => void take(choice, newest)}
              >
                {t('called.refresh')}
              </Button>
            )}
            <Anchor component={Link} to={`/flows/${choice.flow}`} fz="xs">
              {t('called.open')} <ExternalLink size={12} aria-hidden />
            </Anchor>
          </Group>
        </>
      )}
      {state === 'failed' && (
        <Text role="alert" fz="xs" c="var(--td-danger)">
          {t('called.failed')}
        </Text>
      )}
    </>
  );
}
