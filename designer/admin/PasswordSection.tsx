// Changes one's own password.
import { Alert, Button, Group, Stack } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useChangePassword, useMe } from '../api/auth.ts';
import { ApiProblem } from '../api/http.ts';
import { PasswordField } from '../ui/PasswordField.tsx';
import { problemText } from '../ui/problem-text.ts';
import { toastDone } from '../ui/toast.ts';

const SHORTEST = 10;

export function PasswordSection() {
  const { t } = useTranslation('admin');
  const { t: problem } = useTranslation('problems');
  const me = useMe().data;
  const change = useChangePassword();
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const [again, setAgain] = useState('');
  const [tried, setTried] = useState(false);
  const short = next.length < SHORTEST;
  const different = next !== again;
  const wrong = change.error instanceof ApiProblem && change.error.code === 'AUTH_FAILED';
  return (
    <form
      className="td-form"
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        if (short || different) return;
        change.mutate(
          { current, next },
          {
            onSuccess: () => {
              setCurrent('');
              setNext('');
              setAgain('');
              setTried(false);
              toastDone(t('password.changed'));
            },
          },
        );
      }}
    >
      <Stack gap="lg">
        {change.isError && !wrong && (
          <Alert role="alert" color="danger">
            {problemText(change.error, problem)}
          </Alert>
        )}
        <input type="hidden" name="username" autoComplete="username" value={me?.user.email ?? ''} readOnly />
        <PasswordField
          label={t('password.current')}
          autoComplete="current-password"
          required
          withAsterisk={false}
          error={wrong ? t('password.wrong') : undefined}
          value={current}
          onChange={(event) => setCurrent(event.currentTarget.value)}
        />
        <PasswordField
          label={t('password.next')}
          description={t('password.nextHint')}
          autoComplete="new-password"
          required
          withAsterisk={false}
          maxLength={200}
          error={tried && short ? t('password.short') : undefined}
          value={next}
          onChange={(event) => setNext(event.currentTarget.value)}
        />
        <PasswordField
          label={t('password.repeat')}
          autoComplete="new-password"
          required
          withAsterisk={false}
          maxLength={200}
          error={tried && !short && different ? t('password.mismatch') : undefined}
          value={again}
          onChange={(event) => setAgain(event.currentTarget.value)}
        />
        <Group>
          <Button type="submit" loading={change.isPending}>
            {t('password.submit')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
