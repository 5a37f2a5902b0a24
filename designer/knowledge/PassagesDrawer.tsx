// The passages of a source as they are searched; each can be switched off, after the question set was tried without it.
import { Drawer, Group, Stack, Switch, Text, TextInput } from '@mantine/core';
import { Search } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Passage, Source } from '#nodes/wire/knowledge.ts';
import { usePassages, useSwitchPassage } from '../api/knowledge.ts';
import { labelled } from '../i18n/punctuation.ts';
import { ConfirmDialog } from '../ui/ConfirmDialog.tsx';
import { PlainText } from '../ui/PlainText.tsx';
import { QueryView } from '../ui/QueryView.tsx';
import { toastProblem } from '../ui/toast.ts';
import { ComparedNotice } from './ComparedNotice.tsx';
import { useTriedFirst } from './use-tried-first.ts';

interface Props {
  readonly source: Source;
  readonly mayEdit: boolean;
  readonly onClose: () => void;
}

const SHOWN_AT_FIRST = 100;

export function PassagesDrawer({ source, mayEdit, onClose }: Props) {
  const { t } = useTranslation('knowledge');
  const { t: tu } = useTranslation('ui');
  const passages = usePassages(source.id);
  const [q, setQ] = useState('');
  const [shown, setShown] = useState(SHOWN_AT_FIRST);
  return (
    <Drawer
      opened
      onClose={onClose}
      size={560}
      title={t('passages.title', { name: source.name })}
      closeButtonProps={{ 'aria-label': tu('close') }}
    >
      <Stack gap="md">
        <TextInput
          aria-label={t('passages.search')}
          placeholder={t('passages.search')}
          leftSection={<Search size={16} aria-hidden />}
          value={q}
          onChange={(event) => setQ(event.currentTarget.value)}
        />
        <QueryView query={passages}>
          {(list) => {
            const found = list.filter((one) => `${one.heading} ${one.text}`.toLowerCase().includes(q.toLowerCase()));
            if (found.length === 0) {
              return <Text c="dimmed">{q === '' ? t('passages.empty') : t('passages.noMatch', { q })}</Text>;
            }
            return (
              <>
                {found.slice(0, shown).map((passage) => (
                  <PassageCard key={passage.id} baseId={source.baseId} passage={passage} mayEdit={mayEdit} />
                ))}
                {found.length > shown && (
                  <button type="button" className="td-link-button" onClick={() => setShown(shown + SHOWN_AT_FIRST)}>
                    {tu('loadMore')}
                  </button>
                )}
              </>
            );
          }}
        </QueryView>
      </Stack>
    </Drawer>
  );
}

interface PassageCardProps {
  readonly baseId: string;
  readonly passage: Passage;
  readonly mayEdit: boolean;
}

function PassageCard({ baseId, passage, mayEdit }: PassageCardProps) {
  const { t } = useTranslation('knowledge');
  const change = useSwitchPassage();
  const { worse, isTrying, submit, forget } = useTriedFirst(baseId);
  const number = t('passages.number', { n: passage.ordinal + 1 });

  function turn(disabled: boolean): void {
    forget();
    change.mutate({ id: passage.id, disabled }, { onError: (error) => toastProblem(error) });
  }

  return (
    <article className="td-passage" data-off={passage.disabled}>
      <Group justify="space-between" mb={4} wrap="nowrap">
        <Text fz="xs" c="dimmed" truncate>
          {[number, passage.heading].filter((part) => part !== '').join(' · ')}
        </Text>
        {mayEdit ? (
          <Switch
            size="xs"
            label={passage.disabled ? t('passages.off') : t('passages.use')}
            aria-label={labelled(number, t('passages.use'))}
            checked={!passage.disabled}
            disabled={change.isPending || isTrying}
            onChange={(event) => {
              if (event.currentTarget.checked) turn(false);
              else submit({ remove: [passage.id] }, () => turn(true));
            }}
          />
        ) : (
          passage.disabled && (
            <Text fz="xs" c="dimmed">
              {t('passages.off')}
            </Text>
          )
        )}
      </Group>
      <PlainText fz="sm" {...(passage.disabled ? { c: 'dimmed' } : {})}>
        {passage.text}
      </PlainText>
      {worse !== undefined && (
        <ConfirmDialog
          opened
          title={t('passages.offTitle', { number })}
          confirm={t('passages.offAnyway')}
          danger={false}
          busy={change.isPending}
          onClose={forget}
          onConfirm={() => turn(true)}
        >
          <ComparedNotice compared={worse} />
        </ConfirmDialog>
      )}
    </article>
  );
}
