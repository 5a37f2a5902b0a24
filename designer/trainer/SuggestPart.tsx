// More sentences for an intent, on demand: each is taken with one press, or all at once.
import { Badge, Button, Group, Loader } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { Plus, Sparkles } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { suggestSentences } from '../api/trainer.ts';
import { problemText } from '../ui/problem-text.ts';
import { sentencesOf, withSentences } from './taught.ts';
import { useTraining } from './trainer-context.ts';

export function SuggestPart({ intent }: { readonly intent: string }) {
  const { t } = useTranslation('trainer');
  const { t: problem } = useTranslation('problems');
  const { flowId, taught, change } = useTraining();
  const asking = useMutation({
    mutationFn: () => suggestSentences(flowId, { intents: [...taught.intents] }, intent),
  });
  const known = new Set(sentencesOf(taught, intent));
  const offered = (asking.data?.sentences ?? []).filter(({ text }) => !known.has(text));
  const take = (sentences: readonly string[]): void => change((now) => withSentences(now, intent, sentences));
  return (
    <div className="tr-suggest">
      <Group gap={8}>
        <Button
          size="xs"
          variant="default"
          leftSection={asking.isPending ? <Loader size={12} aria-hidden /> : <Sparkles size={14} aria-hidden />}
          onClick={() => {
            if (!asking.isPending) asking.mutate();
          }}
        >
          {t(asking.isPending ? 'sheet.suggesting' : 'sheet.suggest')}
        </Button>
        {offered.length > 1 && (
          <Button size="xs" variant="subtle" onClick={() => take(offered.map(({ text }) => text))}>
            {t('sheet.takeAll')}
          </Button>
        )}
      </Group>
      <div role="status">
        {asking.isError && <p className="tr-danger">{problemText(asking.error, problem)}</p>}
        {asking.data?.model === 'failed' && <p className="tr-quiet">{t('sheet.modelFailed')}</p>}
        {asking.isSuccess && asking.data.sentences.length === 0 && <p className="tr-quiet">{t('sheet.suggestNone')}</p>}
      </div>
      <ul className="tr-offered">
        {offered.map(({ text, from }) => (
          <li key={text}>
            <button type="button" aria-label={t('sheet.take', { sentence: text })} onClick={() => take([text])}>
              <Plus size={12} aria-hidden />
              <span>{text}</span>
              <Badge className="tr-from">{t(`sheet.from.${from}`)}</Badge>
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
