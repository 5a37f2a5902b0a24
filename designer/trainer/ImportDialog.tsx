// Importing sentences: files or pasted text are read beside the page; what they would change is shown before anything is.
import { Loader, Textarea } from '@mantine/core';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { DialogFrame } from '../ui/DialogFrame.tsx';
import { FileDrop } from '../ui/FileDrop.tsx';
import { ImportPreview } from './ImportPreview.tsx';
import { readFileInWorker, readInWorker } from './lists/read-in-worker.ts';
import type { ListProblem } from './lists/read-list.ts';
import { mergeLists, type TaughtList } from './lists/taught-list.ts';

/** What came of reading. `name`: of the file, or of several; empty for pasted text. */
type Reading =
  | { readonly kind: 'reading' | 'read'; readonly name: string; readonly list?: TaughtList }
  | { readonly kind: 'refused'; readonly name: string; readonly problem: ListProblem };

export function ImportDialog({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation('trainer');
  const [pasted, setPasted] = useState('');
  const { reading, readFiles, readText } = useReading();
  return (
    <DialogFrame opened onClose={onClose} title={t('import_.title')} size="lg">
      <p className="tr-quiet">{t('import_.lead')}</p>
      <FileDrop
        multiple
        accept=".csv,.tsv,.txt,.md,.yml,.yaml,.json,.zip"
        onFiles={(files) => {
          if (files.length === 0) return;
          setPasted('');
          readFiles(files);
        }}
      >
        {t('import_.drop')}
      </FileDrop>
      <Textarea
        mt={12}
        label={t('import_.paste')}
        placeholder={t('import_.pastePlaceholder')}
        autosize
        minRows={4}
        maxRows={10}
        value={pasted}
        onChange={(event) => {
          setPasted(event.currentTarget.value);
          readText(event.currentTarget.value);
        }}
      />
      <div role="status">
        {reading?.kind === 'reading' && (
          <p className="tr-state">
            <Loader size={12} aria-hidden />
            {reading.name === '' ? t('import_.reading') : t('import_.readingFile', { name: reading.name })}
          </p>
        )}
        {reading?.kind === 'refused' && (
          <p className="tr-danger">
            {reading.name !== '' && <strong dir="auto">{reading.name} </strong>}
            {t(`import_.problem.${reading.problem}`)}
          </p>
        )}
      </div>
      {reading?.kind === 'read' && reading.list !== undefined && (
        <ImportPreview list={reading.list} name={reading.name} onClose={onClose} />
      )}
    </DialogFrame>
  );
}

interface Reader {
  readonly reading: Reading | undefined;
  readFiles(files: readonly File[]): void;
  readText(text: string): void;
}

/** The newest wish replaces the one before. */
function useReading(): Reader {
  const [reading, setReading] = useState<Reading>();
  const running = useRef<AbortController>(null);

  function begin(): AbortSignal {
    running.current?.abort();
    running.current = new AbortController();
    return running.current.signal;
  }

  return {
    reading,
    readFiles(files) {
      const signal = begin();
      const name = files.map((file) => file.name).join(' · ');
      setReading({ kind: 'reading', name });
      void Promise.all(files.map((file) => readFileInWorker(file, signal))).then((answers) => {
        if (!signal.aborted) setReading(resultOf(answers, files, name));
      });
    },
    readText(text) {
      const signal = begin();
      if (text.trim() === '') {
        setReading(undefined);
        return;
      }
      void readInWorker({ text }, signal).then((answer) => {
        if (signal.aborted) return;
        setReading(
          typeof answer === 'string'
            ? { kind: 'refused', name: '', problem: answer }
            : { kind: 'read', name: '', list: answer },
        );
      });
    },
  };
}

/** Several files are one list; one that cannot be read stops them all, so that nothing is left out unseen. */
function resultOf(answers: readonly (TaughtList | ListProblem)[], files: readonly File[], name: string): Reading {
  const lists: TaughtList[] = [];
  for (const [at, answer] of answers.entries()) {
    if (typeof answer === 'string') return { kind: 'refused', name: files[at]?.name ?? '', problem: answer };
    lists.push(answer);
  }
  return { kind: 'read', name, list: mergeLists(lists) };
}
