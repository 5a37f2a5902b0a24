// Changes the name of a flow and the name in its public address.
import { Alert, Button, Group, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FlowSummary } from '#nodes/wire/flows.ts';
import { useUpdateFlow } from '../api/flows.ts';
import { DialogFrame } from '../ui/DialogFrame.tsx';
import { problemText } from '../ui/problem-text.ts';
import { toastDone } from '../ui/toast.ts';

const SLUG = /^[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?$/;

interface Props {
  readonly flow: FlowSummary;
  readonly onClose: () => void;
}

export function RenameFlowDialog({ flow, onClose }: Props) {
  const { t } = useTranslation('library');
  const { t: tu } = useTranslation('ui');
  const { t: problem } = useTranslation('problems');
  const update = useUpdateFlow();
  const [name, setName] = useState(flow.name);
  const [slug, setSlug] = useState(flow.slug);
  const slugFits = SLUG.test(slug);
  return (
    <DialogFrame opened onClose={onClose} title={t('renameDialog.title')}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (!slugFits || name.trim() === '') return;
          update.mutate(
            { id: flow.id, name: name.trim(), slug },
            {
              onSuccess: () => {
                toastDone(t('renamed', { name: name.trim() }));
                onClose();
              },
            },
          );
        }}
      >
        <Stack gap="lg">
          {update.isError && (
            <Alert role="alert" color="danger">
              {problemText(update.error, problem)}
            </Alert>
          )}
          <TextInput
            label={t('renameDialog.name')}
            data-autofocus
            required
            withAsterisk={false}
            maxLength={200}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <TextInput
            label={t('renameDialog.slug')}
            description={t('renameDialog.slugHint', { slug })}
            error={slugFits ? undefined : t('renameDialog.slugWrong')}
            maxLength={64}
            value={slug}
            onChange={(event) => setSlug(event.currentTarget.value)}
          />
          <Group justify="flex-end" gap="sm">
            <Button variant="default" onClick={onClose}>
              {tu('cancel')}
            </Button>
            <Button type="submit" loading={update.isPending}>
              {tu('save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </DialogFrame>
  );
}
