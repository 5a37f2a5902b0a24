// The mail server: entered, tried with a mail to oneself that says exactly what failed, and forgotten; its password is written and never shown.
import { Alert, Button, Group, NumberInput, Select, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { MAIL_SECURITIES, type MailServerView, type SaveMailServer } from '#nodes/wire/mail.ts';
import { useMailServer, useRemoveMailServer, useSaveMailServer } from '../api/mail.ts';
import { ConfirmDialog } from '../ui/ConfirmDialog.tsx';
import { PasswordField } from '../ui/PasswordField.tsx';
import { problemText } from '../ui/problem-text.ts';
import { QueryView } from '../ui/QueryView.tsx';
import { toastDone, toastProblem } from '../ui/toast.ts';
import { MailTestPart } from './MailTestPart.tsx';

const USUAL_PORTS = { tls: 465, starttls: 587, none: 25 } as const;
const EMPTY = { host: '', port: 587, security: 'starttls', user: '', fromAddress: '', fromName: '' } as const;

export function MailSection() {
  return (
    <QueryView query={useMailServer()}>
      {(server) => <MailForm key={server?.updatedAt ?? 'none'} server={server ?? undefined} />}
    </QueryView>
  );
}

function MailForm({ server }: { readonly server: MailServerView | undefined }) {
  const { t } = useTranslation('admin');
  const { t: tu } = useTranslation('ui');
  const { t: problem } = useTranslation('problems');
  const save = useSaveMailServer();
  const saved = server === undefined ? EMPTY : settingsOf(server);
  const [draft, setDraft] = useState<Omit<SaveMailServer, 'password'>>(saved);
  const [password, setPassword] = useState('');
  const isChanged = password !== '' || JSON.stringify(draft) !== JSON.stringify(saved);
  const set = (changes: Partial<typeof draft>): void => setDraft({ ...draft, ...changes });

  function submit(): void {
    const given = { ...draft, ...(password === '' || draft.user === '' ? {} : { password }) };
    save.mutate(given, { onSuccess: () => toastDone(t('mail.saved')) });
  }

  return (
    <Stack gap="xl" className="td-form">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <Stack gap="lg">
          {save.isError && (
            <Alert role="alert" color="danger">
              {problemText(save.error, problem)}
            </Alert>
          )}
          <ServerFields draft={draft} set={set} />
          {draft.security !== 'none' && draft.user !== '' && (
            <PasswordField
              label={t('mail.password')}
              description={server?.hasPassword === true ? t('mail.passwordHint') : undefined}
              required={server?.hasPassword !== true}
              withAsterisk={false}
              autoComplete="new-password"
              maxLength={1000}
              value={password}
              onChange={(event) => setPassword(event.currentTarget.value)}
            />
          )}
          <TextInput
            label={t('mail.fromAddress')}
            description={t('mail.fromAddressHint')}
            required
            withAsterisk={false}
            type="email"
            maxLength={254}
            value={draft.fromAddress}
            onChange={(event) => set({ fromAddress: event.currentTarget.value })}
          />
          <TextInput
            label={t('mail.fromName')}
            maxLength={100}
            value={draft.fromName}
            onChange={(event) => set({ fromName: event.currentTarget.value })}
          />
          <Group justify="space-between">
            <Button type="submit" loading={save.isPending}>
              {tu('save')}
            </Button>
            {server !== undefined && <RemoveServer />}
          </Group>
        </Stack>
      </form>
      {server !== undefined && <MailTestPart isChanged={isChanged} />}
    </Stack>
  );
}

interface FieldsProps {
  readonly draft: Omit<SaveMailServer, 'password'>;
  readonly set: (changes: Partial<FieldsProps['draft']>) => void;
}

function ServerFields({ draft, set }: FieldsProps) {
  const { t } = useTranslation('admin');
  return (
    <>
      <TextInput
        label={t('mail.host')}
        description={t('mail.hostHint')}
        required
        withAsterisk={false}
        maxLength={253}
        spellCheck={false}
        value={draft.host}
        onChange={(event) => set({ host: event.currentTarget.value })}
      />
      <Select
        label={t('mail.security')}
        description={draft.security === 'none' ? t('mail.noneHint') : undefined}
        allowDeselect={false}
        data={MAIL_SECURITIES.map((value) => ({ value, label: t(`mail.securities.${value}`) }))}
        value={draft.security}
        onChange={(next) => {
          const security = MAIL_SECURITIES.find((one) => one === next) ?? draft.security;
          const isUsual = draft.port === USUAL_PORTS[draft.security];
          set({
            security,
            ...(isUsual ? { port: USUAL_PORTS[security] } : {}),
            ...(security === 'none' ? { user: '' } : {}),
          });
        }}
      />
      <NumberInput
        label={t('mail.port')}
        required
        withAsterisk={false}
        min={1}
        max={65_535}
        allowDecimal={false}
        value={draft.port}
        onChange={(next) => set({ port: typeof next === 'number' ? next : draft.port })}
      />
      {draft.security !== 'none' && (
        <TextInput
          label={t('mail.user')}
          description={t('mail.userHint')}
          maxLength={320}
          autoComplete="off"
          spellCheck={false}
          value={draft.user}
          onChange={(event) => set({ user: event.currentTarget.value })}
        />
      )}
    </>
  );
}

function RemoveServer() {
  const { t } = useTranslation('admin');
  const remove = useRemoveMailServer();
  const [isAsking, setAsking] = useState(false);
  return (
    <>
      <Button variant="subtle" color="danger" onClick={() => setAsking(true)}>
        {t('mail.remove')}
      </Button>
      <ConfirmDialog
        opened={isAsking}
        title={t('mail.removeTitle')}
        confirm={t('mail.remove')}
        busy={remove.isPending}
        onClose={() => setAsking(false)}
        onConfirm={() =>
          remove.mutate(undefined, { onSuccess: () => setAsking(false), onError: (error) => toastProblem(error) })
        }
      >
        {t('mail.removeBody')}
      </ConfirmDialog>
    </>
  );
}

function settingsOf({ host, port, security, user, fromAddress, fromName }: MailServerView) {
  return { host, port, security, user, fromAddress, fromName };
}
