// What form widgets may know of the flow around them.
import { createContext, useContext, type ComponentType } from 'react';
import type { FlowDocument, FlowIntent } from '#nodes/flow/document.ts';
import type { WidgetName } from '#nodes/kit/fields.ts';
import type { Locale, Localized } from '#nodes/kit/localized.ts';
import type { KnowledgeBase } from '#nodes/wire/knowledge.ts';
import type { KnownVariable } from '../document/variables.ts';
import type { WidgetProps } from './widget.ts';

export interface FieldSurroundings {
  /** Language of the interface. */
  readonly locale: Locale;
  /** Languages the flow speaks. */
  readonly languages: readonly string[];
  /** The language whose texts are being written, shared by all fields of a panel. */
  readonly language: string;
  readonly setLanguage: (language: string) => void;
  /** Variables that may have a value here. */
  readonly variables: readonly KnownVariable[];
  readonly intents: readonly FlowIntent[];
  readonly openIntents: () => void;
  readonly addIntent: (name: string) => string;
  readonly bases: readonly KnowledgeBase[];
  /** Flows of the workspace that may be called. */
  readonly flows: readonly { readonly id: string; readonly name: string; readonly publishedVersion: number | null }[];
  /** The named exits of a published version. */
  readonly loadExits: (
    flowId: string,
    version: number,
  ) => Promise<readonly { readonly id: string; readonly label: Localized }[]>;
  /** Nodes a jump may lead to. */
  readonly targets: readonly { readonly id: string; readonly name: string }[];
  readonly timeZone: FlowDocument['settings']['timeZone'];
  /** The settings of the step whose form it is; empty for the flow's own panels. */
  readonly config: Readonly<Record<string, unknown>>;
  /** Changes several settings of the step at once. */
  readonly update: (changes: Readonly<Record<string, unknown>>) => void;
  readonly readOnly: boolean;
  readonly newId: (prefix: string) => string;
  /** All form widgets, for those that draw a form inside themselves. */
  readonly widgets: Readonly<Record<WidgetName, ComponentType<WidgetProps>>>;
}

export const FieldContext = createContext<FieldSurroundings | null>(null);

export function useSurroundings(): FieldSurroundings {
  const found = useContext(FieldContext);
  if (found === null) throw new Error('a form widget outside of a form');
  return found;
}
