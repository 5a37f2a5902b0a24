// Opening hours: the spans of each weekday, days off, time zone.
import { ActionIcon, Button, Select, Textarea, TextInput } from '@mantine/core';
import { Plus, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { WeeklyHours } from '#nodes/kit/gates.ts';
import { labelled } from '../i18n/punctuation.ts';
import { useSurroundings } from './field-context.ts';
import { parseFields } from './widget.ts';

const WORKDAY = [{ from: '09:00', to: '18:00' }];
const DAYS = ['d0', 'd1', 'd2', 'd3', 'd4', 'd5', 'd6'] as const;

/** Monday to Friday, nine to six. */
export function usualHours(timeZone: string): WeeklyHours {
  return { timeZone, week: [WORKDAY, WORKDAY, WORKDAY, WORKDAY, WORKDAY, [], []], holidays: [] };
}

/** The time zones this browser knows. */
export function timeZones(): readonly string[] {
  return Intl.supportedValuesOf('timeZone');
}

interface Props {
  readonly id: string;
  readonly label: string;
  readonly value: unknown;
  readonly onChange: (value: WeeklyHours) => void;
}

export function HoursEditor({ id, label, value, onChange }: Props) {
  const { t } = useTranslation('inspector');
  const { timeZone, readOnly } = useSurroundings();
  const hours = parseFields(value, usualHours(timeZone));

  function setDay(day: number, spans: WeeklyHours['week'][number]): void {
    onChange({ ...hours, week: DAYS.map((_, index) => (index === day ? spans : (hours.week[index] ?? []))) });
  }

  return (
    <div className="wd-stack" role="group" aria-label={label}>
      <ul className="wd-hours">
        {DAYS.map((key, day) => {
          const spans = hours.week[day] ?? [];
          const name = t(`hours.days.${key}`);
          return (
            <li key={key}>
              <span className="wd-hours-day">{name}</span>
              <div className="wd-hours-spans">
                {spans.length === 0 && <span className="wd-hours-closed">{t('hours.closed')}</span>}
                {spans.map((span, index) => (
                  <span key={index} className="wd-hours-span">
                    <TextInput
                      {...(day === 0 && index === 0 ? { id } : {})}
                      type="time"
                      size="xs"
                      aria-label={`${name} ${t('hours.from')}`}
                      readOnly={readOnly}
                      value={span.from}
                      onChange={(event) => {
                        const from = event.currentTarget.value;
                        setDay(
                          day,
                          spans.map((one, position) => (position === index ? { ...one, from } : one)),
                        );
                      }}
                    />
                    –
                    <TextInput
                      type="time"
                      size="xs"
                      aria-label={`${name} ${t('hours.to')}`}
                      readOnly={readOnly}
                      value={span.to === '24:00' ? '00:00' : span.to}
                      onChange={(event) => {
                        const to = event.currentTarget.value === '00:00' ? '24:00' : event.currentTarget.value;
                        setDay(
                          day,
                          spans.map((one, position) => (position === index ? { ...one, to } : one)),
                        );
                      }}
                    />
                    {!readOnly && (
                      <ActionIcon
                        size={24}
                        aria-label={labelled(name, t('hours.remove'))}
                        onClick={() =>
                          setDay(
                            day,
                            spans.filter((_, position) => position !== index),
                          )
                        }
                      >
                        <X size={14} aria-hidden />
                      </ActionIcon>
                    )}
                  </span>
                ))}
              </div>
              {!readOnly && spans.length < 6 && (
                <ActionIcon
                  size={24}
                  aria-label={labelled(name, t('hours.addSpan'))}
                  onClick={() => setDay(day, [...spans, { from: '09:00', to: '18:00' }])}
                >
                  <Plus size={14} aria-hidden />
                </ActionIcon>
              )}
            </li>
          );
        })}
      </ul>
      {!readOnly && (
        <Button
          variant="subtle"
          size="compact-xs"
          onClick={() => {
            const monday = hours.week[0] ?? [];
            onChange({ ...hours, week: DAYS.map((_, day) => (day < 5 ? monday : (hours.week[day] ?? []))) });
          }}
        >
          {t('hours.copyDown')}
        </Button>
      )}
      <Select
        size="xs"
        searchable
        label={t('hours.timeZone')}
        readOnly={readOnly}
        data={[...timeZones()]}
        value={hours.timeZone}
        onChange={(next) => next !== null && onChange({ ...hours, timeZone: next })}
      />
      <Textarea
        size="xs"
        label={t('hours.holidays')}
        description={t('hours.holidaysHint')}
        autosize
        minRows={2}
        maxRows={6}
        readOnly={readOnly}
        defaultValue={hours.holidays.join('\n')}
        onBlur={(event) =>
          onChange({ ...hours, holidays: event.currentTarget.value.match(/\d{4}-\d{2}-\d{2}/g) ?? [] })
        }
      />
    </div>
  );
}
