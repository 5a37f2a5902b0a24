// The input of the test chat: Enter sends, unless an input method is composing; arrows bring back earlier lines.
import { ActionIcon, Textarea } from '@mantine/core';
import { GitBranch, Send } from 'lucide-react';
import { useRef, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { isComposing } from '../widgets/composing.ts';
import { NO_HISTORY, recall, remember } from './input-history.ts';

interface Props {
  readonly disabled: boolean;
  readonly placeholder: string;
  /** True when sending would start another branch. */
  readonly forks: boolean;
  readonly onSend: (text: string) => void;
}

export function ChatInput({ disabled, placeholder, forks, onSend }: Props) {
  const { t } = useTranslation('rehearsal');
  const [text, setText] = useState('');
  const history = useRef(NO_HISTORY);

  function send(): void {
    const line = text.trim();
    if (line === '' || disabled) return;
    history.current = remember(history.current, line);
    setText('');
    onSend(line);
  }

  function onKeyDown(event: KeyboardEvent<HTMLTextAreaElement>): void {
    if (isComposing(event.nativeEvent) || event.altKey) return;
    if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault();
      send();
      return;
    }
    const oneLine = !text.includes('\n');
    if (oneLine && (event.key === 'ArrowUp' || event.key === 'ArrowDown')) {
      event.preventDefault();
      const next = recall(history.current, event.key === 'ArrowUp' ? 'up' : 'down', text);
      history.current = next.history;
      setText(next.text);
    }
  }

  return (
    <div className="rh-input">
      {forks && (
        <p className="rh-fork">
          <GitBranch size={14} aria-hidden /> {t('willFork')}
        </p>
      )}
      <div className="rh-input-row">
        <Textarea
          className="rh-input-field"
          aria-label={t('message')}
          placeholder={placeholder}
          autosize
          minRows={1}
          maxRows={5}
          maxLength={20_000}
          autoFocus
          disabled={disabled}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          onKeyDown={onKeyDown}
        />
        <ActionIcon
          size={32}
          variant="filled"
          color="accent"
          aria-label={t('send')}
          disabled={disabled || text.trim() === ''}
          onClick={send}
        >
          <Send size={16} aria-hidden />
        </ActionIcon>
      </div>
    </div>
  );
}
