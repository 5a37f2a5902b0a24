// A sentence is tried on the draft as it stands: which intents, how sure, because of which words, and what the bot would ask.
import { Loader, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TriedSentence } from '#nodes/wire/trainer.ts';
import { trySentence } from '../api/trainer.ts';
import type { Taught } from '../document/flow-commands.ts';
import { listed } from '../i18n/punctuation.ts';
import { isSendKey } from '../ui/keys.ts';
import { problemText } from '../ui/problem-text.ts';
import { percent, useTraining } from './trainer-context.ts';

const SHOWN = 3;
const LONGEST = 20_000;

interface Question {
  readonly text: string;
  readonly of: Taught;
}

export function TryCard() {
  const { t } = useTranslation('trainer');
  const { t: problem } = useTranslation('problems');
  const { flowId, taught, examination } = useTraining();
  const [text, setText] = useState('');
  /** Asked while another one is being judged: only the newest counts, and what is being learnt meanwhile serves it too. */
  const next = useRef<Question>(undefined);
  const asking = useMutation({
    mutationFn: ({ text: sentence, of }: Question) =>
      trySentence(flowId, { intents: [...of.intents], outOfScope: [...of.outOfScope] }, sentence),
    onSettled() {
      const wanted = next.current;
      next.current = undefined;
      if (wanted !== undefined) asking.mutate(wanted);
    },
  });
  if (taught.intents.length === 0) return null;

  function ask(): void {
    const question = { text, of: taught };
    if (asking.isPending) next.current = question;
    else asking.mutate(question);
  }

  const { data, variables } = asking;
  const isOld = variables !== undefined && (variables.of !== taught || variables.text !== text);
  return (
    <section className="tr-card" aria-labelledby="tr-try">
      <h2 id="tr-try">{t('try.title')}</h2>
      <TextInput
        size="xs"
        aria-label={t('try.label')}
        placeholder={t('try.placeholder')}
        maxLength={LONGEST}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (isSendKey(event) && text.trim() !== '') ask();
        }}
      />
      <div role="status" className="tr-tried">
        {asking.isPending && (
          <p className="tr-state">
            <Loader size={12} aria-hidden /> {t(examination.isLarge ? 'try.learning' : 'try.asking')}
          </p>
        )}
        {asking.isError && <p className="tr-danger">{problemText(asking.error, problem)}</p>}
        {data !== undefined && <Verdict data={data} old={isOld} />}
      </div>
    </section>
  );
}

function Verdict({ data, old }: { readonly data: TriedSentence; readonly old: boolean }) {
  const { t } = useTranslation('trainer');
  const { nameOf } = useTraining();
  const { outOfScope, doubt, intents } = data;
  const asked = doubt.map((intent) => t('try.quoted', { name: nameOf(intent) }));
  return (
    <div data-old={old || undefined}>
      {old && <p className="tr-quiet">{t('try.old')}</p>}
      {doubt.length > 0 && <p className="tr-strong">{t('try.doubt', { names: listed(asked) })}</p>}
      {outOfScope && doubt.length === 0 && <p className="tr-strong">{t('try.outOfScope')}</p>}
      <ol>
        {intents.slice(0, SHOWN).map(({ intent, score, reasons }, place) => (
          <li key={intent} data-best={(place === 0 && !outOfScope) || undefined}>
            <span>{nameOf(intent)}</span>
            <span className="tr-bar-back" aria-hidden>
              <span style={{ width: percent(score) }} />
            </span>
            <span>{percent(score)}</span>
            {place === 0 && reasons.length > 0 && <small>{t('try.because', { words: reasons.join(' · ') })}</small>}
          </li>
        ))}
      </ol>
    </div>
  );
}
