// Takes a whole base in from a file that was exported.
import { Button, FileButton } from '@mantine/core';
import { Upload } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { KnowledgeBase } from '#nodes/wire/knowledge.ts';
import { useImportBase } from '../api/knowledge-review.ts';
import { toastProblem, toastRefused } from '../ui/toast.ts';

export function ImportButton({ onDone }: { readonly onDone: (base: KnowledgeBase) => void }) {
  const { t } = useTranslation('knowledge');
  const take = useImportBase();

  async function read(file: File | null): Promise<void> {
    if (file === null) return;
    const content = parseFile(await file.text());
    if (content === undefined) toastRefused(t('notABase', { name: file.name }));
    else take.mutate(content, { onSuccess: onDone, onError: (error) => toastProblem(error) });
  }
  return (
    <FileButton accept=".json,application/json" onChange={(file) => void read(file)}>
      {(props) => (
        <Button {...props} variant="default" leftSection={<Upload size={16} aria-hidden />} loading={take.isPending}>
          {t('importBase')}
        </Button>
      )}
    </FileButton>
  );
}

/** The server checks what is in it. */
function parseFile(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
