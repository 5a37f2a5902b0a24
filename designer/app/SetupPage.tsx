// First set-up through the one-time link: makes the first admin.
import { Alert, Button, Checkbox, Select, Stack, Text, TextInput } from '@mantine/core';
import { CircleAlert } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate, useSearchParams } from 'react-router';
import type { Locale } from '#nodes/kit/localized.ts';
import { useFinishSetup, useSetupState } from '../api/auth.ts';
import { ApiProblem } from '../api/http.ts';
import { currentLocale, LOCALE_NAMES, switchLocale } from '../i18n/i18n.ts';
import { localeFrom } from '../i18n/wanted-locale.ts';
import { PasswordField } from '../ui/PasswordField.tsx';
import { problemText } from '../ui/problem-text.ts';
import { Door } from './Door.tsx';

const SHORTEST_PASSWORD = 10;

export function SetupPage() {
  const { t } = useTranslation('shell');
  const { t: problem } = useTranslation('problems');
  const [query] = useSearchParams();
  const token = query.get('token') ?? '';
  const state = useSetupState().data;
  const finish = useFinishSetup();
  const navigate = useNavigate();
  const [name, setName] = useState('');
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [demo, setDemo] = useState(true);
  const [tried, setTried] = useState(false);

  if (state?.needed === false) {
    return (
      <Door title={t('setup.done')} subtitle={t('setup.doneHint')}>
        <Button component={Link} to="/sign-in" fullWidth mt="xl">
          {t('setup.toSignIn')}
        </Button>
      </Door>
    );
  }
  const refused = finish.error instanceof ApiProblem && finish.error.code === 'SETUP_TOKEN_INVALID';
  if (token === '' || refused) {
    return (
      <Door title={t('setup.linkInvalid')}>
        <Text mt="md" c="dimmed" role="alert">
          {t('setup.linkInvalidHint')}
        </Text>
      </Door>
    );
  }
  const missing = SHORTEST_PASSWORD - password.length;
  return (
    <Door title={t('setup.title')} subtitle={t('setup.subtitle')}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          setTried(true);
          if (missing > 0) return;
          finish.mutate(
            { token, name: name.trim(), email: email.trim(), password, locale: currentLocale(), demo },
            { onSuccess: () => void navigate('/', { replace: true }) },
          );
        }}
      >
        <Stack mt="xl" gap="lg">
          {finish.isError && (
            <Alert role="alert" color="danger" icon={<CircleAlert size={16} aria-hidden />}>
              {problemText(finish.error, problem)}
            </Alert>
          )}
          <TextInput
            label={t('setup.name')}
            name="name"
            autoComplete="name"
            autoFocus
            required
            withAsterisk={false}
            maxLength={100}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <TextInput
            label={t('setup.email')}
            description={t('setup.emailHint')}
            type="email"
            name="email"
            autoComplete="username"
            required
            withAsterisk={false}
            value={email}
            onChange={(event) => setEmail(event.currentTarget.value)}
          />
          <PasswordField
            label={t('setup.password')}
            description={t('setup.passwordHint')}
            name="password"
            autoComplete="new-password"
            required
            withAsterisk={false}
            maxLength={200}
            error={tried && missing > 0 ? t('setup.passwordShort', { missing }) : undefined}
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
          />
          <Select
            label={t('setup.language')}
            data={(Object.entries(LOCALE_NAMES) as [Locale, string][]).map(([value, label]) => ({ value, label }))}
            value={currentLocale()}
            onChange={(value) => {
              const locale = localeFrom(value);
              if (locale !== undefined) void switchLocale(locale);
            }}
          />
          <Checkbox
            label={t('setup.demo')}
            description={t('setup.demoHint')}
            checked={demo}
            onChange={(event) => setDemo(event.currentTarget.checked)}
          />
          <Button type="submit" fullWidth loading={finish.isPending}>
            {t('setup.submit')}
          </Button>
        </Stack>
      </form>
    </Door>
  );
}
