// The head of the list: am I available, is the connection alive, sound, shortcuts.
import { ActionIcon, Group, SegmentedControl, Text, Tooltip } from '@mantine/core';
import { Keyboard, Volume2, VolumeX, Wifi, WifiOff } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Desk } from '#nodes/wire/desk.ts';
import { useSetPresence } from '../api/desk.ts';
import type { LiveState } from '../api/live.ts';
import { listed } from '../i18n/punctuation.ts';
import { NoticesButton } from '../notices/NoticesButton.tsx';
import { toastProblem } from '../ui/toast.ts';

interface Props {
  readonly desk: Desk;
  readonly live: LiveState;
  readonly sound: boolean;
  readonly onSound: (on: boolean) => void;
  readonly onHelp: () => void;
}

export function DeskBar({ desk, live, sound, onSound, onHelp }: Props) {
  const { t } = useTranslation('desk');
  const { t: ts } = useTranslation('shell');
  const setPresence = useSetPresence();
  const Connection = live === 'live' ? Wifi : WifiOff;
  return (
    <div className="td-desk-bar">
      <Group justify="space-between" wrap="nowrap">
        <SegmentedControl
          size="xs"
          aria-label={t('presence.label')}
          value={desk.presence}
          onChange={(value) =>
            setPresence.mutate(value === 'online' ? 'online' : 'away', { onError: (error) => toastProblem(error) })
          }
          data={[
            { value: 'online', label: t('presence.online') },
            { value: 'away', label: t('presence.away') },
          ]}
        />
        <Group gap={2} wrap="nowrap">
          <NoticesButton />
          <Tooltip label={sound ? t('soundOn') : t('soundOff')}>
            <ActionIcon aria-label={t('sound')} aria-pressed={sound} onClick={() => onSound(!sound)}>
              {sound ? <Volume2 size={16} aria-hidden /> : <VolumeX size={16} aria-hidden />}
            </ActionIcon>
          </Tooltip>
          <Tooltip label={t('shortcuts')}>
            <ActionIcon aria-label={t('shortcuts')} onClick={onHelp}>
              <Keyboard size={16} aria-hidden />
            </ActionIcon>
          </Tooltip>
        </Group>
      </Group>
      <Group gap={6} mt="sm" wrap="nowrap" role="status" className="td-desk-live" data-state={live}>
        <Connection size={12} aria-hidden />
        <Text fz="xs" truncate title={listed(desk.agentsOnline.map((one) => one.name))}>
          {live !== 'live'
            ? ts(`connection.${live}`)
            : desk.agentsOnline.length === 0
              ? t('noneOnline')
              : t('agentsOnline', { names: desk.agentsOnline.map((one) => one.name).join(' · ') })}
        </Text>
      </Group>
    </div>
  );
}
