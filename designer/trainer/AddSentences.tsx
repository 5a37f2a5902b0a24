// The place to write more sentences: what was typed stays when one looks elsewhere, and what became of each line is told.
import { Button, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { listed } from '../i18n/punctuation.ts';
import { isSendKey } from '../ui/keys.ts';
import { admit, NO_INTENT, withSentences, type Admitted } from './taught.ts';
import { useTraining } from './trainer-context.ts';

/** Sentences named one by one; more are only counted. */
const NAMED = 3;

export function AddSentences({ intent }: { readonly intent: string }) {
  const { t } = useTranslation('trainer');
  const { taught, change, unsent } = useTraining();
  const [text, setText] = useState(unsent.get(intent) ?? '');
  const [admitted, setAdmitted] = useState<Admitted>();

  function write(next: string): void {
    setText(next);
    unsent.set(intent, next);
  }

  function add(): void {
    const now = admit(taught, intent, text.split('\n'));
    setAdmitted(now);
    change((latest) => withSentences(latest, intent, now.sentences));
    write('');
  }

  return (
    <div>
      <div className="tr-add">
        <Textarea
          className="tr-add-field"
          id="tr-add"
          aria-label={t('sheet.add')}
          placeholder={t('sheet.addHint')}
          autosize
          minRows={1}
          maxRows={8}
          value={text}
          onChange={(event) => write(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (!isSendKey(event)) return;
            event.preventDefault();
            if (text.trim() !== '') add();
          }}
        />
        {text.trim() !== '' && (
          <Button variant="default" onClick={add}>
            {t('sheet.addNow')}
          </Button>
        )}
      </div>
      <div role="status">{admitted !== undefined && <Told admitted={admitted} />}</div>
    </div>
  );
}

/** What came in needs no word unless something did not come in as it was written. */
function Told({ admitted }: { readonly admitted: Admitted }) {
  const { t } = useTranslation('trainer');
  const { nameOf } = useTraining();
  const { sentences, known, shortened, left, elsewhere } = admitted;
  const facts = [
    sentences.length > 0 ? t('sheet.added', { count: sentences.length }) : '',
    known > 0 ? t('sheet.known', { count: known }) : '',
    shortened > 0 ? t('sheet.shortened', { count: shortened }) : '',
    left > 0 ? t('sheet.left', { count: left }) : '',
  ].filter((fact) => fact !== '');
  return (
    <>
      <p className="tr-quiet">{listed(facts)}</p>
      {elsewhere.slice(0, NAMED).map(({ sentence, intent }) => (
        <p key={sentence} className="tr-warned">
          {intent === NO_INTENT
            ? t('sheet.elsewhereNone', { sentence })
            : t('sheet.elsewhere', { sentence, name: nameOf(intent) })}
        </p>
      ))}
      {elsewhere.length > NAMED && (
        <p className="tr-warned">{t('sheet.elsewhereMore', { count: elsewhere.length - NAMED })}</p>
      )}
    </>
  );
}
