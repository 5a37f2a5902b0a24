// The files beside the input, each with its progress, its refusal, and a way to take it back.
import type { Words } from '../words.ts';
import type { Attachments } from './use-attachments.ts';

/** The list; nothing without files. */
export function AttachmentList({ attachments, words }: { readonly attachments: Attachments; readonly words: Words }) {
  if (attachments.list.length === 0) return null;
  return (
    <ul class="files" aria-label={words.attached}>
      {attachments.list.map(({ key, name, percent, file, refusal }) => (
        <li key={key}>
          <span class="name">{name}</span>
          {refusal !== undefined ? (
            <span class="error" role="alert">
              {refusal}
            </span>
          ) : file === undefined ? (
            <progress max={100} value={percent} aria-label={`${words.uploading} ${name}`} />
          ) : (
            <span role="status">✓</span>
          )}
          <button type="button" class="plain" aria-label={words.remove(name)} onClick={() => attachments.remove(key)}>
            ✕
          </button>
        </li>
      ))}
    </ul>
  );
}
