// Commands on the flow as a whole: settings, variables, intents, tidy, restore of a version.
import type { FlowDocument, FlowIntent, FlowSettings, FlowVariable } from '#nodes/flow/document.ts';
import { applyMend } from '#nodes/flow/mend.ts';
import type { MendChange } from '#nodes/wire/mends.ts';
import type { Command } from './command.ts';
import type { NodeTypes } from './graph.ts';
import { moveNodes } from './node-commands.ts';
import type { Point } from './placement.ts';

/** `field` names what is being typed, so that a burst is one step. */
export function setSettings(settings: FlowSettings, field = ''): Command {
  return {
    label: { verb: 'settings' },
    mergeKey: `settings:${field}`,
    apply: (document) => (document.settings === settings ? document : { ...document, settings }),
  };
}

export function setVariables(variables: readonly FlowVariable[], field = ''): Command {
  return {
    label: { verb: 'variables' },
    mergeKey: `variables:${field}`,
    apply: (document) => ({ ...document, variables: [...variables] }),
  };
}

export function setIntents(intents: readonly FlowIntent[], field = ''): Command {
  return {
    label: { verb: 'intents' },
    mergeKey: `intents:${field}`,
    apply: (document) => ({ ...document, intents: [...intents] }),
  };
}

/** What the flow is taught: its intents, and the sentences that mean none of them. */
export interface Taught {
  readonly intents: readonly FlowIntent[];
  readonly outOfScope: readonly string[];
}

export function setTaught({ intents, outOfScope }: Taught, field = ''): Command {
  return {
    label: { verb: 'intents' },
    mergeKey: `intents:${field}`,
    apply: ({ outOfScope: _former, ...document }) => ({
      ...document,
      intents: [...intents],
      ...(outOfScope.length === 0 ? {} : { outOfScope: [...outOfScope] }),
    }),
  };
}

/** What a check offered to mend a problem, as one step. */
export function mendFlow(change: MendChange, newId: (prefix: string) => string): Command {
  return { label: { verb: 'mend' }, apply: (document) => applyMend(document, change, newId) };
}

export function setFlowName(name: string): Command {
  return {
    label: { verb: 'rename' },
    mergeKey: 'rename:flow',
    apply: (document) => (document.name === name ? document : { ...document, name: name.slice(0, 200) }),
  };
}

/** Takes the positions a layout worked out. */
export function tidy(types: NodeTypes, positions: ReadonlyMap<string, Point>): Command {
  return { label: { verb: 'tidy' }, apply: (document) => moveNodes(types, positions).apply(document) };
}

/** Puts another document in place of this one: a restored version. Undo brings the draft back. */
export function replaceDocument(next: FlowDocument): Command {
  return { label: { verb: 'restore' }, apply: () => next };
}
