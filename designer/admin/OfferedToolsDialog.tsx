// What a tool server offers just now, or why it could not be asked.
import { Alert, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ListedTools } from '#nodes/wire/tools.ts';
import { useOfferedTools } from '../api/tools.ts';
import { DialogFrame } from '../ui/DialogFrame.tsx';
import { outcomeText } from '../ui/problem-text.ts';
import { QueryView } from '../ui/QueryView.tsx';

export function OfferedToolsDialog({ server, onClose }: { readonly server: string; readonly onClose: () => void }) {
  const { t } = useTranslation('admin');
  const offered = useOfferedTools(server);
  return (
    <DialogFrame opened onClose={onClose} title={t('tools.offers', { name: server })}>
      <div aria-live="polite">
        <QueryView query={offered}>{(listed) => <Listed listed={listed} />}</QueryView>
      </div>
    </DialogFrame>
  );
}

function Listed({ listed }: { readonly listed: ListedTools }) {
  const { t } = useTranslation('admin');
  const { t: problem } = useTranslation('problems');
  if (listed.code !== '') {
    return (
      <Alert color="danger" title={t('tools.notAsked')}>
        {outcomeText(listed.code, problem)}
        <Text fz="sm" mt={4}>
          {listed.problem}
        </Text>
      </Alert>
    );
  }
  if (listed.tools.length === 0) return <Text>{t('tools.offersNone')}</Text>;
  return (
    <Stack component="ul" gap="sm" m={0} p={0} style={{ listStyle: 'none' }}>
      {listed.tools.map(({ name, title, description }) => (
        <li key={name}>
          <Text fw={500}>{title === '' ? name : `${title} (${name})`}</Text>
          {description !== '' && (
            <Text fz="sm" c="dimmed" lineClamp={3}>
              {description}
            </Text>
          )}
        </li>
      ))}
    </Stack>
  );
}
