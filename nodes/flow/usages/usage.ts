// One use of a variable, an intent or a step: where it stands and what it does there.
import type { Dialogue, DialogueExpect } from '#nodes/wire/dialogues.ts';

/** A use in the drawing. `node` is null for the settings of the flow; `field` is a JSON pointer, as in problems. */
export interface Usage {
  readonly how: 'reads' | 'writes' | 'names';
  readonly node: string | null;
  readonly field: string;
  /** The text it stands in, whole; empty where the step does it by itself. */
  readonly text: string;
}

/** A use in a test: the turn counts from 1, 0 is the opening. */
export interface TestUsage {
  readonly turn: number;
  readonly what: 'expects' | 'mocks';
}

/** What each turn of a test expects, the opening first. */
export function expectationsOf({
  opens,
  turns,
}: Dialogue): readonly { readonly turn: number; readonly expect: DialogueExpect }[] {
  return [opens, ...turns.map(({ expect }) => expect)].flatMap((expect, turn) =>
    expect === undefined ? [] : [{ turn, expect }],
  );
}
