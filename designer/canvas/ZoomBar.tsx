// Zoom and input device, for the mouse; the keys 1, 0, + and - do the same.
import { ActionIcon, Group, Tooltip } from '@mantine/core';
import { Maximize, Minus, Mouse, Plus, Touchpad } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useCanvasActions } from './canvas-context.ts';
import { useView, useViewStore } from './view-store.ts';

export function ZoomBar() {
  const { t } = useTranslation('canvas');
  const actions = useCanvasActions();
  const view = useViewStore();
  const trackpad = useView((state) => state.trackpad);
  const device = trackpad ? t('zoom.trackpad') : t('zoom.mouse');
  return (
    <Group className="fc-zoom" gap={2} role="toolbar" aria-label={t('zoom.panel')}>
      <Tooltip label={`${t('zoom.out')} (-)`}>
        <ActionIcon aria-label={t('zoom.out')} onClick={() => actions.zoom(0.8)}>
          <Minus size={16} aria-hidden />
        </ActionIcon>
      </Tooltip>
      <Tooltip label={`${t('zoom.in')} (+)`}>
        <ActionIcon aria-label={t('zoom.in')} onClick={() => actions.zoom(1.25)}>
          <Plus size={16} aria-hidden />
        </ActionIcon>
      </Tooltip>
      <Tooltip label={`${t('zoom.fit')} (1)`}>
        <ActionIcon aria-label={t('zoom.fit')} onClick={() => actions.fit()}>
          <Maximize size={16} aria-hidden />
        </ActionIcon>
      </Tooltip>
      <Tooltip label={device}>
        <ActionIcon aria-label={device} onClick={() => view.setState({ trackpad: !trackpad })}>
          {trackpad ? <Touchpad size={16} aria-hidden /> : <Mouse size={16} aria-hidden />}
        </ActionIcon>
      </Tooltip>
    </Group>
  );
}
