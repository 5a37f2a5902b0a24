// The parts of a Botpress v12 bot that matter here, from its files by name, without trusting a single field.
import { isJsonObject, type JsonObject } from '#nodes/kit/json.ts';
import { object, objects, text } from './typebot-file.ts';
import type { QuestionPair } from './answering.ts';

/** A node of a flow. `waits`: it listens for the customer before it goes on. */
export interface BotpressNode {
  readonly name: string;
  readonly type: string;
  readonly flow: string;
  readonly skill: string;
  readonly onEnter: readonly string[];
  readonly onReceive: readonly string[];
  readonly waits: boolean;
  readonly next: readonly { readonly condition: string; readonly to: string }[];
}

/** A flow by its location, such as `main.flow.json` or `skills/choice-1.flow.json`. */
export interface BotpressFlow {
  readonly location: string;
  readonly startNode: string;
  readonly nodes: readonly BotpressNode[];
  readonly skill: JsonObject;
}

/** An answer of the Q&A that leads to a flow. */
export interface BotpressRedirect {
  readonly id: string;
  readonly questions: readonly string[];
  readonly flow: string;
  readonly node: string;
}

/** A whole bot. */
export interface BotpressFile {
  readonly name: string;
  readonly language: string;
  readonly flows: readonly BotpressFlow[];
  /** Content elements by id: what they are and what they say in the bot's language. */
  readonly content: ReadonlyMap<string, { readonly type: string; readonly data: JsonObject }>;
  readonly intents: readonly { readonly name: string; readonly examples: readonly string[] }[];
  readonly entities: readonly string[];
  readonly questions: readonly QuestionPair[];
  readonly redirects: readonly BotpressRedirect[];
}

/** Files by name, from JSON: a map of names to contents, bare or under `files`; or one Q&A export. */
export function botpressFiles(json: unknown): ReadonlyMap<string, unknown> | undefined {
  if (Array.isArray(json)) return isQuestionList(json) ? new Map([['qna/all.json', { qnas: json }]]) : undefined;
  if (!isJsonObject(json)) return undefined;
  if (Array.isArray(json['qnas'])) return new Map([['qna/all.json', json]]);
  const inside = isJsonObject(json['files']) ? json['files'] : json;
  const named = new Map(Object.entries(inside).map(([name, content]) => [name, parsed(content)] as const));
  return isBotpress(named) ? named : undefined;
}

/** Do these files hold a Botpress bot, or its Q&A? */
export function isBotpress(files: ReadonlyMap<string, unknown>): boolean {
  return [...files.keys()].some(
    (name) => /(?:^|\/)[^/]+\.flow\.json$/.test(name) || /(?:^|\/)qna\/[^/]+\.json$/.test(name),
  );
}

