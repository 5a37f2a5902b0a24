// The changes between two documents as a list: what, by whom and when, with old and new values; choosing one shows it on the canvas.
import { Text } from '@mantine/core';
import { Minus, Pencil, Plus } from 'lucide-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { changeKey, type DocumentChange, type DocumentDiff } from '#nodes/flow/diff.ts';
import type { FlowDocument } from '#nodes/flow/document.ts';
import type { NotedChanges } from '#nodes/wire/releases.ts';
import { useEditor } from '../document/editor-context.ts';
import { currentLocale } from '../i18n/i18n.ts';
import { RelativeTime } from '../ui/RelativeTime.tsx';
import { StatusChip } from '../ui/StatusChip.tsx';
import { nodeOfChange, sayChange, sayField, type ChangeScope } from './change-words.ts';

const CHIPS = {
  added: { tone: 'success', icon: Plus },
  changed: { tone: 'warning', icon: Pencil },
  removed: { tone: 'danger', icon: Minus },
} as const;

interface Props {
  readonly before: FlowDocument;
  readonly after: FlowDocument;
  readonly diff: DocumentDiff;
  /** Absent where nobody asks who it was (two old versions). */
  readonly noted?: NotedChanges['changes'];
  readonly onSelect?: (node: string) => void;
}

export function ChangeList({ before, after, diff, noted, onSelect }: Props) {
  const { t } = useTranslation('releases');
  const { types } = useEditor();
  const locale = currentLocale();
  const scope = useMemo(() => ({ before, after, types, locale, t }), [before, after, types, locale, t]);
  if (diff.changes.length === 0) {
    return <Text c="dimmed">{t(diff.moved.length > 0 ? 'onlyMoved' : 'same', { count: diff.moved.length })}</Text>;
  }
  return (
    <ul className="fc-changes" aria-label={t('changes')}>
      {diff.changes.map((change) => (
        <ChangeRow
          key={changeKey(change)}
          change={change}
          scope={scope}
          author={noted?.find(({ key }) => key === changeKey(change)) ?? noted?.find(({ key }) => key === '*')}
          onSelect={onSelect}
        />
      ))}
      {diff.moved.length > 0 && (
        <li>
          <Text fz="xs" c="dimmed">
            {t('moved', { count: diff.moved.length })}
          </Text>
        </li>
      )}
    </ul>
  );
}

interface RowProps {
  readonly change: DocumentChange;
  readonly scope: ChangeScope;
  readonly author: NotedChanges['changes'][number] | undefined;
  readonly onSelect: Props['onSelect'];
}

function ChangeRow({ change, scope, author, onSelect }: RowProps) {
  const { t } = useTranslation('releases');
  const node = nodeOfChange(change);
  const words = sayChange(change, scope);
  return (
    <li>
      <div className="fc-change-head">
        <StatusChip {...CHIPS[change.kind]}>{t(`kind.${change.kind}`)}</StatusChip>
        {node !== null && onSelect !== undefined ? (
          <button type="button" className="fc-change-go" onClick={() => onSelect(node)}>
            {words}
          </button>
        ) : (
          <span>{words}</span>
        )}
      </div>
      {author !== undefined && (
        <Text fz="xs" c="dimmed">
          {author.by} · <RelativeTime at={author.at} />
        </Text>
      )}
      {change.fields.length > 0 && (
        <dl className="fc-fields">
          {change.fields.map((field) => {
            const said = sayField(change, field, scope);
            return (
              <div key={field.path}>
                <dt>{said.name}</dt>
                <dd>
                  <del aria-label={t('was', { value: said.before })}>{said.before}</del>
                  {' → '}
                  <ins aria-label={t('is', { value: said.after })}>{said.after}</ins>
                </dd>
              </div>
            );
          })}
        </dl>
      )}
    </li>
  );
}
