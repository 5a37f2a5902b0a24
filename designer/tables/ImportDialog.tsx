// Rows from a CSV file, or pasted out of a spreadsheet.
import { Alert, Button, Group, Stack, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { COLUMN_TYPES } from '#nodes/wire/table-limits.ts';
import { ApiProblem } from '../api/http.ts';
import { useImportRows } from '../api/tables.ts';
import { DialogFrame } from '../ui/DialogFrame.tsx';
import { FileDrop } from '../ui/FileDrop.tsx';
import { problemText } from '../ui/problem-text.ts';
import { toastDone } from '../ui/toast.ts';

interface Props {
  readonly tableId: string;
  /** What was pasted into the grid. */
  readonly pasted: string;
  readonly onClose: () => void;
}

export function ImportDialog({ tableId, pasted, onClose }: Props) {
  const { t } = useTranslation('tables');
  const { t: tu } = useTranslation('ui');
  const { t: problem } = useTranslation('problems');
  const add = useImportRows(tableId);
  const [text, setText] = useState(pasted);
  /** What the server found, in words of this language. */
  function reasonOf(error: Error): string | undefined {
    if (!(error instanceof ApiProblem) || error.code !== 'REQUEST_INVALID') return undefined;
    const { line, column, type, heading, twice } = error.facts;
    const word = COLUMN_TYPES.find((one) => one === type);
    if (typeof heading === 'string') return t(twice === true ? 'import.twice' : 'import.stranger', { name: heading });
    if (typeof line !== 'number') return t('import.nothing');
    if (typeof column !== 'string' || word === undefined) return t('import.tooMany', { line });
    return t('import.unfit', { line, column, type: t(`types.${word}`) });
  }
  return (
    <DialogFrame opened onClose={onClose} title={t('import.title')} size="lg">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          add.mutate(text, {
            onSuccess: ({ added }) => {
              toastDone(t('import.done', { count: added }));
              onClose();
            },
          });
        }}
      >
        <Stack gap="lg">
          {add.error !== null && (
            <Alert role="alert" color="danger">
              {reasonOf(add.error) ?? problemText(add.error, problem)}
            </Alert>
          )}
          <FileDrop accept=".csv,text/csv,.tsv,.txt" onFiles={([file]) => void file?.text().then(setText)}>
            {t('import.drop')}
          </FileDrop>
          <Textarea
            label={t('import.text')}
            description={t('import.hint')}
            data-autofocus
            autosize
            minRows={6}
            maxRows={14}
            spellCheck={false}
            maxLength={4_000_000}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
          />
          <Group justify="flex-end" gap="sm">
            <Button variant="default" onClick={onClose}>
              {tu('cancel')}
            </Button>
            <Button type="submit" disabled={text.trim() === ''} loading={add.isPending}>
              {t('import.add')}
            </Button>
          </Group>
        </Stack>
      </form>
    </DialogFrame>
  );
}
