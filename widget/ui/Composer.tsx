// Where the customer writes. Enter that confirms an input-method candidate never sends.
import { useRef, useState } from 'preact/hooks';
import { acceptedEndings, type FileRules } from '#nodes/kit/file-types.ts';
import type { SentFile } from '#nodes/kit/messages.ts';
import type { Words } from '../words.ts';
import { AttachmentList } from './AttachmentList.tsx';
import type { Attachments } from './use-attachments.ts';

const LONGEST = 20_000;

interface Props {
  readonly words: Words;
  /** What may be attached now; null: nothing. */
  readonly rules: FileRules | null;
  readonly attachments: Attachments;
  /** True beside a person: words and files go out together. Before a bot the files are the answer, and the words stay. */
  readonly both: boolean;
  readonly onSend: (text: string) => void;
  readonly onFiles: (files: readonly SentFile[]) => void;
}

/** The input line. */
export function Composer({ words, rules, attachments, both, onSend, onFiles }: Props) {
  const [text, setText] = useState('');
  const input = useRef<HTMLTextAreaElement>(null);
  const chooser = useRef<HTMLInputElement>(null);
  const { ready, busy } = attachments;
  const maySend = !busy && (text.trim() !== '' || ready.length > 0);
  const send = () => {
    if (!maySend) return;
    const trimmed = text.trim();
    const saysToo = trimmed !== '' && (both || ready.length === 0);
    if (saysToo) onSend(trimmed);
    if (ready.length > 0) {
      onFiles(ready);
      attachments.clear();
    }
    if (!saysToo) return;
    setText('');
    if (input.current !== null) input.current.style.height = '';
    input.current?.focus();
  };
  return (
    <>
      <AttachmentList attachments={attachments} words={words} />
      <div class="composer">
        {rules !== null && (
          <>
            <input
              ref={chooser}
              type="file"
              hidden
              multiple={rules.count > 1}
              accept={acceptedEndings(rules.types)}
              onChange={(event) => {
                attachments.add(event.currentTarget.files ?? []);
                event.currentTarget.value = '';
              }}
            />
            <button type="button" class="clip" aria-label={words.attach} onClick={() => chooser.current?.click()}>
              <Icon path="M21 11l-9 9a6 6 0 0 1-8-8l9-9a4 4 0 0 1 6 6l-9 9a2 2 0 0 1-3-3l8-8" />
            </button>
          </>
        )}
        <textarea
          ref={input}
          rows={1}
          value={text}
          maxLength={LONGEST}
          placeholder={words.placeholder}
          aria-label={words.placeholder}
          enterkeyhint="send"
          onInput={(event) => {
            const area = event.currentTarget;
            setText(area.value);
            area.style.height = 'auto';
            area.style.height = `${String(Math.min(area.scrollHeight, 120))}px`;
          }}
          onPaste={(event) => {
            const files = event.clipboardData?.files;
            if (rules === null || files === undefined || files.length === 0) return;
            event.preventDefault();
            attachments.add(files);
          }}
          onKeyDown={(event) => {
            // Safari reports isComposing false for the confirming Enter, but keyCode 229; nothing else tells it.
            // eslint-disable-next-line @typescript-eslint/no-deprecated
            if (event.key !== 'Enter' || event.shiftKey || event.isComposing || event.keyCode === 229) return;
            event.preventDefault();
            send();
          }}
        />
        <button type="button" aria-label={words.send} disabled={!maySend} onClick={send}>
          <Icon path="M12 19V5M5 12l7-7 7 7" />
        </button>
      </div>
    </>
  );
}

function Icon({ path }: { readonly path: string }) {
  return (
    <svg
      viewBox="0 0 24 24"
      width="20"
      height="20"
      fill="none"
      stroke="currentColor"
      stroke-width="2"
      stroke-linecap="round"
      stroke-linejoin="round"
      aria-hidden="true"
    >
      <path d={path} />
    </svg>
  );
}
