// How customers reach a flow: its page, the line that embeds it, a page to try it.
import { Alert, Button, Code, Group, Stack, Text, Title } from '@mantine/core';
import { ExternalLink } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { FlowSummary } from '#nodes/wire/flows.ts';
import { CopyButton } from '../ui/CopyButton.tsx';
import { DialogFrame } from '../ui/DialogFrame.tsx';
import { LoadingState } from '../ui/LoadingState.tsx';

interface Props {
  readonly flow: FlowSummary | undefined;
  readonly onClose: () => void;
}

export function ShareDialog({ flow, onClose }: Props) {
  const { t } = useTranslation('library');
  return (
    <DialogFrame opened onClose={onClose} size="lg" title={t('share.title', { name: flow?.name ?? '' })}>
      {flow === undefined ? <LoadingState rows={3} /> : <Addresses flow={flow} />}
    </DialogFrame>
  );
}

function Addresses({ flow }: { readonly flow: FlowSummary }) {
  const { t } = useTranslation('library');
  const origin = window.location.origin;
  const page = `${origin}/chat/${flow.slug}`;
  const embed = `<script src="${origin}/widget.js" data-flow="${flow.slug}" async></script>`;
  const live = flow.publishedVersion !== null;
  return (
    <Stack gap="xl">
      {!live && <Alert color="warning">{t('share.notPublished')}</Alert>}
      <Section title={t('share.page')} hint={t('share.pageHint')} value={page}>
        <Button
          component="a"
          href={page}
          target="_blank"
          rel="noreferrer"
          variant="default"
          rightSection={<ExternalLink size={14} aria-hidden />}
        >
          {t('share.openPage')}
        </Button>
      </Section>
      <Section title={t('share.embed')} hint={t('share.embedHint')} value={embed} />
      <section>
        <Title order={3}>{t('share.test')}</Title>
        <Text c="dimmed" fz="sm" mb="sm">
          {t('share.testHint')}
        </Text>
        <Button
          component="a"
          href={`/widget/demo.html?flow=${encodeURIComponent(flow.slug)}`}
          target="_blank"
          rel="noreferrer"
          variant="default"
          rightSection={<ExternalLink size={14} aria-hidden />}
        >
          {t('share.openTest')}
        </Button>
      </section>
    </Stack>
  );
}

interface SectionProps {
  readonly title: string;
  readonly hint: string;
  readonly value: string;
  readonly children?: ReactNode;
}

function Section({ title, hint, value, children }: SectionProps) {
  return (
    <section>
      <Title order={3}>{title}</Title>
      <Text c="dimmed" fz="sm" mb="sm">
        {hint}
      </Text>
      <Code block style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere', color: 'var(--td-text)' }}>
        {value}
      </Code>
      <Group gap="sm" mt="sm">
        <CopyButton value={value} what={title} />
        {children}
      </Group>
    </section>
  );
}
