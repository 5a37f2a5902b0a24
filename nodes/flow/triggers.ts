// Which entry node a customer's message belongs to: all rules of the flow at once, outside the chart.
import type { NodeType } from '#nodes/kit/define-node.ts';
import type { Understood } from '#nodes/kit/effects.ts';
import type { FlowDocument } from './document.ts';
import { createKeywordMatcher, normalizeKeyword, type KeywordRule } from './keyword-matcher.ts';
import { PERSON_WORDS } from './person-words.ts';

interface IntentRule {
  readonly node: string;
  readonly intents: ReadonlySet<string>;
  readonly minScore: number;
  readonly priority: number;
  readonly mayInterrupt: boolean;
}

/** A matched entry node. */
export interface TriggerMatch {
  readonly node: string;
  readonly mayInterrupt: boolean;
}

/** The entry nodes of a flow, ready to be asked. */
export interface Triggers {
  /** Does the whole message ask for a person? */
  asksForPerson(text: string): boolean;
  byKeyword(text: string): TriggerMatch | undefined;
  byIntent(understood: Understood | null): TriggerMatch | undefined;
}

const PERSON_SET: ReadonlySet<string> = new Set(PERSON_WORDS.map((word) => normalizeKeyword(word)));

/** Collects the triggers of a document. */
export function createTriggers(document: FlowDocument, types: Readonly<Record<string, NodeType>>): Triggers {
  const keywords: KeywordRule<TriggerMatch>[] = [];
  const intents: IntentRule[] = [];
  for (const node of document.nodes) {
    if (node.disabled === true) continue;
    const trigger = types[node.type]?.trigger?.(node.config);
    if (trigger?.kind === 'keyword') {
      const { words, match, priority, mayInterrupt } = trigger;
      keywords.push({ words, match, priority, value: { node: node.id, mayInterrupt } });
    } else if (trigger?.kind === 'intent') {
      const { minScore, priority, mayInterrupt } = trigger;
      intents.push({ node: node.id, intents: new Set(trigger.intents), minScore, priority, mayInterrupt });
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
      return rule === undefined ? undefined : { node: rule.node, mayInterrupt: rule.mayInterrupt };
    },
  };
}
