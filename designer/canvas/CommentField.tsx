// Where a comment is written: Ctrl+Enter sends, and after @ the colleagues are offered by name.
import { Button, Group, Textarea } from '@mantine/core';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Comments } from '#nodes/wire/comments.ts';

const OFFERED = 5;

interface Props {
  readonly label: string;
  readonly value: string;
  readonly people: Comments['people'];
  readonly onChange: (text: string) => void;
  readonly onSend: () => void;
}

export function CommentField({ label, value, people, onChange, onSend }: Props) {
  const { t } = useTranslation('comments');
  const field = useRef<HTMLTextAreaElement>(null);
  const begun = /@([^@\n]{0,40})$/u.exec(value)?.[1];
  const offered =
    begun === undefined
      ? []
      : people
          .filter(({ name }) => name.toLowerCase().startsWith(begun.toLowerCase()) && name !== begun)
          .slice(0, OFFERED);
  return (
    <>
      <Textarea
        ref={field}
        label={label}
        autosize
        minRows={2}
        maxRows={8}
        maxLength={4000}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
        onKeyDown={(event) => {
          event.stopPropagation();
          if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
          event.preventDefault();
          onSend();
        }}
      />
      {offered.length > 0 && (
        <Group gap={4} mt={4} role="group" aria-label={t('mention')}>
          {offered.map(({ id, name }) => (
            <Button
              key={id}
              size="compact-xs"
              variant="default"
              onClick={() => {
                onChange(`${value.slice(0, value.lastIndexOf('@'))}@${name} `);
                field.current?.focus();
              }}
            >
              @{name}
            </Button>
          ))}
        </Group>
      )}
    </>
  );
}
