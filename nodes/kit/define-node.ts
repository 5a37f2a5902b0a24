// How a node type is declared: identity, config schema, ports, one-line summary and its translation to an XState state.
import type { Static, TObject } from 'typebox';
import type { EffectKind } from './effects.ts';
import type { JsonObject } from './json.ts';
import type { Bilingual, Locale, Localized } from './localized.ts';
import type { DelaySpec, StateJson, TransitionJson } from './machine.ts';
import type { Port } from './ports.ts';

/** The groups of the palette; each has a colour in the designer. */
export const NODE_GROUPS = [
  'trigger',
  'message',
  'input',
  'logic',
  'ai',
  'knowledge',
  'action',
  'human',
  'crm',
  'end',
  'canvas',
] as const;
export type NodeGroup = (typeof NODE_GROUPS)[number];

/** A problem that only the node itself can see in its config. `field` is a JSON pointer into the config. */
export interface ConfigProblem {
  readonly severity: 'error' | 'warning';
  readonly field: string;
  readonly message: Bilingual;
  /** An error that no override opens the publish gate for. */
  readonly mustMend?: true;
}

/** What `compile` gets. Every function is pure. */
export interface CompileContext<Config> {
  /** The node's id; also the id of its state. */
  readonly id: string;
  readonly config: Config;
  /** IANA name of the flow's clock. */
  readonly timeZone: string;
  /** The transition that leaves through a port: to the connected node, or to the flow's resting state when nothing is connected. */
  to(port: string, extra?: Omit<TransitionJson, 'target'>): TransitionJson;
  /** Is anything connected to the port? */
  isWired(port: string): boolean;
  /** Declares a delay and returns its name, to be used as a key of `after`. `key` is unique within the node. */
  delay(key: string, spec: DelaySpec): string;
  /** The target of a state inside this node, for `target`. */
  inner(state: string): string;
  /** The target of another node's state by node id (for `jump`); the resting state when there is no such node. */
  node(id: string): string;
  /** On a node that calls another flow: the state the called flow begins with, and the first values of its variables. Absent while nothing is inlined. */
  readonly callee?: { readonly target: string; readonly initial: JsonObject };
  /** Where a flow that was called goes when it is through: back to its caller; the resting state when nobody called it. */
  readonly returnTarget: string;
}

/**
 * What an entry node listens to. `mayInterrupt`: it may cut into a waiting question; with `comesBack` that question is
 * parked and asked again when the branch has run out, without it everything that was open is given up. Matched by `step` outside the chart, all rules at
 * once.
 */
export type Trigger =
  | { readonly kind: 'start' }
  | {
      readonly kind: 'keyword';
      readonly words: readonly string[];
      readonly match: 'exact' | 'contains' | 'starts' | 'pattern';
      readonly priority: number;
      readonly mayInterrupt: boolean;
      readonly comesBack?: boolean;
    }
  | {
      readonly kind: 'intent';
      readonly intents: readonly string[];
      readonly minScore: number;
      readonly priority: number;
      readonly mayInterrupt: boolean;
      readonly comesBack?: boolean;
    }
  | {
      readonly kind: 'event';
      /** Names of events, see `FLOW_SIGNALS`; the operator's own names too. */
      readonly names: readonly string[];
      readonly priority: number;
      readonly mayInterrupt: boolean;
      readonly comesBack?: boolean;
    }
  | {
      /** Failures of nodes without a way out of their own: of these nodes (undefined: of any) and with these codes (none: any). */
      readonly kind: 'failure';
      readonly nodes: readonly string[] | undefined;
      readonly codes: readonly string[];
      /** Where the failure is stored; empty: nowhere. */
      readonly variable: string;
    };

/**
 * The static type of a config schema: `Static<S>`, reached by way of its properties. While `S` is still to be inferred, the compiler then walks objects
 * only; with `Static<S>` itself it compares every kind of schema with every other, nine seconds in each program that declares a node.
 */
type ConfigOf<S extends TObject> = Static<TObject<S['properties']>>;

/** A node type. */
export interface NodeType<S extends TObject = TObject> {
  readonly type: string;
  /** Raised when the meaning of the config changes; each older version has an entry in `upgrades`. */
  readonly version: number;
  readonly group: NodeGroup;
  /** A lucide icon name in kebab case. */
  readonly icon: string;
  readonly title: Bilingual;
  /** One sentence for the palette. */
  readonly description: Bilingual;
  /** Further words the palette search finds it by; pinyin initials included. */
  readonly keywords: readonly string[];
  readonly config: S;
  /** The config of a freshly placed node. Satisfies the schema. */
  readonly defaults: ConfigOf<S>;
  ports(config: ConfigOf<S>): readonly Port[];
  /** One line on the card. Total: never throws for a valid config. */
  summary(config: ConfigOf<S>, locale: Locale): string;
  /** The state of this node. Absent only for canvas-only types. */
  compile?(context: CompileContext<ConfigOf<S>>): StateJson;
  /** Set on entry nodes. */
  trigger?(config: ConfigOf<S>): Trigger;
  /** Problems beyond the schema: an empty message, a pattern that cannot be read ... */
  check?(config: ConfigOf<S>): readonly ConfigProblem[];
  /** From version n to n+1. */
  readonly upgrades?: Readonly<Record<number, (config: unknown) => unknown>>;
  /** The effects it may ask for. */
  readonly effects: readonly EffectKind[];
  /** True when it waits for the customer (has `noReply`, may be interrupted). */
  readonly waits: boolean;
  /** Variables it sets, for the variable picker: name and type. */
  writes?(
    config: ConfigOf<S>,
  ): readonly { readonly name: string; readonly type: 'text' | 'number' | 'boolean' | 'date' | 'list' | 'object' }[];
  /** Expressions and templates it reads, for type checks and find-usages: field pointer and source. */
  reads?(config: ConfigOf<S>): readonly {
    readonly field: string;
    readonly kind: 'expression' | 'template';
    readonly source: string | Localized;
  }[];
}

/** Declares a node type; keeps the config's static type. */
export function defineNode<S extends TObject>(definition: NodeType<S>): NodeType<S> {
  return definition;
}
