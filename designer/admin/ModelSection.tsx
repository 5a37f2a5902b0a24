// What language models are configured, and whether they answer.
import { Alert, Button, Code, Group, Stack, Text, Title } from '@mantine/core';
import { CircleCheck, CircleDashed, CircleX } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useModelTest, useSettings } from '../api/settings.ts';
import { FactList } from '../ui/FactList.tsx';
import { problemText } from '../ui/problem-text.ts';
import { QueryView } from '../ui/QueryView.tsx';
import { StatusChip } from '../ui/StatusChip.tsx';

const VARIABLES = {
  model: ['TANDEM_LLM_BASE_URL', 'TANDEM_LLM_API_KEY', 'TANDEM_LLM_MODEL'],
  embedder: ['TANDEM_EMBED_BASE_URL', 'TANDEM_EMBED_API_KEY', 'TANDEM_EMBED_MODEL'],
} as const;

interface Engine {
  readonly configured: boolean;
  readonly baseUrl: string;
  readonly model: string;
}

export function ModelSection() {
  const { t } = useTranslation('admin');
  const settings = useSettings();
  return (
    <QueryView query={settings}>
      {(data) => (
        <Stack gap="lg" maw={640}>
          <EngineCard title={t('model.llm')} engine={data.model} variables={VARIABLES.model}>
            <ModelTest />
          </EngineCard>
          <EngineCard title={t('model.embedder')} engine={data.embedder} variables={VARIABLES.embedder} />
        </Stack>
      )}
    </QueryView>
  );
}

interface CardProps {
  readonly title: string;
  readonly engine: Engine;
  readonly variables: readonly string[];
  readonly children?: ReactNode;
}

function EngineCard({ title, engine, variables, children }: CardProps) {
  const { t } = useTranslation('admin');
  return (
    <section className="td-panel">
      <Group justify="space-between" mb="sm">
        <Title order={2}>{title}</Title>
        <StatusChip
          icon={engine.configured ? CircleCheck : CircleDashed}
          tone={engine.configured ? 'success' : 'neutral'}
        >
          {engine.configured ? t('model.configured') : t('model.notConfigured')}
        </StatusChip>
      </Group>
      {engine.configured ? (
        <>
          <FactList
            facts={[
              { label: t('model.baseUrl'), value: engine.baseUrl },
              { label: t('model.name'), value: engine.model },
            ]}
          />
          {children}
        </>
      ) : (
        <>
          <Text fz="sm" c="dimmed" mb="sm">
            {t('model.how')}
          </Text>
          <Code block>{variables.map((name) => `${name}=…`).join('\n')}</Code>
        </>
      )}
    </section>
  );
}

function ModelTest() {
  const { t } = useTranslation('admin');
  const { t: problem } = useTranslation('problems');
  const test = useModelTest();
  return (
    <>
      <Button mt="md" variant="default" loading={test.isPending} onClick={() => test.mutate()}>
        {t('model.test')}
      </Button>
      <div aria-live="polite">
        {test.data !== undefined && (
          <Alert
            mt="md"
            color={test.data.ok ? 'success' : 'danger'}
            icon={test.data.ok ? <CircleCheck size={16} aria-hidden /> : <CircleX size={16} aria-hidden />}
          >
            {test.data.ok
              ? t('model.testOk', { ms: Math.round(test.data.ms) })
              : t('model.testFailed', { message: test.data.message })}
          </Alert>
        )}
        {test.isError && (
          <Alert mt="md" color="danger">
            {problemText(test.error, problem)}
          </Alert>
        )}
      </div>
    </>
  );
}
