// Pasted text becomes a source, after a look at how it will be cut.
import { Alert, Button, Group, Stack, Text, Textarea, TextInput, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { usePasteSource, usePreview } from '../api/knowledge.ts';
import { DialogFrame } from '../ui/DialogFrame.tsx';
import { PlainText } from '../ui/PlainText.tsx';
import { problemText } from '../ui/problem-text.ts';
import { toastDone } from '../ui/toast.ts';
import { DraftNotice } from './DraftNotice.tsx';
import { useKeptDraft } from './kept-draft.ts';

interface Props {
  readonly baseId: string;
  readonly onClose: () => void;
}

const EMPTY = { name: '', text: '' };

/** Under which a text that was begun is kept. */
export function pasteDraftKey(baseId: string): string {
  return `paste.${baseId}`;
}

export function PasteDialog({ baseId, onClose }: Props) {
  const { t } = useTranslation('knowledge');
  const { t: tu } = useTranslation('ui');
  const { t: problem } = useTranslation('problems');
  const paste = usePasteSource(baseId);
  const preview = usePreview();
  const kept = useKeptDraft(pasteDraftKey(baseId), EMPTY);
  const { name, text } = kept.form;
  const complete = name.trim() !== '' && text.trim() !== '';
  const error = paste.error ?? preview.error;
  const stale = preview.variables !== undefined && preview.variables.text !== text;
  function giveUp(): void {
    kept.forget();
    onClose();
  }

  return (
    <DialogFrame opened onClose={onClose} size={720} title={t('paste.title')}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (!complete) return;
          paste.mutate(
            { name: name.trim(), text },
            {
              onSuccess: () => {
                toastDone(t('paste.added', { name: name.trim() }));
                giveUp();
              },
            },
          );
        }}
      >
        <Stack gap="lg">
          {kept.isRestored && <DraftNotice onDiscard={() => kept.restart(EMPTY)} />}
          {error !== null && (
            <Alert role="alert" color="danger">
              {problemText(error, problem)}
            </Alert>
          )}
          <TextInput
            label={t('paste.name')}
            placeholder={t('paste.namePlaceholder')}
            data-autofocus
            maxLength={200}
            value={name}
            onChange={(event) => kept.change({ name: event.currentTarget.value })}
          />
          <Textarea
            label={t('paste.text')}
            minRows={8}
            maxRows={16}
            autosize
            maxLength={2_000_000}
            value={text}
            onChange={(event) => kept.change({ text: event.currentTarget.value })}
          />
          {preview.data !== undefined && (
            <section>
              <Title order={3}>{t('paste.previewTitle', { count: preview.data.passages.length })}</Title>
              <Text fz="sm" c="dimmed" mb="sm">
                {stale ? t('paste.previewAgain') : t('paste.previewHint')}
              </Text>
              <Stack
                gap="sm"
                mah={320}
                style={{ overflow: 'auto' }}
                tabIndex={0}
                role="group"
                aria-label={tu('preview')}
              >
                {preview.data.passages.map((passage, at) => (
                  <div key={at} className="td-passage">
                    {passage.heading !== '' && (
                      <Text fz="xs" c="dimmed">
                        {passage.heading}
                      </Text>
                    )}
                    <PlainText fz="sm">{passage.text}</PlainText>
                  </div>
                ))}
              </Stack>
            </section>
          )}
          <Group justify="space-between">
            <Button
              variant="default"
              disabled={!complete}
              loading={preview.isPending}
              onClick={() => preview.mutate({ name: name.trim(), text })}
            >
              {t('paste.preview')}
            </Button>
            <Group gap="sm">
              <Button variant="default" onClick={giveUp}>
                {tu('cancel')}
              </Button>
              <Button type="submit" disabled={!complete} loading={paste.isPending}>
                {t('paste.add')}
              </Button>
            </Group>
          </Group>
        </Stack>
      </form>
    </DialogFrame>
  );
}
