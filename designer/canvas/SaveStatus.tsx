// How safe the work is: saving, saved, kept on this device, conflict.
import { AlertTriangle, Check, CloudOff, LoaderCircle } from 'lucide-react';
import { useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import type { Autosave } from '../document/autosave.ts';
import { currentLocale } from '../i18n/i18n.ts';
import { clockTime } from '../ui/RelativeTime.tsx';

interface Props {
  readonly autosave: Autosave;
}

export function SaveStatus({ autosave }: Props) {
  const { t } = useTranslation('canvas');
  const state = useSyncExternalStore(autosave.subscribe, autosave.getState);
  switch (state.kind) {
    case 'saving':
      return (
        <span className="fc-save" role="status">
          <LoaderCircle size={14} aria-hidden /> {t('save.saving')}
        </span>
      );
    case 'saved':
      return (
        <span className="fc-save" role="status">
          <Check size={14} aria-hidden />
          {state.at === null ? t('save.savedOnly') : t('save.saved', { time: clockTime(state.at, currentLocale()) })}
        </span>
      );
    case 'offline':
      return (
        <span className="fc-save" data-tone="warning" role="status">
          <CloudOff size={14} aria-hidden /> {t('save.offline', { count: state.changes })}
        </span>
      );
    case 'conflict':
      return (
        <span className="fc-save" data-tone="danger" role="status">
          <AlertTriangle size={14} aria-hidden /> {t('save.conflict')}
        </span>
      );
    case 'refused':
      return (
        <span className="fc-save" data-tone="danger" role="status" title={state.message}>
          <AlertTriangle size={14} aria-hidden /> {t('save.refused', { message: state.message })}
        </span>
      );
  }
}
