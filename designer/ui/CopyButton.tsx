// Copies a text and says that it did, to eyes and to screen readers.
import { Button } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { Check, Copy } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { labelled } from '../i18n/punctuation.ts';

interface Props {
  readonly value: string;
  /** What is copied, for screen readers; the button shows only "Copy". */
  readonly what: string;
}

export function CopyButton({ value, what }: Props) {
  const { t } = useTranslation('ui');
  const clipboard = useClipboard({ timeout: 2000 });
  const word = clipboard.copied ? t('copied') : t('copy');
  return (
    <Button
      variant="default"
      aria-label={labelled(word, what)}
      leftSection={clipboard.copied ? <Check size={14} aria-hidden /> : <Copy size={14} aria-hidden />}
      onClick={() => clipboard.copy(value)}
    >
      <span aria-live="polite">{word}</span>
    </Button>
  );
}
