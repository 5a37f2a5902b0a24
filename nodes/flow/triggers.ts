// Which entry node a customer's message belongs to: all rules of the flow at once, outside the chart.
import type { NodeType } from '#nodes/kit/define-node.ts';
import type { Understood } from '#nodes/kit/effects.ts';
import type { FlowDocument } from './document.ts';
import { createKeywordMatcher, normalizeKeyword, type KeywordRule } from './keyword-matcher.ts';
import { PERSON_WORDS } from './person-words.ts';

interface IntentRule {
  readonly intents: ReadonlySet<string>;
  readonly minScore: number;
  readonly priority: number;
  readonly match: TriggerMatch;
}

/** A matched entry node. */
export interface TriggerMatch {
  readonly node: string;
  readonly mayInterrupt: boolean;
  /** The question it cut into is asked again afterwards. */
  readonly comesBack: boolean;
}

/** The entry nodes of a flow, ready to be asked. */
export interface Triggers {
  /** Does the whole message ask for a person? */
  asksForPerson(text: string): boolean;
  byKeyword(text: string): TriggerMatch | undefined;
  byIntent(understood: Understood | null): TriggerMatch | undefined;
  /** The entry node that listens to an event by its name. */
  bySignal(name: string): TriggerMatch | undefined;
  /** False for most flows: then nobody needs to look what happened. */
  readonly hasSignals: boolean;
}

const PERSON_SET: ReadonlySet<string> = new Set(PERSON_WORDS.map((word) => normalizeKeyword(word)));

/** Collects the triggers of a document. */
export function createTriggers(document: FlowDocument, types: Readonly<Record<string, NodeType>>): Triggers {
  const keywords: KeywordRule<TriggerMatch>[] = [];
  const intents: IntentRule[] = [];
  const signals = new Map<string, { readonly match: TriggerMatch; readonly priority: number }>();
  for (const node of document.nodes) {
    if (node.disabled === true) continue;
    const trigger = types[node.type]?.trigger?.(node.config);
    if (trigger === undefined || trigger.kind === 'start' || trigger.kind === 'failure') continue;
    const { priority, mayInterrupt, comesBack = false } = trigger;
    const found: TriggerMatch = { node: node.id, mayInterrupt, comesBack };
    if (trigger.kind === 'keyword') {
      keywords.push({ words: trigger.words, match: trigger.match, priority, value: found });
    } else if (trigger.kind === 'intent') {
      intents.push({ intents: new Set(trigger.intents), minScore: trigger.minScore, priority, match: found });
    } else {
      for (const name of trigger.names) {
        const known = signals.get(name);
        if (known === undefined || known.priority < priority) signals.set(name, { match: found, priority });
      }
    }
  }
  intents.sort((a, b) => b.priority - a.priority);
  const match = keywords.length === 0 ? undefined : createKeywordMatcher(keywords);
  return {
    asksForPerson: (text) => text.length <= 40 && PERSON_SET.has(normalizeKeyword(text)),
    byKeyword: (text) => match?.(text)?.value,
    byIntent: (understood) => {
      const best = understood?.intents[0];
      if (understood === null || best === undefined || understood.outOfScope) return undefined;
      const rule = intents.find((candidate) => candidate.intents.has(best.intent) && best.score >= candidate.minScore);
      return rule?.match;
    },
    bySignal: (name) => signals.get(name)?.match,
    hasSignals: signals.size > 0,
  };
}
