// Typebot's blocks that ask a language model, of any provider: chat completions, assistants, and values taken out by a model.
import { drawModelCall, type DrawnCall } from './foreign-model.ts';
import { templateFrom } from './foreign-text.ts';
import type { BlockContext, Drawn } from './typebot-drawing.ts';
import { object, objects, text, type TypebotBlock } from './typebot-file.ts';

const PROVIDERS: ReadonlySet<string> = new Set([
  'openai',
  'anthropic',
  'mistral',
  'groq',
  'together-ai',
  'open-router',
  'perplexity',
  'deepseek',
  'gemini',
  'xai',
  'litellm',
  'ollama',
  'azure-openai',
  'dify-ai',
  'chat-node',
  'zepai',
  'OpenAI',
]);

/** Values of `responseMapping[].item` and of the older `valueToExtract` that stand for the words of the answer. */
const WORDS: ReadonlySet<string> = new Set(['Message content', 'Message Content', 'Message', 'Answer', 'message', '']);

/** Does the block ask a model? */
export function asksModel({ type, options }: TypebotBlock): boolean {
  return PROVIDERS.has(type) && !/speech|transcription|image|voice|embedding/i.test(actionOf(options));
}

function actionOf(options: TypebotBlock['options']): string {
  return text(options['action']) || text(options['task']);
}

/** The drawn call; undefined: it cannot be said here. */
export function modelBlock({ options }: TypebotBlock, context: BlockContext): Drawn | undefined {
  const { sketch, rename, title, locale } = context;
  if (/generate variables/i.test(actionOf(options))) return valuesByModel(options, context);
  const messages = objects(options['messages']).map((message) => ({
    role: text(message['role']),
    content: templateFrom(text(message['content']), rename),
    history: text(message['role']).startsWith('Dialogue') || text(message['role']).startsWith('Messages sequence'),
  }));
  const system = [
    templateFrom(text(options['systemMessage']) || text(options['additionalInstructions']), rename),
    ...messages.filter(({ role }) => role === 'system').map(({ content }) => content),
  ];
  const hasHistory = messages.some(({ history }) => history);
  const users = messages.filter(({ role, history }) => role === 'user' && !history).map(({ content }) => content);
  const asked = templateFrom(text(options['message']) || text(options['query']) || text(options['prompt']), rename);
  // With the dialogue handed over, the other sentences are orders; else the last one is the question.
  const source = asked !== '' ? asked : hasHistory ? '' : (users.at(-1) ?? '');
  const orders = hasHistory || asked !== '' ? users : users.slice(0, -1);
  const drawn = drawModelCall(sketch, {
    title,
    prompt: [...system, ...orders].filter((part) => part !== '').join('\n\n'),
    source,
    variable: answerVariable(options, context),
    historyTurns: hasHistory ? 10 : 0,
    locale,
  });
  return drawn === undefined ? undefined : exitsOf(drawn);
}

function exitsOf({ entry, exits }: DrawnCall): Drawn {
  return { entry, exits: exits.map((exit) => ({ ...exit, item: undefined })) };
}

function answerVariable(options: TypebotBlock['options'], { nameOf }: BlockContext): string {
  const mapping = objects(options['responseMapping']).find((one) =>
    WORDS.has(text(one['item']) || text(one['valueToExtract'])),
  );
  return nameOf(text(mapping?.['variableId']));
}

/** `Generate variables`: an answer of a declared form, each member kept in its variable. */
function valuesByModel(options: TypebotBlock['options'], context: BlockContext): Drawn | undefined {
  const { sketch, rename, nameOf, title, locale } = context;
  const wanted = objects(options['variablesToExtract']).flatMap((one) => {
    const name = nameOf(text(one['variableId']));
    return name === '' ? [] : [{ name, description: text(one['description']) }];
  });
  if (wanted.length === 0) return undefined;
  const kept = sketch.variable(`generated ${title}`, 'object');
  const schema = {
    type: 'object',
    properties: Object.fromEntries(wanted.map(({ name, description }) => [name, { type: 'string', description }])),
  };
  const drawn = drawModelCall(sketch, {
    title,
    prompt: locale === 'en' ? 'Take the named values out of the words.' : '从这段话里取出所列的各项。',
    source: templateFrom(text(options['prompt']) || text(object(options)['message']), rename),
    variable: kept,
    historyTurns: 0,
    schema: JSON.stringify(schema),
    locale,
  });
  if (drawn === undefined) return undefined;
  const assignments = wanted.map(({ name }) => ({ variable: name, value: `${kept}['${name}']` }));
  const set = sketch.add('set', title, { assignments });
  for (const { node, port } of drawn.exits) if (port === 'done') sketch.connect(node, port, set);
  return exitsOf({
    entry: drawn.entry,
    exits: [{ node: set, port: 'next' }, ...drawn.exits.filter(({ port }) => port !== 'done')],
  });
}
