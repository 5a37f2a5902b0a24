// Lists of sentences as JSON: Dialogflow ES and CX, Botpress v12, and plain objects of name and sentences.
import { ListBuilder, type TaughtList } from './taught-list.ts';

/** A file of an archive, or a file alone; `path` with forward slashes. */
export interface JsonFile {
  readonly path: string;
  readonly json: unknown;
}

/** Reads whatever of these files holds intents; undefined when none does. */
export function readJsonFiles(files: readonly JsonFile[]): TaughtList | undefined {
  const builder = new ListBuilder();
  const formats = files.map((file) => readFile(file, builder)).filter((format) => format !== undefined);
  const [first] = formats;
  return first === undefined ? undefined : builder.list(first);
}

function readFile({ path, json }: JsonFile, builder: ListBuilder): TaughtList['format'] | undefined {
  // Dialogflow ES keeps the sentences beside the intent: intents/Order_usersays_en.json.
  const said = /([^/]+)_usersays_[\w-]+\.json$/u.exec(path)?.[1];
  if (said !== undefined && Array.isArray(json)) {
    for (const one of json) builder.add(said, phraseOf(one));
    return 'dialogflow';
  }
  // Dialogflow CX: intents/Order/trainingPhrases/en.json.
  const under = /([^/]+)\/trainingPhrases\/[\w-]+\.json$/u.exec(path)?.[1];
  if (under !== undefined) {
    for (const one of listIn(json, 'trainingPhrases')) builder.add(under, phraseOf(one));
    return 'dialogflow';
  }
  const intents = Array.isArray(json) ? json : listIn(json, 'intents');
  const found = (intents.length > 0 ? intents : [json]).map((one) => readIntent(one, builder));
  const format = found.find((one) => one !== undefined);
  return format ?? readObject(json, builder);
}

function readIntent(value: unknown, builder: ListBuilder): TaughtList['format'] | undefined {
  const name = textIn(value, 'displayName') ?? textIn(value, 'name') ?? textIn(value, 'intent');
  if (name === undefined) return undefined;
  const phrases = listIn(value, 'trainingPhrases').concat(listIn(value, 'userSays'));
  if (phrases.length > 0) {
    for (const phrase of phrases) builder.add(name, phraseOf(phrase));
    return 'dialogflow';
  }
  const utterances = memberOf(value, 'utterances');
  if (isObject(utterances) && !Array.isArray(utterances)) {
    for (const sentences of Object.values(utterances)) addAll(builder, name, sentences);
    return 'botpress';
  }
  const sentences = ['examples', 'utterances', 'sentences', 'phrases', 'texts'].map((key) => listIn(value, key)).flat();
  const alone = textIn(value, 'text');
  if (sentences.length === 0 && alone === undefined) return undefined;
  if (alone !== undefined) builder.add(name, alone);
  addAll(builder, name, sentences);
  return 'json';
}

/** `{ "Refund": ["I want my money back", …], … }` */
function readObject(value: unknown, builder: ListBuilder): TaughtList['format'] | undefined {
  if (!isObject(value) || Array.isArray(value)) return undefined;
  const lists = Object.entries(value).filter(([, one]) => isTexts(one));
  for (const [name, sentences] of lists) addAll(builder, name, sentences);
  return lists.length > 0 ? 'json' : undefined;
}

function addAll(builder: ListBuilder, name: string, sentences: unknown): void {
  if (!Array.isArray(sentences)) return;
  builder.add(name, '');
  for (const one of sentences) if (typeof one === 'string') builder.add(name, one);
}

/** The parts of a phrase, joined; a phrase may be plain text too. */
function phraseOf(value: unknown): string {
  if (typeof value === 'string') return value;
  const parts = listIn(value, 'parts').concat(listIn(value, 'data'));
  return parts.map((part) => textIn(part, 'text') ?? '').join('');
}

function isTexts(value: unknown): boolean {
  return Array.isArray(value) && value.length > 0 && value.every((one) => typeof one === 'string');
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function memberOf(value: unknown, key: string): unknown {
  return isObject(value) ? Reflect.get(value, key) : undefined;
}

function listIn(value: unknown, key: string): unknown[] {
  const list: unknown = memberOf(value, key);
  return Array.isArray(list) ? list : [];
}

function textIn(value: unknown, key: string): string | undefined {
  const text = memberOf(value, key);
  return typeof text === 'string' ? text : undefined;
}
