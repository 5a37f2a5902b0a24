// Tells staff that someone waits: a sound, the tab title, and a line for screen readers.
import { useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DeskEvent, Handoff } from '#nodes/wire/desk.ts';

const STORED = 'tandem.desk.sound';

/** The alert and its switch. */
export interface WaitingAlert {
  readonly sound: boolean;
  readonly setSound: (on: boolean) => void;
  readonly onEvent: (event: DeskEvent) => void;
}

/** Follows the waiting list and the stream. */
export function useWaitingAlert(waiting: readonly Handoff[] | undefined): WaitingAlert {
  const { t } = useTranslation('desk');
  const [sound, setSound] = useState(() => window.localStorage.getItem(STORED) !== 'off');
  const rung = useRef(new Set<string>());
  const count = waiting?.length ?? 0;
  useEffect(() => {
    const title = `${t('title')} · Tandem`;
    document.title = count > 0 ? t('alert', { count, title }) : title;
    return () => {
      document.title = 'Tandem';
    };
  }, [count, t]);
  return useMemo(
    () => ({
      sound,
      setSound(on) {
        window.localStorage.setItem(STORED, on ? 'on' : 'off');
        setSound(on);
        if (on) chime();
      },
      onEvent(event) {
        if (event.type === 'notice' && sound) chime();
        if (event.type !== 'handoff' || event.handoff.state !== 'waiting' || rung.current.has(event.handoff.id)) return;
        rung.current.add(event.handoff.id);
        if (sound) chime();
      },
    }),
    [sound],
  );
}

/** Two short tones made on the spot: no file to load. Browsers stay silent until the page was clicked once. */
function chime(): void {
  try {
    const audio = new AudioContext();
    for (const [at, hertz] of [
      [0, 660],
      [0.16, 880],
    ] as const) {
      const tone = audio.createOscillator();
      const volume = audio.createGain();
      tone.frequency.value = hertz;
      volume.gain.setValueAtTime(0.0001, audio.currentTime + at);
      volume.gain.exponentialRampToValueAtTime(0.15, audio.currentTime + at + 0.02);
      volume.gain.exponentialRampToValueAtTime(0.0001, audio.currentTime + at + 0.15);
      tone.connect(volume).connect(audio.destination);
      tone.start(audio.currentTime + at);
      tone.stop(audio.currentTime + at + 0.16);
    }
    window.setTimeout(() => void audio.close(), 600);
  } catch {
    // A device without sound must not break the desk.
  }
}
