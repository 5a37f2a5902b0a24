// The menu of a flow in the list.
import { ActionIcon, Menu } from '@mantine/core';
import { Copy, Download, Ellipsis, Pencil, Trash2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { FlowAct } from './flow-act.ts';

interface Props {
  readonly label: string;
  readonly onAct: (act: FlowAct) => void;
}

export function FlowMenu({ label, onAct }: Props) {
  const { t } = useTranslation('library');
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon aria-label={label}>
          <Ellipsis size={16} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<Pencil size={14} aria-hidden />} onClick={() => onAct('rename')}>
          {t('actions.rename')}
        </Menu.Item>
        <Menu.Item leftSection={<Copy size={14} aria-hidden />} onClick={() => onAct('duplicate')}>
          {t('actions.duplicate')}
        </Menu.Item>
        <Menu.Item leftSection={<Download size={14} aria-hidden />} onClick={() => onAct('export')}>
          {t('actions.export')}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item color="danger" leftSection={<Trash2 size={14} aria-hidden />} onClick={() => onAct('delete')}>
          {t('actions.delete')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
