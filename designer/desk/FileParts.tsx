// Files of a message at the desk: pictures as thumbnails, everything else by its name; all of them open as a download.
import { Anchor, Text } from '@mantine/core';
import { Paperclip } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { sizeInWords } from '#nodes/kit/file-types.ts';
import type { SentFile } from '#nodes/kit/messages.ts';
import { sentFileAddress } from '../api/desk.ts';

interface Props {
  readonly sessionId: string;
  readonly files: readonly SentFile[];
}

export function FileParts({ sessionId, files }: Props) {
  return files.map((file) => <FilePart key={file.id} address={sentFileAddress(sessionId, file.id)} file={file} />);
}

function FilePart({ address, file }: { readonly address: string; readonly file: SentFile }) {
  const { t } = useTranslation('desk');
  const [gone, setGone] = useState(false);
  const { name, kind, sizeBytes } = file;
  if (gone) return <Text c="dimmed">{t('parts.fileGone', { name })}</Text>;
  return (
    <Anchor href={address} download={name} className="td-file" aria-label={t('parts.download', { name })}>
      {kind === 'image' ? (
        <img src={address} alt={name} loading="lazy" onError={() => setGone(true)} />
      ) : (
        <>
          <Paperclip size={14} aria-hidden /> {name} <small>{sizeInWords(sizeBytes)}</small>
        </>
      )}
    </Anchor>
  );
}
