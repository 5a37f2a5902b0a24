// One intent: its name, its sentences with what they are mistaken for, and a place to write more.
import { ActionIcon, Button, Text, TextInput } from '@mantine/core';
import { Shuffle, CircleHelp, Trash2, X } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isComposing, isSendKey } from '../ui/keys.ts';
import { toastDone } from '../ui/toast.ts';
import { AddSentences } from './AddSentences.tsx';
import { ENOUGH, mistakenIn } from './findings.ts';
import { SuggestPart } from './SuggestPart.tsx';
import { NO_INTENT, rewritten, sentencesOf, withIntent, withIntentGone, withoutSentence } from './taught.ts';
import { useTraining } from './trainer-context.ts';

/** Rows shown at once; more are shown when asked. */
const PAGE = 100;

interface Props {
  readonly intent: string;
  /** The sentence to put the cursor on. */
  readonly wanted: string | null;
  readonly onGone: () => void;
}

export function IntentSheet({ intent, wanted, onGone }: Props) {
  const { t } = useTranslation('trainer');
  const { taught, change, readOnly } = useTraining();
  const whole = taught.intents.find(({ id }) => id === intent);
  const [isNew] = useState(whole?.name === '' && whole.examples.length === 0);
  return (
    <section className="tr-sheet" aria-label={whole === undefined ? t('none') : t('sheet.name')}>
      {whole === undefined ? (
        <>
          <h2>{t('none')}</h2>
          <Text fz={13} c="dimmed">
            {t('sheet.noneHint')}
          </Text>
        </>
      ) : (
        <>
          <div className="tr-sheet-head">
            <TextInput
              className="tr-name"
              aria-label={t('sheet.name')}
              placeholder={t('sheet.name')}
              readOnly={readOnly}
              maxLength={200}
              value={whole.name}
              autoFocus={isNew && !readOnly}
              onKeyDown={(event) => {
                if (isSendKey(event)) document.getElementById('tr-add')?.focus();
              }}
              onChange={(event) => {
                const name = event.currentTarget.value;
                change((now) => withIntent(now, { ...whole, name }), `${intent}:name`);
              }}
            />
            {!readOnly && (
              <ActionIcon
                aria-label={t('sheet.removeIntent')}
                title={t('sheet.removeIntent')}
                onClick={() => {
                  change((now) => withIntentGone(now, intent));
                  toastDone(t('sheet.removed', { name: whole.name.trim() || t('intents.unnamed') }));
                  onGone();
                }}
              >
                <Trash2 size={16} aria-hidden />
              </ActionIcon>
            )}
          </div>
          <TextInput
            size="xs"
            aria-label={t('sheet.description')}
            placeholder={t('sheet.description')}
            readOnly={readOnly}
            maxLength={1000}
            value={whole.description ?? ''}
            onChange={(event) => {
              const { description: _former, ...rest } = whole;
              const description = event.currentTarget.value;
              change(
                (now) => withIntent(now, description === '' ? rest : { ...rest, description }),
                `${intent}:description`,
              );
            }}
          />
        </>
      )}
      {!readOnly && <AddSentences intent={intent} />}
      <SentenceRows intent={intent} wanted={wanted} />
      {whole !== undefined && !readOnly && <SuggestPart intent={intent} />}
    </section>
  );
}

function SentenceRows({ intent, wanted }: Pick<Props, 'intent' | 'wanted'>) {
  const { t } = useTranslation('trainer');
  const { taught, examination, readOnly } = useTraining();
  const sentences = sentencesOf(taught, intent);
  const wantedAt = wanted === null ? -1 : sentences.indexOf(wanted);
  const [pages, setPages] = useState(1);
  const most = Math.max(pages * PAGE, wantedAt + 1);
  const { measured } = examination;
  const mistaken = measured === undefined ? new Map<string, string>() : mistakenIn(measured, intent);
  const count = sentences.length;
  return (
    <>
      {intent !== NO_INTENT && (
        <Text fz="xs" c={count < ENOUGH ? 'var(--td-warning)' : 'dimmed'}>
          {t(count < ENOUGH ? 'sheet.few' : 'sheet.count', { count })}
        </Text>
      )}
      <ul className="tr-rows">
        {sentences.slice(0, most).map((sentence, at) => (
          <SentenceRow
            key={at}
            intent={intent}
            at={at}
            sentence={sentence}
            takenFor={mistaken.get(sentence)}
            wanted={at === wantedAt}
            readOnly={readOnly}
          />
        ))}
      </ul>
      {count > most && (
        <Button size="xs" variant="subtle" onClick={() => setPages(pages + 1)}>
          {t('sheet.more', { count: Math.min(PAGE, count - most) })}
        </Button>
      )}
    </>
  );
}

interface RowProps {
  readonly intent: string;
  readonly at: number;
  readonly sentence: string;
  /** `NO_INTENT`: for none; undefined: recognised, or not judged. */
  readonly takenFor: string | undefined;
  readonly wanted: boolean;
  readonly readOnly: boolean;
}

function SentenceRow({ intent, at, sentence, takenFor, wanted, readOnly }: RowProps) {
  const { t } = useTranslation('trainer');
  const { change, nameOf } = useTraining();
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (wanted) field.current?.focus();
  }, [wanted]);
  const lost = takenFor === NO_INTENT;
  const Mark = lost ? CircleHelp : Shuffle;
  return (
    <li className="tr-row" data-mistaken={takenFor !== undefined || undefined}>
      <input
        ref={field}
        aria-label={t('sheet.sentence', { at: at + 1 })}
        value={sentence}
        readOnly={readOnly}
        maxLength={1000}
        onChange={(event) => {
          const text = event.currentTarget.value;
          change((now) => rewritten(now, intent, at, text), `${intent}:${String(at)}`);
        }}
        onKeyDown={(event) => {
          const step = event.key === 'ArrowDown' || isSendKey(event) ? 1 : event.key === 'ArrowUp' ? -1 : 0;
          if (step === 0 || isComposing(event)) return;
          event.preventDefault();
          fieldBeside(event.currentTarget, step)?.focus();
        }}
        onBlur={() => {
          if (sentence.trim() === '') change((now) => withoutSentence(now, intent, sentence));
        }}
      />
      {takenFor !== undefined && (
        <span className="tr-mark">
          <Mark size={12} aria-hidden />
          {lost ? t('sheet.notUnderstood') : t('sheet.takenFor', { name: nameOf(takenFor) })}
        </span>
      )}
      {!readOnly && (
        <ActionIcon
          size="sm"
          aria-label={t('sheet.remove', { sentence })}
          title={t('sheet.removeShort')}
          onClick={() => {
            // The last row goes with its button: the field before it, or the place to write, takes the cursor.
            if (field.current !== null && fieldBeside(field.current, 1) === undefined)
              (fieldBeside(field.current, -1) ?? document.getElementById('tr-add'))?.focus();
            change((now) => withoutSentence(now, intent, sentence));
          }}
        >
          <X size={12} aria-hidden />
        </ActionIcon>
      )}
    </li>
  );
}

/** The field of the row before or after. */
function fieldBeside(field: HTMLElement, step: 1 | -1): HTMLElement | undefined {
  const row = field.closest('li');
  const beside = step === 1 ? row?.nextElementSibling : row?.previousElementSibling;
  return beside?.querySelector('input') ?? undefined;
}
