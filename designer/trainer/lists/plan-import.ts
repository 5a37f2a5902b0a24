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
}

/** What becomes of sentences that stand in another intent: they stay there, go to where the list wants them, or stand in both. */
export type ConflictChoice = 'stay' | 'move';

const MOST_INTENTS = 2_000;
const MOST_EXAMPLES = 5_000;

/** Compares a list with the intents of a flow. Names and sentences are compared without case and spaces. */
export function planImport(
  list: TaughtList,
  intents: readonly FlowIntent[],
  outOfScope: readonly string[],
): ImportPlan {
  const byName = new Map(intents.map((intent) => [plainly(intent.name), intent]));
  const owners = new Map(intents.flatMap((intent) => intent.examples.map((text) => [plainly(text), intent] as const)));
  const conflicts: ImportConflict[] = [];
  const planned = list.intents.map(({ name, examples }): PlannedIntent => {
    const into = byName.get(plainly(name));
    const own = new Set(into?.examples.map(plainly));
    const fresh = examples.filter((text) => !own.has(plainly(text)));
    const added = fresh.filter((sentence) => {
      const owner = owners.get(plainly(sentence));
      if (owner === undefined) return true;
      conflicts.push({ sentence, wanted: name, has: { id: owner.id, name: owner.name } });
      return false;
    });
    return { name, into: into?.id, added, known: examples.length - fresh.length };
  });
  const none = new Set(outOfScope.map(plainly));
  return {
    intents: planned,
    conflicts,
    outOfScope: list.outOfScope.filter((text) => !none.has(plainly(text)) && !owners.has(plainly(text))),
    tooMany: intents.length + planned.filter(({ into }) => into === undefined).length > MOST_INTENTS,
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
  for (const { has, sentence } of moved) {
    leaving.set(has.id, (leaving.get(has.id) ?? new Set()).add(plainly(sentence)));
  }
  const coming = ({ name, added }: PlannedIntent): readonly string[] => [
    ...added,
    ...moved.filter(({ wanted }) => wanted === name).map(({ sentence }) => sentence),
  ];
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

function plainly(text: string): string {
  return text.normalize('NFKC').toLowerCase().replace(/\s+/gu, '');
}
