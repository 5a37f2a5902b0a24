// How customers reach the published flow: the hosted page and the line for one's own website.
import { Anchor, Code, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { FlowSummary } from '#nodes/wire/flows.ts';
import { CopyButton } from '../ui/CopyButton.tsx';

interface Props {
  readonly flow: FlowSummary;
}

export function SharePanel({ flow }: Props) {
  const { t } = useTranslation('canvas');
  const page = `${window.location.origin}/chat/${flow.slug}`;
  const embed = `<script src="${window.location.origin}/widget.js" data-flow="${flow.slug}" async></script>`;
  return (
    <Stack gap="md" p="md">
      {flow.publishedVersion === null && <Text c="dimmed">{t('share.never')}</Text>}
      <div>
        <Text fz="sm" fw={500}>
          {t('share.page')}
        </Text>
        <Anchor href={page} target="_blank" rel="noreferrer" fz="sm" style={{ overflowWrap: 'anywhere' }}>
          {page}
        </Anchor>
        <div>
          <CopyButton value={page} what={t('share.page')} />
        </div>
      </div>
      <div>
        <Text fz="sm" fw={500}>
          {t('share.embed')}
        </Text>
        <Code block style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
          {embed}
        </Code>
        <CopyButton value={embed} what={t('share.embed')} />
      </div>
    </Stack>
  );
}
