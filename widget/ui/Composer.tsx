// Where the customer writes. Enter that confirms an input-method candidate never sends.
import { useRef, useState } from 'preact/hooks';
import type { Words } from '../words.ts';

const LONGEST = 20_000;

/** The input line. */
export function Composer({ words, onSend }: { readonly words: Words; readonly onSend: (text: string) => void }) {
  const [text, setText] = useState('');
  const input = useRef<HTMLTextAreaElement>(null);
  const send = () => {
    const trimmed = text.trim();
    if (trimmed === '') return;
    onSend(trimmed);
    setText('');
    if (input.current !== null) input.current.style.height = '';
    input.current?.focus();
  };
  return (
    <div class="composer">
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
        onKeyDown={(event) => {
          // Safari reports isComposing false for the confirming Enter, but keyCode 229; nothing else tells it.
          // eslint-disable-next-line @typescript-eslint/no-deprecated
          if (event.key !== 'Enter' || event.shiftKey || event.isComposing || event.keyCode === 229) return;
          event.preventDefault();
          send();
        }}
      />
      <button type="button" aria-label={words.send} disabled={text.trim() === ''} onClick={send}>
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
          <path d="M12 19V5M5 12l7-7 7 7" />
        </svg>
      </button>
    </div>
  );
}
