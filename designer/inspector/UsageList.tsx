// Where something is used: each place in the drawing and each test, one press away.
import { ClipboardCheck, Eye, Pencil, Tag } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { uiOf } from '#nodes/kit/fields.ts';
import type { Usage } from '#nodes/flow/usages/usage.ts';
import type { FlowDocument } from '#nodes/flow/document.ts';
import { useDocument, useEditor } from '../document/editor-context.ts';
import { displayName, nodeById, typeOf, type NodeTypes } from '../document/graph.ts';
import { currentLocale } from '../i18n/i18n.ts';

/** A use in a test; turn 0 is the opening. */
export interface NamedTestUse {
  readonly id: string;
  readonly name: string;
  readonly turn: number;
}

interface Props {
  readonly usages: readonly Usage[];
  readonly tests: readonly NamedTestUse[];
  readonly onGo: (usage: Usage) => void;
  readonly onTests: () => void;
}

const ICONS = { reads: Eye, writes: Pencil, names: Tag } as const;

export function UsageList({ usages, tests, onGo, onTests }: Props) {
  const { t } = useTranslation('usages');
  const { types } = useEditor();
  const document = useDocument();
  return (
    <ul className="in-usages">
      {usages.map((usage, index) => {
        const Icon = ICONS[usage.how];
        const place = placeOf(document, types, usage);
        const where = place.field === '' ? t(`places.${usage.how}`) : `${t(`places.${usage.how}`)} · ${place.field}`;
        return (
          <li key={index}>
            <button type="button" onClick={() => onGo(usage)}>
              <Icon size={14} aria-hidden />
              <span className="in-usage-where">
                <strong>{place.name === '' ? t('places.settings') : place.name}</strong> {where}
              </span>
              {usage.text !== '' && <code>{usage.text}</code>}
            </button>
          </li>
        );
      })}
      {tests.map((test) => (
        <li key={`${test.id} ${String(test.turn)}`}>
          <button type="button" onClick={onTests}>
            <ClipboardCheck size={14} aria-hidden />
            <span className="in-usage-where">
              <strong>{test.name}</strong>{' '}
              {test.turn === 0 ? t('places.opening') : t('places.turn', { turn: test.turn })}
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}

/** The step and the field as the canvas and the form call them; both empty for what has no name. */
function placeOf(document: FlowDocument, types: NodeTypes, { node, field }: Usage) {
  const found = node === null ? undefined : nodeById(document, node);
  if (found === undefined) return { name: '', field: '' };
  const locale = currentLocale();
  const schema = typeOf(types, found)?.config.properties[field.split('/')[1] ?? ''];
  const ui = schema === undefined ? undefined : uiOf(schema);
  return { name: displayName(types, found, locale), field: ui?.label[locale] ?? '' };
}
