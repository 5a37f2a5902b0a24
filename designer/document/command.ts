// A command: one domain operation on a flow document, with the words for undo and redo.
import type { FlowDocument } from '#nodes/flow/document.ts';

/** What was done; the interface has a sentence for each in both languages. */
export type CommandVerb =
  | 'add'
  | 'move'
  | 'connect'
  | 'reconnect'
  | 'disconnect'
  | 'delete'
  | 'heal'
  | 'splice'
  | 'configure'
  | 'rename'
  | 'annotate'
  | 'disable'
  | 'paste'
  | 'replace'
  | 'tidy'
  | 'resize'
  | 'settings'
  | 'variables'
  | 'renameVariable'
  | 'intents'
  | 'restore'
  | 'mend';

export interface CommandLabel {
  readonly verb: CommandVerb;
  /** The one node it is about, as it was called then. */
  readonly subject?: { readonly name: string; readonly type: string };
  /** How many nodes it is about, when several. */
  readonly count?: number;
}

/** Applied, it gives the next document; the same document means there was nothing to do. */
export interface Command {
  readonly label: CommandLabel;
  /** Two commands in a row with the same key within a moment are one step of the history. */
  readonly mergeKey?: string;
  apply(document: FlowDocument): FlowDocument;
}

/** Several commands as one step of the history. */
export function sequence(label: CommandLabel, commands: readonly Command[]): Command {
  return { label, apply: (document) => commands.reduce((current, command) => command.apply(current), document) };
}

/** A label for one or several nodes. */
export function labelFor(verb: CommandVerb, nodes: readonly { name: string; type: string }[]): CommandLabel {
  const [first] = nodes;
  if (first !== undefined && nodes.length === 1) return { verb, subject: { name: first.name, type: first.type } };
  return { verb, count: nodes.length };
}
