// A file that was sent: a picture is shown, anything else is saved when the customer asks. Bytes come with the conversation's own token.
import { useEffect, useState } from 'preact/hooks';
import { sizeInWords } from '#nodes/kit/file-types.ts';
import type { SentFile } from '#nodes/kit/messages.ts';
import type { Words } from '../words.ts';

/** Gets the bytes. */
export type LoadFile = (id: string) => Promise<Blob>;

interface Props {
  readonly file: SentFile;
  readonly words: Words;
  readonly load: LoadFile;
}

/** One file. */
export function FileView({ file, words, load }: Props) {
  const [address, setAddress] = useState<string>();
  const [gone, setGone] = useState(false);
  const { id, kind, name } = file;
  const fetchFile = async () => {
    try {
      const blob = URL.createObjectURL(await load(id));
      setAddress(blob);
      return blob;
    } catch {
      setGone(true);
      return undefined;
    }
  };
  useEffect(() => {
    if (kind === 'image') void fetchFile();
  }, [id]);
  useEffect(() => () => (address === undefined ? undefined : URL.revokeObjectURL(address)), [address]);
  const save = async () => {
    const from = address ?? (await fetchFile());
    if (from === undefined) return;
    const link = document.createElement('a');
    link.href = from;
    link.download = name;
    link.click();
  };
  if (gone) {
    return (
      <span class="state">
        {name} · {words.gone}
      </span>
    );
  }
  return (
    <button type="button" class="file" aria-label={`${words.download} ${name}`} onClick={() => void save()}>
      {kind === 'image' && address !== undefined ? (
        <img src={address} alt={name} />
      ) : (
        <>
          📎 {name} <small>{sizeInWords(file.sizeBytes)}</small>
        </>
      )}
    </button>
  );
}
