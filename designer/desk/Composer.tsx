// Where staff write: a reply to the customer, or a private note.
import { ActionIcon, Button, FileButton, Group, SegmentedControl, Text, Textarea } from '@mantine/core';
import { Paperclip, SendHorizontal, StickyNote } from 'lucide-react';
import { useImperativeHandle, useRef, useState, type Ref } from 'react';
import { useTranslation } from 'react-i18next';
import { acceptedEndings, PERSON_FILE_RULES } from '#nodes/kit/file-types.ts';
import { isSendKey } from '../ui/keys.ts';

/** What is being written. */
export type ComposerMode = 'reply' | 'note';

/** What the keyboard of the desk may ask of the composer. */
export interface ComposerHandle {
  readonly focus: (mode: ComposerMode) => void;
}

interface Props {
  readonly handle: Ref<ComposerHandle>;
  readonly mayReply: boolean;
  readonly onReply: (text: string) => void;
  readonly onFile: (file: File) => void;
  /** Answers whether the note was stored; the text stays when it was not. */
  readonly onNote: (text: string) => Promise<boolean>;
}

export function Composer({ handle, mayReply, onReply, onFile, onNote }: Props) {
  const { t } = useTranslation('desk');
  const field = useRef<HTMLTextAreaElement>(null);
  const [chosen, setMode] = useState<ComposerMode>('reply');
  const [drafts, setDrafts] = useState<Readonly<Record<ComposerMode, string>>>({ reply: '', note: '' });
  const mode = mayReply ? chosen : 'note';
  const text = drafts[mode];
  useImperativeHandle(handle, () => ({
    focus(next) {
      setMode(next);
      field.current?.focus();
    },
  }));

  function setText(value: string): void {
    setDrafts((before) => ({ ...before, [mode]: value }));
  }

  function submit(): void {
    const words = text.trim();
    if (words === '') return;
    if (mode === 'reply') {
      onReply(words);
      setText('');
      return;
    }
    void onNote(words).then((stored) => {
      if (stored) setDrafts((before) => ({ ...before, note: '' }));
    });
  }
  return (
    <div className="td-composer" data-mode={mode}>
      <Group justify="space-between" mb="sm">
        <SegmentedControl
          size="xs"
          aria-label={`${t('composer.reply')} / ${t('composer.note')}`}
          value={mode}
          disabled={!mayReply}
          onChange={(value) => {
            setMode(value === 'note' ? 'note' : 'reply');
            field.current?.focus();
          }}
          data={[
            { value: 'reply', label: t('composer.reply') },
            { value: 'note', label: t('composer.note') },
          ]}
        />
        <Text fz="xs" c="dimmed">
          {t('composer.hint')}
        </Text>
      </Group>
      <Group align="flex-end" gap="sm" wrap="nowrap">
        <Textarea
          ref={field}
          flex={1}
          autosize
          minRows={2}
          maxRows={8}
          maxLength={mode === 'reply' ? 20_000 : 5000}
          aria-label={mode === 'reply' ? t('composer.replyLabel') : t('composer.noteLabel')}
          placeholder={mode === 'reply' ? t('composer.replyPlaceholder') : t('composer.notePlaceholder')}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          onPaste={(event) => {
            const files = [...event.clipboardData.files];
            if (mode !== 'reply' || files.length === 0) return;
            event.preventDefault();
            files.forEach(onFile);
          }}
          onKeyDown={(event) => {
            if (!isSendKey(event)) return;
            event.preventDefault();
            submit();
          }}
        />
        {mode === 'reply' && (
          <FileButton
            accept={acceptedEndings(PERSON_FILE_RULES.types)}
            multiple
            onChange={(files) => files.forEach(onFile)}
          >
            {(props) => (
              <ActionIcon {...props} size={36} variant="default" aria-label={t('composer.attach')}>
                <Paperclip size={16} aria-hidden />
              </ActionIcon>
            )}
          </FileButton>
        )}
        <Button
          disabled={text.trim() === ''}
          variant={mode === 'reply' ? 'filled' : 'default'}
          leftSection={
            mode === 'reply' ? <SendHorizontal size={16} aria-hidden /> : <StickyNote size={16} aria-hidden />
          }
          onClick={submit}
        >
          {mode === 'reply' ? t('composer.send') : t('composer.addNote')}
        </Button>
      </Group>
    </div>
  );
}
