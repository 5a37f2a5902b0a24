// The text of a written document, changed in place: what it says now stays live until the new text was tried and read.
import { Button, Group, Stack, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Source } from '#nodes/wire/knowledge.ts';
import { useSourceText } from '../api/knowledge-sites.ts';
import { DialogFrame } from '../ui/DialogFrame.tsx';
import { QueryView } from '../ui/QueryView.tsx';
import { DraftNotice } from './DraftNotice.tsx';
import { useKeptDraft } from './kept-draft.ts';
import { ReplaceDialog } from './ReplaceDialog.tsx';

interface Props {
  readonly source: Source;
  readonly onClose: () => void;
}

export function EditTextDialog({ source, onClose }: Props) {
  const { t } = useTranslation('knowledge');
  const text = useSourceText(source.id);
  return (
    <DialogFrame opened onClose={onClose} size={760} title={t('sources.editText', { name: source.name })}>
      <QueryView query={text}>{(said) => <Form source={source} said={said} onClose={onClose} />}</QueryView>
    </DialogFrame>
  );
}

function Form({ source, said, onClose }: Props & { readonly said: string }) {
  const { t } = useTranslation('knowledge');
  const { t: tu } = useTranslation('ui');
  const kept = useKeptDraft(`text.${source.id}.${String(source.version)}`, { text: said });
  const { text } = kept.form;
  const [taking, setTaking] = useState<File>();
  const giveUp = (): void => {
    kept.forget();
    onClose();
  };
  return (
    <Stack gap="lg">
      {kept.isRestored && <DraftNotice onDiscard={() => kept.restart({ text: said })} />}
      <Textarea
        label={t('paste.text')}
        data-autofocus
        autosize
        minRows={12}
        maxRows={24}
        maxLength={2_000_000}
        value={text}
        onChange={(event) => kept.change({ text: event.currentTarget.value })}
      />
      <Group justify="flex-end" gap="sm">
        <Button variant="default" onClick={giveUp}>
          {tu('cancel')}
        </Button>
        <Button
          disabled={text.trim() === '' || text === said}
          onClick={() => setTaking(new File([text], fileName(source), { type: 'text/plain' }))}
        >
          {tu('save')}
        </Button>
      </Group>
      {taking !== undefined && (
        <ReplaceDialog sourceId={source.id} content={taking} onClose={() => setTaking(undefined)} onDone={giveUp} />
      )}
    </Stack>
  );
}

/** Plain text stays plain text; what was pasted is Markdown. */
function fileName({ name, kind }: Source): string {
  const ending = kind === 'txt' ? '.txt' : '.md';
  return name.toLowerCase().endsWith(ending) ? name : `${name}${ending}`;
}
