// Sign-in with e-mail and password.
import { Alert, Button, Stack, TextInput } from '@mantine/core';
import { CircleAlert } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Navigate, useLocation } from 'react-router';
import { useMe, useSetupState, useSignIn } from '../api/auth.ts';
import { ApiProblem } from '../api/http.ts';
import { PasswordField } from '../ui/PasswordField.tsx';
import { problemText } from '../ui/problem-text.ts';
import { Door } from './Door.tsx';

export function SignInPage() {
  const { t } = useTranslation('shell');
  const { t: problem } = useTranslation('problems');
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const me = useMe().data;
  const setup = useSetupState().data;
  const signIn = useSignIn();
  const back = parseReturnPath(useLocation().state);
  if (me !== undefined && me !== null) return <Navigate to={back} replace />;

  const message = signIn.isError ? wordsFor(signIn.error) : undefined;
  function wordsFor(error: Error): string {
    if (error instanceof ApiProblem && error.code === 'AUTH_FAILED') return t('signIn.failed');
    if (error instanceof ApiProblem && error.code === 'RATE_LIMITED') return t('signIn.tooMany');
    if (error instanceof ApiProblem && error.code === 'REQUEST_INVALID') return t('signIn.emailHint');
    return problemText(error, problem);
  }
  return (
    <Door title={t('signIn.title')} subtitle={t('signIn.subtitle')}>
      {setup?.needed === true && (
        <Alert color="warning" mt="lg">
          {t('signIn.setupNeeded')}
        </Alert>
      )}
      <form
        onSubmit={(event) => {
          event.preventDefault();
          signIn.mutate({ email: email.trim(), password });
        }}
      >
        <Stack mt="xl" gap="lg">
          {message !== undefined && (
            <Alert role="alert" color="danger" icon={<CircleAlert size={16} aria-hidden />}>
              {message}
            </Alert>
          )}
          <TextInput
            label={t('signIn.email')}
            type="email"
            name="email"
            autoComplete="username"
            autoFocus
            required
            withAsterisk={false}
            value={email}
            onChange={(event) => setEmail(event.currentTarget.value)}
          />
          <PasswordField
            label={t('signIn.password')}
            name="password"
            autoComplete="current-password"
            required
            withAsterisk={false}
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
          />
          <Button type="submit" fullWidth loading={signIn.isPending}>
            {t('signIn.submit')}
          </Button>
        </Stack>
      </form>
    </Door>
  );
}

function parseReturnPath(state: unknown): string {
  if (typeof state !== 'object' || state === null) return '/';
  const from: unknown = Reflect.get(state, 'from');
  return typeof from === 'string' && from.startsWith('/') && !from.startsWith('//') ? from : '/';
}
