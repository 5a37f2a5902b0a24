// Renames a variable everywhere: its declaration, every expression, placeholder and target, and what tests expect of it.
import { fits } from '#nodes/kit/check.ts';
import type { NodeType } from '#nodes/kit/define-node.ts';
import { NODE_TYPES } from '#nodes/registry.gen.ts';
import type { Dialogue, DialogueExpect } from '#nodes/wire/dialogues.ts';
import type { FlowDocument } from '../document.ts';
import { isLanguageWord } from '../expression/parse-expression.ts';
import { RESERVED_NAMES } from '../scope.ts';
import { mentionsInExpression, mentionsInTemplate, type Mention, type Subject } from './mentions.ts';
import { mapTexts, textPlaces, type TextPlace } from './places.ts';
import { isPathOf, isTarget, subjectOf, usesOf, writesOf } from './variable-usages.ts';

const NAME = /^[\p{L}_][\p{L}\p{N}_]{0,63}$/u;
/** Facts that steps fill in and read by these names. */
const KNOWN_FACTS: ReadonlySet<string> = new Set(['name', 'phone', 'email', 'wechat', 'impression', 'leadScore']);

/** Why a variable cannot get a name. `fixed`: the steps in `nodes` give it the old name themselves. */
export interface RenameRefusal {
  readonly reason: 'form' | 'reserved' | 'taken' | 'fixed' | 'unreadable' | 'tooLong';
  readonly nodes: readonly string[];
}

/** The document afterwards and how many places changed, the declaration included; or why not. */
export type Renamed =
  | { readonly ok: true; readonly document: FlowDocument; readonly places: number }
  | { readonly ok: false; readonly refusal: RenameRefusal };

/** Renames `from` to `to`, both as the panel shows them, without `customer.`. Nothing else in the document changes. */
export function renameVariable(
  document: FlowDocument,
  from: string,
  to: string,
  types: Readonly<Record<string, NodeType>> = NODE_TYPES,
): Renamed {
  const subject = subjectOf(document, from);
  const refusal = refusalOf(document, subject, to, types);
  if (refusal !== null) return { ok: false, refusal };
  let places = 0;
  const tooLong: string[] = [];
  const texts = mapTexts(document, types, (place) => {
    const next = renamedText(place, subject, to);
    if (next === place.text) return next;
    places += 1;
    if (mentionsOf({ ...place, text: next }, subject) === null && place.node !== null) tooLong.push(place.node);
    return next;
  });
  const fixed = texts.nodes.filter((node) => writesOf(types, node).some((name) => isTarget(name, subject)));
  if (fixed.length > 0) return { ok: false, refusal: { reason: 'fixed', nodes: fixed.map(({ id }) => id) } };
  tooLong.push(...outgrown(document, texts, types));
  if (tooLong.length > 0) return { ok: false, refusal: { reason: 'tooLong', nodes: tooLong } };
  const variables = texts.variables.map((variable) => {
    if (variable.name !== subject.name) return variable;
    places += 1;
    return { ...variable, name: to };
  });
  return { ok: true, document: { ...texts, variables }, places };
}

/** A test with the variable renamed; the same one when it does not mention it. */
export function renameInDialogue(dialogue: Dialogue, subject: Subject, to: string): Dialogue {
  const rename = (expect: DialogueExpect): DialogueExpect => {
    const { variables } = expect;
    if (variables === undefined || !Object.keys(variables).some((path) => isPathOf(path, subject))) return expect;
    return {
      ...expect,
      variables: Object.fromEntries(
        Object.entries(variables).map(([path, value]) => [renamedPath(path, subject, to), value]),
      ),
    };
  };
  const opens: Pick<Dialogue, 'opens'> = dialogue.opens === undefined ? {} : { opens: rename(dialogue.opens) };
  const turns = dialogue.turns.map((turn) =>
    turn.expect === undefined ? turn : { ...turn, expect: rename(turn.expect) },
  );
  const isSame =
    opens.opens === dialogue.opens && turns.every((turn, at) => turn.expect === dialogue.turns[at]?.expect);
  return isSame ? dialogue : { ...dialogue, ...opens, turns };
}

function renamedPath(path: string, subject: Subject, to: string): string {
  if (!isPathOf(path, subject)) return path;
  const [first = '', ...rest] = path.split('.');
  return (subject.bare && first === subject.name ? [to, ...rest] : [first, to, ...rest.slice(1)]).join('.');
}

function refusalOf(
  document: FlowDocument,
  subject: Subject,
  to: string,
  types: Readonly<Record<string, NodeType>>,
): RenameRefusal | null {
  const refuse = (reason: RenameRefusal['reason'], nodes: readonly string[] = []): RenameRefusal => ({ reason, nodes });
  if (!NAME.test(to)) return refuse('form');
  if (RESERVED_NAMES.has(to) || isLanguageWord(to) || to === '__proto__') return refuse('reserved');
  if (subject.customer && (KNOWN_FACTS.has(subject.name) || KNOWN_FACTS.has(to))) return refuse('reserved');
  if (to === subject.name) return refuse('taken');
  const other: Subject = { ...subject, name: to, bare: true };
  const others = usesOf(document, other, types);
  if (others.length > 0 || document.variables.some(({ name }) => name === to)) return refuse('taken', nodesOf(others));
  const unreadable = textPlaces(document, types).filter(
    (place) => mentionsOf(place, subject) === null && place.text.includes(subject.name),
  );
  return unreadable.length === 0 ? null : refuse('unreadable', nodesOf(unreadable));
}

/** Steps whose settings fitted before and do not any more: a longer name made a text too long. */
function outgrown(
  before: FlowDocument,
  after: FlowDocument,
  types: Readonly<Record<string, NodeType>>,
): readonly string[] {
  return after.nodes.flatMap((node, index) => {
    const old = before.nodes[index];
    const schema = types[node.type]?.config;
    if (old === undefined || old === node || schema === undefined) return [];
    return fits(schema, old.config) && !fits(schema, node.config) ? [node.id] : [];
  });
}

function nodesOf(places: readonly { readonly node: string | null }[]): readonly string[] {
  return [...new Set(places.flatMap(({ node }) => (node === null ? [] : [node])))];
}

function mentionsOf({ kind, text }: TextPlace, subject: Subject): readonly Mention[] | null {
  if (kind === 'expression') return mentionsInExpression(text, subject);
  return kind === 'template' ? mentionsInTemplate(text, subject) : [];
}

function renamedText(place: TextPlace, subject: Subject, to: string): string {
  const { kind, text } = place;
  if (kind === 'target') return isTarget(text, subject) ? text.slice(0, text.length - subject.name.length) + to : text;
  if (kind === 'fact') return subject.customer && text === subject.name ? to : text;
  let next = '';
  let from = 0;
  for (const { at, end } of mentionsOf(place, subject) ?? []) {
    next += text.slice(from, at) + to;
    from = end;
  }
  return next + text.slice(from);
}
