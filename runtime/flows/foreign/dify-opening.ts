// How a Dify app begins: what it asks first, how it greets, and where it listens for the next sentence.
import type { DifyContext } from './dify-drawing.ts';
import { declareVariables, literalOf, typeOfDify } from './dify-names.ts';
import type { JsonObject } from '#nodes/kit/json.ts';
import { text } from './typebot-file.ts';

/** Something that is asked before the app runs. */
interface Input {
  readonly name: string;
  readonly label: string;
  readonly kind: string;
  readonly required: boolean;
  readonly options: readonly string[];
  readonly first: unknown;
}

/** Reads an input of a start node, or of the form of an app without a graph. */
export function inputFrom(one: JsonObject): Input {
  return {
    name: text(one['variable']),
    label: text(one['label']) || text(one['variable']),
    kind: text(one['type']) || 'text-input',
    required: one['required'] === true,
    options: Array.isArray(one['options']) ? one['options'].map(text).filter((option) => option !== '') : [],
    first: one['default'],
  };
}

const DAY_MS = 86_400_000;

/** Draws everything before the first run and gives where it goes on: the ports to be connected. */
export function drawOpening(
  context: DifyContext,
  inputs: readonly Input[],
  isChat: boolean,
): { readonly ends: readonly { node: string; port: string }[]; readonly listen: string | undefined } {
  const { sketch, file, locale, names } = context;
  let ends: readonly { node: string; port: string }[] = [{ node: 'start', port: 'next' }];
  const then = (node: string, ...ports: readonly string[]) => {
    for (const { node: from, port } of ends) sketch.connect(from, port, node);
    ends = ports.map((port) => ({ node, port }));
  };
  const optional = inputs.filter(({ required }) => !required && isChat);
  const first = [
    ...declareVariables(file, sketch),
    ...optional.flatMap(({ name, kind, first: value }) => {
      const variable = sketch.variable(name, typeOfDify(kind));
      const literal = literalOf(value);
      return literal === undefined || literal === "''" ? [] : [{ variable, value: literal }];
    }),
  ];
  for (let at = 0; at < first.length; at += 50) {
    then(sketch.add('set', '', { assignments: first.slice(at, at + 50) }), 'next');
  }
  const opening = names.template(file.opening).trim();
  const greeting =
    opening === '' ? (locale === 'en' ? 'Hello! How can I help?' : '您好，请问有什么可以帮您？') : opening;
  const asked = inputs.filter((input) => !optional.includes(input));
  for (const input of asked) {
    const [node, exits] = drawInput(context, input);
    then(node);
    ends = exits;
  }
  if (!isChat) {
    if (asked.length === 0) then(sketch.add('message', '', { text: greeting }), 'next');
    return { ends, listen: undefined };
  }
  const chips = file.suggestions.slice(0, 12).map((chip) => names.template(chip));
  if (chips.length > 0) then(sketch.add('suggestions', '', { text: greeting, chips }), 'next');
  else then(sketch.add('message', '', { text: greeting }), 'next');
  const listen = sketch.add('wait', locale === 'en' ? 'Next message' : '等客户说话', {
    mode: 'duration',
    durationMs: DAY_MS,
    cancelOnMessage: true,
  });
  then(listen, 'cancelled');
  return { ends, listen };
}

/** The question for one input: its node, and the ways out that have an answer. */
function drawInput(
  { sketch, locale }: DifyContext,
  { name, label, kind, options }: Input,
): readonly [string, readonly { node: string; port: string }[]] {
  const prompt = (locale === 'en' ? `${label}?` : `请提供：${label}`).replace(/\{\{/g, '\\{{');
  const variable = sketch.variable(name, typeOfDify(kind));
  const one = (node: string, port: string) => [node, [{ node, port }]] as const;
  if (kind === 'select' && options.length > 0) {
    const choices = options.slice(0, 50).map((option, index) => ({ id: `o${String(index + 1)}`, label: option }));
    const ask = sketch.add('askChoice', label, { prompt, options: choices });
    // What was chosen is kept as its words.
    const kept = choices.map(({ id, label: words }) => {
      const set = sketch.add('set', words, { assignments: [{ variable, value: literalOf(words) ?? "''" }] });
      sketch.connect(ask, id, set);
      return { node: set, port: 'next' };
    });
    return [ask, kept];
  }
  if (kind === 'number') return one(sketch.add('askTyped', label, { prompt, kind: 'number', variable }), 'answered');
  if (kind.startsWith('file') && sketch.has('askFile')) {
    return one(sketch.add('askFile', label, { prompt, variable }), 'received');
  }
  return one(sketch.add('askText', label, { prompt, variable }), 'answered');
}
