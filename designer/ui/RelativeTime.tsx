// A moment said the way people say it, with the exact time on hover, kept fresh while it is shown.
import { useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';

interface Props {
  readonly at: string;
}

export function RelativeTime({ at }: Props) {
  const { i18n, t } = useTranslation('ui');
  const now = useNow(30_000);
  const moment = new Date(at);
  return (
    <time dateTime={at} title={exactTime(at, i18n.language)}>
      {relative(now - moment.getTime(), i18n.language, t('justNow'), moment)}
    </time>
  );
}

/** The exact time in the language of the interface and the zone of the device. */
export function exactTime(at: string, locale: string): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(at));
}

/** The hour and minute of a moment. */
export function clockTime(at: string, locale: string): string {
  return new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', hour12: false }).format(new Date(at));
}

/** The current Unix ms, rounded to the given beat and refreshed on it. */
export function useNow(everyMs: number): number {
  return useSyncExternalStore(
    (notify) => {
      const timer = window.setInterval(notify, everyMs);
      return () => window.clearInterval(timer);
    },
    () => Math.floor(Date.now() / everyMs) * everyMs,
  );
}

function relative(agoMs: number, locale: string, justNow: string, moment: Date): string {
  const minutes = Math.round(agoMs / 60_000);
  // The clocks of server and device may differ by a moment.
  const distance = Math.abs(minutes);
  if (distance < 1) return justNow;
  const words = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  if (distance < 60) return words.format(-minutes, 'minute');
  if (distance < 24 * 60) return words.format(-Math.round(minutes / 60), 'hour');
  if (distance < 7 * 24 * 60) return words.format(-Math.round(minutes / 1440), 'day');
  return new Intl.DateTimeFormat(locale, { dateStyle: 'medium' }).format(moment);
}