/** Reads the bot. */
export function readBotpress(files: ReadonlyMap<string, unknown>): BotpressFile {
  const config = object(parsed([...files].find(([name]) => name.endsWith('bot.config.json'))?.[1]));
  const language = text(config['defaultLanguage']) || languageIn(files);
  const under = (folder: string) =>
    [...files].flatMap(([name, content]) =>
      new RegExp(`(?:^|/)${folder}/.+\\.json$`).test(name) ? [[name, parsed(content)] as const] : [],
    );
  const content = new Map(
    under('content-elements').flatMap(([name, list]) =>
      (Array.isArray(list) ? objects(list) : [object(list)]).map((element) => {
        const type = text(element['contentType']) || (/([^/]+)\.json$/.exec(name)?.[1] ?? '');
        return [text(element['id']), { type, data: inLanguage(object(element['formData']), language) }] as const;
      }),
    ),
  );
  const qnas = under('qna').flatMap(([, one]) =>
    isJsonObject(one) && Array.isArray(one['qnas']) ? objects(one['qnas']) : [object(one)],
  );
  const { questions, redirects } = questionsIn(qnas);
  return {
    name: text(config['name']) || 'Botpress',
    language,
    flows: [...files].flatMap(([name, flow]) =>
      name.endsWith('.flow.json') ? [flowFrom(name, object(parsed(flow)))] : [],
    ),
    content,
    intents: under('intents').flatMap(([name, one]) => {
      const intent = object(one);
      const called = text(intent['name']) || (/([^/]+)\.json$/.exec(name)?.[1] ?? '');
      if (called === '' || called.startsWith('__qna__')) return [];
      const utterances = intent['utterances'];
      const own = isJsonObject(utterances) ? utterances[language] : utterances;
      return [{ name: called, examples: textsOf(own).map((one_) => one_.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')) }];
    }),
    entities: under('entities')
      .map(([, one]) => text(object(one)['name']))
      .filter((name) => name !== ''),
    questions,
    redirects,
  };
}

function flowFrom(name: string, flow: JsonObject): BotpressFlow {
  const location = name.replace(/^(?:.*\/)?flows\//, '');
  return {
    location,
    startNode: text(flow['startNode']) || 'entry',
    skill: object(flow['skillData']),
    nodes: objects(flow['nodes']).map((node) => {
      const type = text(node['type']) || 'standard';
      const said = object(node['content']);
      const says = type === 'say_something' && text(said['contentType']) !== '' ? [`say @${JSON.stringify(said)}`] : [];
      return {
        name: text(node['name']),
        type,
        flow: text(node['flow']),
        skill: text(node['skill']),
        onEnter: [...says, ...textsOf(node['onEnter'])],
        onReceive: textsOf(node['onReceive']),
        waits: Array.isArray(node['onReceive']) || type === 'listen',
        next: objects(node['next']).map((one) => ({
          condition: text(one['condition']) || 'true',
          to: text(one['node']),
        })),
      };
    }),
  };
}

/** Fields such as `text$en` under their plain names. */
export function inLanguage(data: JsonObject, language: string): JsonObject {
  const plain: Record<string, JsonObject[string]> = {};
  for (const [key, value] of Object.entries(data)) {
    const [name = '', tongue] = key.split('$');
    if (name in plain && tongue !== language) continue;
    plain[name] = value;
  }
  return plain;
}

function questionsIn(qnas: readonly JsonObject[]) {
  const questions: QuestionPair[] = [];
  const redirects: BotpressRedirect[] = [];
  for (const one of qnas) {
    const data = isJsonObject(one['data']) ? one['data'] : one;
    if (data['enabled'] === false) continue;
    const asked = byLanguage(data['questions']);
    const answers = byLanguage(data['answers']);
    for (const [language, list] of asked) {
      const [question, ...similar] = list;
      const answer = (answers.get(language) ?? [])[0] ?? '';
      if (question !== undefined && answer !== '') questions.push({ question, similar, answer });
    }
    const flow = text(data['redirectFlow']);
    if (text(data['action']).includes('redirect') && flow !== '') {
      redirects.push({
        id: text(one['id']) || `qna${String(redirects.length + 1)}`,
        questions: [...asked.values()].flat(),
        flow,
        node: text(data['redirectNode']),
      });
    }
  }
  return { questions, redirects };
}

function byLanguage(value: unknown): ReadonlyMap<string, readonly string[]> {
  if (Array.isArray(value)) return new Map([['', textsOf(value)]]);
  return new Map(Object.entries(object(value)).map(([language, list]) => [language, textsOf(list)] as const));
}

function languageIn(files: ReadonlyMap<string, unknown>): string {
  for (const [name, content] of files) {
    if (!name.includes('content-elements/')) continue;
    const found = /"text\$([a-z]{2}(?:-[A-Za-z]+)?)"/.exec(
      typeof content === 'string' ? content : JSON.stringify(content),
    );
    if (found?.[1] !== undefined) return found[1];
  }
  return 'en';
}

function isQuestionList(list: readonly unknown[]): boolean {
  return (
    list.length > 0 &&
    list.every(
      (one) => isJsonObject(one) && isJsonObject(one['data']) && 'questions' in one['data'] && 'answers' in one['data'],
    )
  );
}

function textsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(text).filter((one) => one.trim() !== '') : [];
}

/** JSON in a text, or the value itself. */
function parsed(content: unknown): unknown {
  if (typeof content !== 'string') return content;
  try {
    return JSON.parse(content) as unknown;
  } catch {
    return undefined;
  }
}
