// What the parts of the trainer's room share: what is taught, how it is changed, and the last measurement.
import { createContext, useContext } from 'react';
import type { Taught } from '../document/flow-commands.ts';
import type { Examination } from './use-examination.ts';

export interface Training {
  readonly flowId: string;
  readonly taught: Taught;
  readonly readOnly: boolean;
  readonly examination: Examination;
  /** The languages the flow speaks. */
  readonly locales: readonly string[];
  /** What one reads for an intent; the word for "none" for `NO_INTENT`. */
  nameOf(intent: string): string;
  /** Changes what is taught, from what it is at that moment. `field` names what is being typed, so that a burst is one step of undo. */
  change(edit: (taught: Taught) => Taught, field?: string): void;
  newId(): string;
  /** What was typed under an intent and not added yet, by intent. */
  readonly unsent: Map<string, string>;
  /** Opens the sentences of an intent, with the cursor on one of them if it is named. */
  show(intent: string, sentence?: string): void;
}

export const TrainingContext = createContext<Training | null>(null);

/** The open trainer's room. */
export function useTraining(): Training {
  const training = useContext(TrainingContext);
  if (training === null) throw new Error('useTraining outside of the trainer');
  return training;
}

/** A share as people read it. */
export function percent(share: number): string {
  return `${String(Math.round(share * 100))}%`;
}
