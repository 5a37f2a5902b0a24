// Widgets for policies: silence, retries, consent, mood, opening hours.
import { Checkbox, Group, NumberInput, Slider, Switch, Text, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { MoodGate } from '#nodes/kit/gates.ts';
import type { Localized } from '#nodes/kit/localized.ts';
import { labelled } from '../i18n/punctuation.ts';
import { DurationInput } from './DurationInput.tsx';
import { useSurroundings } from './field-context.ts';
import { HoursEditor } from './HoursEditor.tsx';
import { ListEditor } from './ListEditor.tsx';
import { parseLocalized } from './localized-text.ts';
import { LocalizedInput } from './LocalizedInput.tsx';
import { parseFields, type WidgetProps } from './widget.ts';

interface NoReply {
  readonly enabled: boolean;
  readonly afterMs: number;
  readonly reminders: readonly { readonly afterMs: number; readonly text: Localized }[];
}

export function NoReplyWidget({ id, label, value, onChange }: WidgetProps) {
  const { t } = useTranslation('inspector');
  const { readOnly } = useSurroundings();
  const policy = parseFields<NoReply>(value, { enabled: false, afterMs: 600_000, reminders: [] });
  return (
    <div className="wd-stack">
      <Switch
        id={id}
        label={t('noReply.enable')}
        disabled={readOnly}
        checked={policy.enabled}
        onChange={(event) => onChange({ ...policy, enabled: event.currentTarget.checked })}
      />
      {policy.enabled && (
        <>
          <Text fz="xs" c="dimmed">
            {t('noReply.after')}
          </Text>
          <DurationInput
            id={`${id}-after`}
            label={t('noReply.after')}
            valueMs={policy.afterMs}
            minMs={1000}
            onChange={(afterMs) => onChange({ ...policy, afterMs })}
          />
          <ListEditor
            id={`${id}-reminders`}
            label={label}
            items={policy.reminders}
            max={5}
            addLabel={t('noReply.add')}
            create={(): NoReply['reminders'][number] => ({ afterMs: 300_000, text: '' })}
            onChange={(reminders) => onChange({ ...policy, reminders })}
          >
            {(item, change, index) => (
              <>
                <DurationInput
                  id={`${id}-reminder-${index}`}
                  label={labelled(t('noReply.reminder', { n: index + 1 }), t('noReply.reminderAfter'))}
                  valueMs={item.afterMs}
                  minMs={1000}
                  onChange={(afterMs) => change({ ...item, afterMs })}
                />
                <LocalizedInput
                  id={`${id}-reminder-text-${index}`}
                  label={labelled(t('noReply.reminder', { n: index + 1 }), t('noReply.text'))}
                  placeholder={t('noReply.text')}
                  value={parseLocalized(item.text)}
                  onChange={(text) => change({ ...item, text })}
                />
              </>
            )}
          </ListEditor>
        </>
      )}
    </div>
  );
}

export function RetryWidget({ id, label, value, onChange }: WidgetProps) {
  const { t } = useTranslation('inspector');
  const { readOnly } = useSurroundings();
  const retry = parseFields(value, { max: 0, backoffMs: 1000 });
  return (
    <Group gap="sm" align="flex-end" wrap="wrap" role="group" aria-label={label}>
      <NumberInput
        id={id}
        size="xs"
        w={110}
        label={t('retry.max')}
        readOnly={readOnly}
        min={0}
        max={10}
        decimalScale={0}
        value={retry.max}
        onChange={(max) => typeof max === 'number' && onChange({ ...retry, max })}
      />
      <DurationInput
        id={`${id}-backoff`}
        label={t('retry.backoff')}
        valueMs={retry.backoffMs}
        minMs={100}
        onChange={(backoffMs) => onChange({ ...retry, backoffMs })}
      />
    </Group>
  );
}

interface Consent {
  readonly text: Localized;
  readonly required: boolean;
  readonly version: string;
}

export function ConsentWidget({ id, label, value, problems, onChange }: WidgetProps) {
  const { t } = useTranslation('inspector');
  const { readOnly } = useSurroundings();
  const consent = parseFields<Consent>(value, { text: '', required: true, version: '1' });
  return (
    <div className="wd-stack">
      <LocalizedInput
        id={id}
        label={label}
        multiline
        invalid={problems.some((problem) => problem.severity === 'error')}
        value={parseLocalized(consent.text)}
        onChange={(text) => onChange({ ...consent, text })}
      />
      <Checkbox
        size="xs"
        label={t('consent.required')}
        disabled={readOnly}
        checked={consent.required}
        onChange={(event) => onChange({ ...consent, required: event.currentTarget.checked })}
      />
      <TextInput
        size="xs"
        label={t('consent.version')}
        readOnly={readOnly}
        value={consent.version}
        onChange={(event) => onChange({ ...consent, version: event.currentTarget.value })}
      />
    </div>
  );
}

const MOOD: MoodGate = { threshold: 0.5, hardLimit: 0.7, turns: 2, window: 3, hysteresis: 0.1 };

export function MoodGateWidget({ id, value, onChange }: WidgetProps) {
  const { t } = useTranslation('inspector');
  const { readOnly } = useSurroundings();
  const gate = parseFields(value, MOOD);
  const shares = ['hardLimit', 'threshold', 'hysteresis'] as const;
  const counts = ['turns', 'window'] as const;
  return (
    <div className="wd-stack">
      {shares.map((name, index) => (
        <div key={name}>
          <Text fz="xs" id={`${id}-${name}`}>
            {t(`mood.${name}`)} <b>{gate[name]}</b>
          </Text>
          <Slider
            {...(index === 0 ? { thumbProps: { id } } : {})}
            thumbLabel={t(`mood.${name}`)}
            min={0}
            max={1}
            step={0.05}
            disabled={readOnly}
            value={gate[name]}
            onChange={(next) => onChange({ ...gate, [name]: next })}
          />
        </div>
      ))}
      <Group gap="sm" grow>
        {counts.map((name) => (
          <NumberInput
            key={name}
            size="xs"
            label={t(`mood.${name}`)}
            readOnly={readOnly}
            min={1}
            max={10}
            decimalScale={0}
            value={gate[name]}
            onChange={(next) => typeof next === 'number' && onChange({ ...gate, [name]: next })}
          />
        ))}
      </Group>
    </div>
  );
}

export function WeeklyHoursWidget({ id, label, value, onChange }: WidgetProps) {
  return <HoursEditor id={id} label={label} value={value} onChange={onChange} />;
}
