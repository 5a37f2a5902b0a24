// What a flow needs of the runtime before a message may be played.
import type { NodeType } from '#nodes/kit/define-node.ts';
import { variantsOf } from '#nodes/kit/localized.ts';
import { framesOf } from './composed.ts';
import type { FlowDocument } from './document.ts';
import { referencesIn } from './expression/references.ts';
import { placeholdersIn } from './template.ts';

/** Types that judge by what was understood. */
const UNDERSTANDS: ReadonlySet<string> = new Set(['onIntent', 'intentRouter', 'emotionGate', 'handoff']);
/** What of a turn is there without understanding. */
const UNDERSTOOD_BY_ITSELF = /^(?:turn|last)\.text(?:\.|$)/u;

/** True when a node, an expression or a text of the flow looks at the intent, mood or facts of a message. */
export function needsUnderstanding(document: FlowDocument, types: Readonly<Record<string, NodeType>>): boolean {
  return document.nodes.some((node) => {
    if (node.disabled === true) return false;
    if (UNDERSTANDS.has(node.type)) return true;
    const reads = types[node.type]?.reads?.(node.config) ?? [];
    return reads.some(({ kind, source }) =>
      variantsOf(source).some(({ text }) =>
        (kind === 'expression' ? [text] : placeholdersIn(text)).some((expression) => looksAtMeaning(expression)),
      ),
    );
  });
}

/** True when the flow, or one it calls, has variables that all its conversations share. */
export function sharesVariables(document: FlowDocument): boolean {
  const called = Object.values(framesOf(document)).flatMap(({ variables }) => variables);
  return [...document.variables, ...called].some(({ scope }) => scope === 'flow');
}

function looksAtMeaning(source: string): boolean {
  return referencesIn(source).some((path) => /^(?:turn|last)(?:\.|$)/u.test(path) && !UNDERSTOOD_BY_ITSELF.test(path));
}
