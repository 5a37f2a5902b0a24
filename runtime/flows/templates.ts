// The shipped templates: each a folder with template.json, flow.json, names.json, knowledge/ and dialogues/.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Type, type Static } from 'typebox';
import Value from 'typebox/value';
import { FlowError } from '#nodes/kit/errors.ts';
import { isJsonObject } from '#nodes/kit/json.ts';
import type { Template } from '#nodes/wire/flows.ts';
import { TEMPLATE_BASE } from './bundle.ts';
import type { KnowledgePack } from './flow-knowledge.ts';

const Bilingual = Type.Object({ 'zh-CN': Type.String(), en: Type.String() });

/** The form of `template.json`. Templates are shown by `order`. */
export const TemplateFileSchema = Type.Object({
  title: Bilingual,
  description: Bilingual,
  languages: Type.Array(Type.String(), { minItems: 1 }),
  /** A lucide icon name in kebab case. */
  icon: Type.String(),
  order: Type.Integer(),
});

/** The form of `knowledge/questions.json`. */
export const TemplateQuestionsSchema = Type.Array(
  Type.Object({ question: Type.String(), similar: Type.Array(Type.String()), answer: Type.String() }),
);

/** The form of `names.json`: for each further language, what the names and descriptions of flow.json are called in it. */
export const TemplateNamesSchema = Type.Record(Type.String(), Type.Record(Type.String(), Type.String()));

/** A template whole. `knowledge` is absent when the template has none; its `ref` is `template`. */
export interface LoadedTemplate {
  readonly template: Template;
  /** The flow document, not upgraded or checked yet. */
  readonly flow: unknown;
  /** Names of steps, intents and variables in further languages. */
  readonly names: Static<typeof TemplateNamesSchema>;
  readonly knowledge?: KnowledgePack;
  /** Its golden conversations, not read yet. */
  readonly dialogues: readonly unknown[];
}

/** The template folder. */
export interface Templates {
  list(): Promise<readonly Template[]>;
  /** Fails with RESOURCE_NOT_FOUND for an unknown name. */
  load(name: string): Promise<LoadedTemplate>;
  /** The sentences from which all templates learn their intents. */
  sentences(): Promise<readonly string[]>;
}

/** Reads templates from a folder. They are part of the product and do not change while it runs, so the list is read once. */
export function createTemplates(folder: string): Templates {
  let all: Promise<readonly Template[]> | undefined;
  let taught: Promise<readonly string[]> | undefined;

  function list() {
    all ??= readAll(folder);
    return all;
  }

  async function readSentences() {
    const flows = (await list()).map(({ name }) => readJson(join(folder, name, 'flow.json')));
    return (await Promise.all(flows)).flatMap(sentencesOf);
  }

  return {
    list,
    sentences: () => (taught ??= readSentences()),
    async load(name) {
      const template = (await list()).find((entry) => entry.name === name);
      if (template === undefined)
        throw new FlowError('RESOURCE_NOT_FOUND', `There is no template "${name.slice(0, 64)}".`);
      const flow = await readJson(join(folder, name, 'flow.json'));
      const knowledge = await readKnowledge(join(folder, name, 'knowledge'), template.title['zh-CN']);
      const dialogues = await readDialogues(join(folder, name, 'dialogues'));
      const names = await readNames(folder, name);
      return { template, flow, names, dialogues, ...(knowledge === undefined ? {} : { knowledge }) };
    },
  };
}

function sentencesOf(flow: unknown): readonly string[] {
  const intents = isJsonObject(flow) && Array.isArray(flow['intents']) ? flow['intents'] : [];
  return intents.flatMap((intent: unknown) => {
    const examples = isJsonObject(intent) && Array.isArray(intent['examples']) ? intent['examples'] : [];
    return examples.filter((example): example is string => typeof example === 'string');
  });
}

async function readAll(folder: string): Promise<readonly Template[]> {
  const names = await namesIn(folder);
  const found = await Promise.all(names.map((name) => readTemplate(folder, name)));
  return found
    .filter((entry) => entry !== undefined)
    .sort((a, b) => a.order - b.order)
    .map(({ template }) => template);
}

async function readTemplate(
  folder: string,
  name: string,
): Promise<{ readonly template: Template; readonly order: number } | undefined> {
  if (!(await namesIn(join(folder, name))).includes('template.json')) return undefined;
  const meta = await readJson(join(folder, name, 'template.json'));
  if (!Value.Check(TemplateFileSchema, meta)) {
    throw new FlowError('CONFIG_INVALID', `templates/${name}/template.json is not of the right form.`);
  }
  const flow = await readJson(join(folder, name, 'flow.json'));
  const nodes = isJsonObject(flow) ? flow['nodes'] : undefined;
  const { title, description, languages, icon, order }: Static<typeof TemplateFileSchema> = meta;
  const nodeCount = Array.isArray(nodes) ? nodes.length : 0;
  return { template: { name, title, description, languages, icon, nodeCount }, order };
}

async function readNames(folder: string, name: string): Promise<Static<typeof TemplateNamesSchema>> {
  if (!(await namesIn(join(folder, name))).includes('names.json')) return {};
  const names = await readJson(join(folder, name, 'names.json'));
  if (!Value.Check(TemplateNamesSchema, names)) {
    throw new FlowError('CONFIG_INVALID', `templates/${name}/names.json is not of the right form.`);
  }
  return names;
}

async function readKnowledge(folder: string, name: string): Promise<KnowledgePack | undefined> {
  const files = await namesIn(folder);
  const texts = files.filter((file) => file.endsWith('.md')).sort();
  const documents = await Promise.all(
    texts.map(async (file) => ({ name: file, text: await readFile(join(folder, file), 'utf8') })),
  );
  const questions = files.includes('questions.json') ? await readJson(join(folder, 'questions.json')) : [];
  if (!Value.Check(TemplateQuestionsSchema, questions)) {
    throw new FlowError('CONFIG_INVALID', `${folder}/questions.json is not of the right form.`);
  }
  return documents.length + questions.length === 0 ? undefined : { ref: TEMPLATE_BASE, name, documents, questions };
}

async function readDialogues(folder: string): Promise<readonly unknown[]> {
  const files = (await namesIn(folder)).filter((file) => file.endsWith('.json')).sort();
  return Promise.all(files.map((file) => readJson(join(folder, file))));
}

async function readJson(path: string): Promise<unknown> {
  return JSON.parse(await readFile(path, 'utf8')) as unknown;
}

/** The entries of a folder; none when there is no such folder. */
async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch {
    return [];
  }
}
