// A change of a document in words: what it is about, which fields, from what to what.
import type { TFunction } from 'i18next';
import { sourceOfEdge, type DocumentChange, type FieldChange } from '#nodes/flow/diff.ts';
import type { FlowDocument } from '#nodes/flow/document.ts';
import { uiOf } from '#nodes/kit/fields.ts';
import type { Json } from '#nodes/kit/json.ts';
import type { Locale } from '#nodes/kit/localized.ts';
import { displayName, nodeById, portLabel, portsOf, typeOf, type NodeTypes } from '../document/graph.ts';

const LONGEST = 80;

/** The two documents, and how to say their parts. */
export interface ChangeScope {
  readonly before: FlowDocument;
  readonly after: FlowDocument;
  readonly types: NodeTypes;
  readonly locale: Locale;
  readonly t: TFunction<'releases'>;
}

/** The node a change is seen at on the canvas. */
export function nodeOfChange(change: DocumentChange): string | null {
  if (change.subject === 'node') return change.id;
  return change.subject === 'edge' ? sourceOfEdge(change.id).node : null;
}

/** "Step “问候”", "Line from “问候”, Next", "Variable order". */
export function sayChange(change: DocumentChange, scope: ChangeScope): string {
  const { t } = scope;
  switch (change.subject) {
    case 'node':
      return t('subject.node', { name: nameOfNode(change.id, scope) });
    case 'edge': {
      const { node, port } = sourceOfEdge(change.id);
      return t('subject.edge', { name: nameOfNode(node, scope), port: nameOfPort(node, port, scope) });
    }
    case 'variable':
      return t('subject.variable', { name: change.id });
    case 'intent':
      return t('subject.intent', { name: nameOfIntent(change.id, scope) });
    case 'settings':
      return t('subject.settings');
  }
}

/** The name of the field and both values. */
export function sayField(
  change: DocumentChange,
  field: FieldChange,
  scope: ChangeScope,
): { readonly name: string; readonly before: string; readonly after: string } {
  const toNode = change.subject === 'edge' && field.path === '/to';
  const say = (value: Json | undefined): string => {
    if (value === undefined) return scope.t('nothing');
    return toNode && typeof value === 'string' ? nameOfNode(value, scope) : sayValue(value, scope);
  };
  return { name: nameOfField(change, field, scope), before: say(field.before), after: say(field.after) };
}

function nameOfField(change: DocumentChange, { path }: FieldChange, { before, after, types, locale, t }: ChangeScope) {
  const [first = '', second = '', ...rest] = path.split('/').slice(1);
  if (change.subject === 'edge') return t('field.to');
  if (change.subject === 'node' && first === 'config') {
    const node = nodeById(after, change.id) ?? nodeById(before, change.id);
    const property = node === undefined ? undefined : typeOf(types, node)?.config.properties[second];
    const label = property === undefined ? undefined : uiOf(property)?.label[locale];
    return [label ?? second, ...rest].join(' › ');
  }
  const known = [
    'name',
    'type',
    'note',
    'disabled',
    'tags',
    'examples',
    'initial',
    'scope',
    'description',
    'outOfScope',
  ] as const;
  const key = known.find((one) => one === first);
  return key === undefined ? [first, second, ...rest].filter((part) => part !== '').join(' › ') : t(`field.${key}`);
}

function sayValue(value: Json, { t }: ChangeScope): string {
  if (value === true) return t('yes');
  if (value === false) return t('no');
  if (value === '' || value === null) return t('nothing');
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  const letters = Array.from(text);
  return letters.length > LONGEST ? `${letters.slice(0, LONGEST).join('')}…` : text;
}

function nameOfNode(id: string, { before, after, types, locale }: ChangeScope): string {
  const node = nodeById(after, id) ?? nodeById(before, id);
  return node === undefined ? id : displayName(types, node, locale);
}

function nameOfPort(id: string, port: string, { before, after, types, locale }: ChangeScope): string {
  const node = nodeById(after, id) ?? nodeById(before, id);
  const found = node === undefined ? undefined : portsOf(types, node).find((one) => one.id === port);
  return found === undefined ? port : portLabel(found, locale);
}

function nameOfIntent(id: string, { before, after }: ChangeScope): string {
  return [...after.intents, ...before.intents].find((intent) => intent.id === id)?.name ?? id;
}
