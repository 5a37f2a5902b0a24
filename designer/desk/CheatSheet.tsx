// The keys of the desk on one card.
import { Table } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { DialogFrame } from '../ui/DialogFrame.tsx';
import { KeyHint } from '../ui/KeyHint.tsx';

const KEYS = [
  ['Alt+T', 'claim'],
  ['Alt+J', 'next'],
  ['Alt+K', 'previous'],
  ['Alt+L', 'reply'],
  ['Alt+P', 'note'],
  ['Alt+E', 'resolve'],
  ['Alt+R', 'give'],
  ['Alt+M', 'mood'],
  ['Enter', 'send'],
  ['Shift+Enter', 'newline'],
  ['?', 'help'],
] as const;

export function CheatSheet({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation('desk');
  return (
    <DialogFrame opened onClose={onClose} title={t('cheat.title')}>
      <Table withRowBorders={false} verticalSpacing={6}>
        <Table.Tbody>
          {KEYS.map(([keys, name]) => (
            <Table.Tr key={keys}>
              <Table.Td w={140}>
                <KeyHint keys={keys} />
              </Table.Td>
              <Table.Td>{t(`cheat.${name}`)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </DialogFrame>
  );
}
