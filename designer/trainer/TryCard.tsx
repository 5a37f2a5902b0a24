// A sentence is tried on the draft as it stands: which intents, how sure, and because of which words.
import { Loader, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { trySentence } from '../api/trainer.ts';
import { isSendKey } from '../ui/keys.ts';
import { problemText } from '../ui/problem-text.ts';
import { percent, useTraining } from './trainer-context.ts';

const SHOWN = 3;

export function TryCard() {
  const { t } = useTranslation('trainer');
  const { t: problem } = useTranslation('problems');
  const { flowId, taught, nameOf } = useTraining();
  const [text, setText] = useState('');
  const asking = useMutation({
    mutationFn: (sentence: string) =>
      trySentence(flowId, { intents: [...taught.intents], outOfScope: [...taught.outOfScope] }, sentence),
  });
  if (taught.intents.length === 0) return null;
  const { data } = asking;
  return (
    <section className="tr-card" aria-labelledby="tr-try">
      <h2 id="tr-try">{t('try.title')}</h2>
      <TextInput
        size="xs"
        aria-label={t('try.label')}
        placeholder={t('try.placeholder')}
        maxLength={2000}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (isSendKey(event) && text.trim() !== '') asking.mutate(text);
        }}
      />
      <div role="status" className="tr-tried">
        {asking.isPending && (
          <p className="tr-state">
            <Loader size={12} aria-hidden /> {t('try.asking')}
          </p>
        )}
        {asking.isError && <p className="tr-danger">{problemText(asking.error, problem)}</p>}
        {data !== undefined && (
          <>
            {(data.outOfScope || data.doubt.length > 0) && (
              <p className="tr-strong">{t(data.outOfScope ? 'try.outOfScope' : 'try.doubt')}</p>
            )}
            <ol>
              {data.intents.slice(0, SHOWN).map(({ intent, score, reasons }, place) => (
                <li key={intent} data-best={(place === 0 && !data.outOfScope) || undefined}>
                  <span>{nameOf(intent)}</span>
                  <span className="tr-bar-back" aria-hidden>
                    <span style={{ width: percent(score) }} />
                  </span>
                  <span>{percent(score)}</span>
                  {place === 0 && reasons.length > 0 && (
                    <small>{t('try.because', { words: reasons.join(' · ') })}</small>
                  )}
                </li>
              ))}
            </ol>
          </>
        )}
      </div>
    </section>
  );
}
