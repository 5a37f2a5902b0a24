// A call of a language model from elsewhere as ours: instructions, the words it gets, where its answer is kept, and what happens without a model.
import type { Sketch } from './sketch.ts';

/** What is asked. `prompt` and `source` are templates of ours already. */
export interface ModelCall {
  readonly title: string;
  readonly prompt: string;
  /** Empty: the customer's last words. */
  readonly source: string;
  /** Where the answer is kept; empty: it is said at once. */
  readonly variable: string;
  /** Say it as well as keeping it. */
  readonly sayIt?: boolean;
  readonly historyTurns: number;
  /** A JSON Schema of the answer, as text; empty: plain words. */
  readonly schema?: string;
  readonly locale: 'zh-CN' | 'en';
}

const SORRY = {
  'zh-CN': '抱歉，这个问题我现在答不了。',
  en: 'Sorry, I cannot answer this right now.',
} as const;

/** What one text of a node may hold. */
const TEXT_LENGTH = 4000;

/** The drawn call: where it is entered, and every way out that goes on. */
export interface DrawnCall {
  readonly entry: string;
  readonly exits: readonly { readonly node: string; readonly port: string }[];
}

/**
 * Draws it. Without a model, or when it refuses, the answer is a sentence that says so, kept or said where the answer would have been:
 * the flow goes on and nothing is made up.
 */
export function drawModelCall(sketch: Sketch, call: ModelCall): DrawnCall | undefined {
  if (!sketch.has('llmReply')) return undefined;
  const { title, locale, variable, schema = '' } = call;
  if (variable !== '') sketch.variable(variable, schema === '' ? 'text' : 'object');
  const sayIt = schema === '' && (variable === '' || call.sayIt === true);
  const [prompt, instructions] = halves(call.prompt.trim() === '' ? FALLBACK_PROMPT[locale] : call.prompt);
  const source = call.source.trim() === '' ? '{{ turn.text }}' : call.source;
  const node = sketch.add('llmReply', title, {
    prompt,
    instructions,
    source,
    sayIt,
    variable,
    schema,
    historyTurns: Math.max(0, Math.min(20, Math.round(call.historyTurns))),
  });
  if (schema !== '') return { entry: node, exits: ['done', 'refused', 'error'].map((port) => ({ node, port })) };
  const told: string[] = [];
  if (variable !== '') {
    told.push(sketch.add('set', title, { assignments: [{ variable, value: `'${SORRY[locale]}'` }] }));
  }
  if (sayIt) told.push(sketch.add('message', title, { text: SORRY[locale] }));
  const [first] = told;
  const last = told.at(-1);
  if (first === undefined || last === undefined) return undefined;
  sketch.connect(node, 'refused', first);
  sketch.connect(node, 'error', first);
  if (first !== last) sketch.connect(first, 'next', last);
  return {
    entry: node,
    exits: [
      { node, port: 'done' },
      { node: last, port: 'next' },
    ],
  };
}

const FALLBACK_PROMPT = {
  'zh-CN': '根据客户的话给出有帮助、简短的回复。',
  en: 'Answer what the customer says, helpfully and briefly.',
} as const;

/** A long prompt in two: the rest goes on as instructions. The cut is at the end of a line or a word. */
function halves(prompt: string): readonly [string, string] {
  if (prompt.length <= TEXT_LENGTH) return [prompt, ''];
  const head = prompt.slice(0, TEXT_LENGTH);
  const at = Math.max(head.lastIndexOf('\n'), head.lastIndexOf('。'), head.lastIndexOf('. '), 1);
  return [prompt.slice(0, at), prompt.slice(at).trim().slice(0, TEXT_LENGTH)];
}
