// A test mail to oneself: that it was taken, or in which step it failed and what the server said.
import { Alert, Button, Text } from '@mantine/core';
import { CircleCheck, CircleX } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { MailTest } from '#nodes/wire/mail.ts';
import { useMe } from '../api/auth.ts';
import { useMailTest } from '../api/mail.ts';
import { currentLocale } from '../i18n/i18n.ts';
import { problemText } from '../ui/problem-text.ts';

const STAGES = ['connect', 'encrypt', 'login', 'sender', 'recipient', 'content'] as const;
const CODES = ['EGRESS_DENIED', 'EGRESS_FAILED', 'EGRESS_TIMEOUT', 'RATE_LIMITED'] as const;

export function MailTestPart({ isChanged }: { readonly isChanged: boolean }) {
  const { t } = useTranslation('admin');
  const { t: problem } = useTranslation('problems');
  const test = useMailTest();
  const email = useMe().data?.user.email ?? '';
  return (
    <div>
      <Button
        variant="default"
        loading={test.isPending}
        disabled={isChanged}
        aria-describedby="mail-test-hint"
        onClick={() => test.mutate(currentLocale())}
      >
        {t('mail.test')}
      </Button>
      <Text id="mail-test-hint" fz="sm" c="dimmed" mt={4}>
        {isChanged ? t('mail.testUnsaved') : t('mail.testHint', { email })}
      </Text>
      <div aria-live="polite">
        {test.data !== undefined && <Outcome outcome={test.data} />}
        {test.isError && (
          <Alert mt="md" color="danger">
            {problemText(test.error, problem)}
          </Alert>
        )}
      </div>
    </div>
  );
}

function Outcome({ outcome }: { readonly outcome: MailTest }) {
  const { t } = useTranslation('admin');
  const { ok, ms, to, code, reply } = outcome;
  if (ok) {
    return (
      <Alert mt="md" color="success" icon={<CircleCheck size={16} aria-hidden />}>
        {t('mail.testOk', { to, ms })}
      </Alert>
    );
  }
  const stage = STAGES.find((one) => one === outcome.stage);
  const known = CODES.find((one) => one === code);
  return (
    <Alert mt="md" color="danger" icon={<CircleX size={16} aria-hidden />}>
      {stage !== undefined && code !== 'EGRESS_TIMEOUT'
        ? t(`mail.stages.${stage}`)
        : known === undefined
          ? t('mail.codes.other', { code })
          : t(`mail.codes.${known}`)}
      {reply !== '' && (
        <Text fz="sm" mt={4}>
          {t('mail.reply', { reply })}
        </Text>
      )}
    </Alert>
  );
}
