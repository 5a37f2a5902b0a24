// Makes a knowledge base or changes its name and description.
import { Alert, Button, Group, Stack, Switch, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { KnowledgeBase } from '#nodes/wire/knowledge.ts';
import { useMe } from '../api/auth.ts';
import { useCreateBase, useUpdateBase } from '../api/knowledge.ts';
import { DialogFrame } from '../ui/DialogFrame.tsx';
import { problemText } from '../ui/problem-text.ts';

interface Props {
  readonly base?: KnowledgeBase;
  readonly onClose: () => void;
  readonly onDone: (base: KnowledgeBase) => void;
}

export function BaseDialog({ base, onClose, onDone }: Props) {
  const { t } = useTranslation('knowledge');
  const { t: tu } = useTranslation('ui');
  const { t: problem } = useTranslation('problems');
  const create = useCreateBase();
  const update = useUpdateBase();
  const [name, setName] = useState(base?.name ?? '');
  const [description, setDescription] = useState(base?.description ?? '');
  const [rerank, setRerank] = useState(base?.rerank ?? false);
  const hasModel = useMe().data?.features.model === true;
  const error = create.error ?? update.error;
  return (
    <DialogFrame opened onClose={onClose} title={base === undefined ? t('base.create') : t('base.edit')}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          const body = { name: name.trim(), description: description.trim(), rerank };
          if (body.name === '') return;
          if (base === undefined) create.mutate(body, { onSuccess: onDone });
          else update.mutate({ id: base.id, ...body }, { onSuccess: onDone });
        }}
      >
        <Stack gap="lg">
          {error !== null && (
            <Alert role="alert" color="danger">
              {problemText(error, problem)}
            </Alert>
          )}
          <TextInput
            label={t('base.name')}
            placeholder={t('base.namePlaceholder')}
            data-autofocus
            required
            withAsterisk={false}
            maxLength={200}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Textarea
            label={`${t('base.description')} (${tu('optional')})`}
            placeholder={t('base.descriptionPlaceholder')}
            autosize
            minRows={2}
            maxLength={1000}
            value={description}
            onChange={(event) => setDescription(event.currentTarget.value)}
          />
          <Switch
            label={t('base.rerank')}
            description={hasModel ? t('base.rerankHint') : t('base.rerankNoModel')}
            checked={rerank}
            onChange={(event) => setRerank(event.currentTarget.checked)}
          />
          <Group justify="flex-end" gap="sm">
            <Button variant="default" onClick={onClose}>
              {tu('cancel')}
            </Button>
            <Button type="submit" loading={create.isPending || update.isPending}>
              {base === undefined ? tu('create') : tu('save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </DialogFrame>
  );
}
