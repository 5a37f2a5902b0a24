// Attaching files in the test chat: names only, nothing leaves the browser.
import { Button, FileButton, Text } from '@mantine/core';
import { Paperclip } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { acceptedEndings } from '#nodes/kit/file-types.ts';
import type { Upload } from '#nodes/kit/messages.ts';
import type { Act } from './rehearsal-tree.ts';

interface Props {
  readonly upload: Upload;
  readonly onAct: (act: Act, said: string) => void;
}

export function FilesMessage({ upload, onAct }: Props) {
  const { t } = useTranslation('rehearsal');

  function choose(files: readonly File[]): void {
    const names = files.slice(0, 10).map(({ name }) => name);
    if (names.length > 0) onAct({ kind: 'files', names }, names.join(' · '));
  }
  return (
    <div className="rh-choices">
      <FileButton multiple accept={acceptedEndings(upload.types)} onChange={choose}>
        {(props) => (
          <Button {...props} size="compact-sm" variant="default" leftSection={<Paperclip size={14} aria-hidden />}>
            {t('files.choose')}
          </Button>
        )}
      </FileButton>
      <Text fz="xs" c="dimmed">
        {t('files.hint')}
      </Text>
    </div>
  );
}
