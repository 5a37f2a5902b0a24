// A place to drop files that is also a plain file button for keyboard and screen reader.
import { useId, useState, type ReactNode } from 'react';
import './file-drop.css';

interface Props {
  readonly accept: string;
  readonly multiple?: boolean;
  readonly busy?: boolean;
  readonly onFiles: (files: readonly File[]) => void;
  readonly children: ReactNode;
}

export function FileDrop({ accept, multiple = false, busy = false, onFiles, children }: Props) {
  const id = useId();
  const [over, setOver] = useState(false);
  return (
    <label
      htmlFor={id}
      className="td-drop"
      data-over={over}
      aria-busy={busy}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        if (!busy) onFiles([...event.dataTransfer.files]);
      }}
    >
      <input
        id={id}
        type="file"
        className="td-visually-hidden"
        accept={accept}
        multiple={multiple}
        disabled={busy}
        onChange={(event) => {
          onFiles([...(event.currentTarget.files ?? [])]);
          event.currentTarget.value = '';
        }}
      />
      {children}
    </label>
  );
}
