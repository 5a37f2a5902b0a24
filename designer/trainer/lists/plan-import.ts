// What an imported list would change in a flow: what is new, what is there already, and what stands in another intent.
import type { FlowIntent } from '#nodes/flow/document.ts';
import type { TaughtList } from './taught-list.ts';

/** An intent of the list in the flow. */
export interface PlannedIntent {
  readonly name: string;
  /** The intent of the flow it goes to; undefined: a new one. */
  readonly into: string | undefined;
  readonly added: readonly string[];
  /** Sentences the intent has already. */
  readonly known: number;
  /** Sentences that another intent has. */
  readonly contested: number;
}

/** A sentence that another intent of the flow has already. */
export interface ImportConflict {
  readonly sentence: string;
  /** Name in the list. */
  readonly wanted: string;
  /** The intent of the flow that has it. */
  readonly has: { readonly id: string; readonly name: string };
}

/** The plan. */
export interface ImportPlan {
  readonly intents: readonly PlannedIntent[];
  readonly conflicts: readonly ImportConflict[];
  readonly outOfScope: readonly string[];
  /** The flow would have more intents than one may have. */
  readonly tooMany: boolean;
  /** The flow would be too large to be saved. */
  readonly tooLarge: boolean;
  /** Sentences that stand in two intents of the list itself. */
  readonly twice: number;
  /** Sentences for which their intent, or "no intent", has no room left. They are not among the `added`. */
  readonly left: number;
}

/** What becomes of sentences that stand in another intent: they stay there, go to where the list wants them, or stand in both. */
export type ConflictChoice = 'stay' | 'move';

const MOST_INTENTS = 2_000;
const MOST_EXAMPLES = 5_000;
/** What the server takes of a flow, less room for its steps. */
const MOST_BYTES = 14 * 1024 * 1024;

/** Compares a list with the intents of a flow. Names and sentences are compared without case and spaces. */
export function planImport(
  list: TaughtList,
  intents: readonly FlowIntent[],
  outOfScope: readonly string[],
): ImportPlan {
  const byName = new Map(intents.map((intent) => [plainly(intent.name), intent]));
  const owners = new Map(intents.flatMap((intent) => intent.examples.map((text) => [plainly(text), intent] as const)));
  const conflicts: ImportConflict[] = [];
  const seen = new Map<string, string>();
  let [twice, left] = [0, 0];
  const planned = list.intents.map(({ name, examples }): PlannedIntent => {
    const into = byName.get(plainly(name));
    const own = new Set(into?.examples.map(plainly));
    const added: string[] = [];
    let [known, contested] = [0, 0];
    for (const sentence of examples) {
      const words = plainly(sentence);
      const owner = owners.get(words);
      if ((seen.get(words) ?? name) !== name) twice += 1;
      seen.set(words, name);
      if (own.has(words)) known += 1;
      else if (owner === undefined) added.push(sentence);
      else {
        contested += 1;
        conflicts.push({ sentence, wanted: name, has: { id: owner.id, name: owner.name } });
      }
    }
    const room = Math.max(0, MOST_EXAMPLES - (into?.examples.length ?? 0));
    left += Math.max(0, added.length - room);
    return { name, into: into?.id, added: added.slice(0, room), known, contested };
  });
  const none = new Set(outOfScope.map(plainly));
  const strays = list.outOfScope.filter((text) => !none.has(plainly(text)) && !owners.has(plainly(text)));
  const room = Math.max(0, MOST_EXAMPLES - outOfScope.length);
  return {
    intents: planned,
    conflicts,
    outOfScope: strays.slice(0, room),
    tooMany: intents.length + planned.filter(({ into }) => into === undefined).length > MOST_INTENTS,
    tooLarge: sizeOf(intents.map(({ examples }) => examples)) + sizeOf(planned.map(({ added }) => added)) > MOST_BYTES,
    twice,
    left: left + Math.max(0, strays.length - room),
  };
}

/** The intents after the import. */
export function applyPlan(
  { intents: planned, conflicts }: ImportPlan,
  intents: readonly FlowIntent[],
  choice: ConflictChoice,
  newId: () => string,
): readonly FlowIntent[] {
  const moved = choice === 'move' ? conflicts : [];
  const leaving = new Map<string, Set<string>>();
  const arriving = new Map<string, string[]>();
  for (const { has, sentence, wanted } of moved) {
    const guests = arriving.get(wanted) ?? [];
    guests.push(sentence);
    arriving.set(wanted, guests);
    leaving.set(has.id, (leaving.get(has.id) ?? new Set()).add(plainly(sentence)));
  }
  const coming = ({ name, added }: PlannedIntent): readonly string[] => [...added, ...(arriving.get(name) ?? [])];
  const kept = intents.map((intent) => {
    const gone = leaving.get(intent.id);
    const more = planned.filter(({ into }) => into === intent.id).flatMap(coming);
    if (gone === undefined && more.length === 0) return intent;
    const stays = intent.examples.filter((text) => gone?.has(plainly(text)) !== true);
    return { ...intent, examples: [...new Set([...stays, ...more])].slice(0, MOST_EXAMPLES) };
  });
  const fresh = planned
    .filter(({ into }) => into === undefined)
    .map((one): FlowIntent => ({ id: newId(), name: one.name, examples: coming(one).slice(0, MOST_EXAMPLES) }));
  return [...kept, ...fresh];
}

/** Bytes that the lists take: their letters, and for each sentence its quotes and comma. */
function sizeOf(lists: readonly (readonly string[])[]): number {
  const encoder = new TextEncoder();
  let bytes = 0;
  for (const sentences of lists) for (const sentence of sentences) bytes += encoder.encode(sentence).length + 3;
  return bytes;
}

function plainly(text: string): string {
  return text.normalize('NFKC').toLowerCase().replace(/\s+/gu, '');
}
