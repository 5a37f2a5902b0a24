// What Dify's variables are called here: outputs of nodes, what the customer said, and the variables of the app.
import type { FlowVariable } from '#nodes/flow/document.ts';
import { quoted } from './foreign-text.ts';
import type { DifyFile, DifyNode, DifyVariable } from './dify-file.ts';
import { variableName, type Sketch } from './sketch.ts';

type VariableType = FlowVariable['type'];

/** Names and texts of one app. */
export interface DifyNames {
  /** An expression for a path such as `["llm1", "text"]`; `''` (an empty text) for what does not exist here. */
  expression(selector: readonly string[]): string;
  /** The variable that a node's output is kept in. */
  output(node: DifyNode, key: string, type?: VariableType): string;
  /** The variable that a path names, when it is one that may be written. */
  writable(selector: readonly string[]): string | undefined;
  /** A text with `{{#a.b#}}` as a template of ours. `context` is what `{{#context#}}` stands for. */
  template(source: string, context?: readonly string[]): string;
  /** A text with `{{#a.b#}}` as one expression. */
  joined(source: string): string;
  /** A text with the values of plain environment variables filled in: addresses need a fixed host. */
  withEnvironment(source: string): string;
}

const PLACEHOLDER = /\{\{#\s*([^{}#]+?)\s*#\}\}/g;

/** Names for the app; its own variables are declared at once. */
export function difyNames(file: DifyFile, sketch: Sketch): DifyNames {
  const nodes = new Map(file.nodes.map((node) => [node.id, node]));
  const stems = stemsOf(file.nodes);
  const environment = new Map(file.environment.map((one) => [one.name, one]));

  function output(node: DifyNode, key: string, type?: VariableType): string {
    const name = node.type === 'start' ? key : `${stems.get(node.id) ?? 'node'}_${key}`;
    return sketch.variable(name, type);
  }

  function expression(selector: readonly string[]): string {
    const [first = '', key = '', ...rest] = selector;
    if (first === 'sys') return SYSTEM[key] ?? "''";
    if (first === 'conversation' || first === 'env') {
      return key === '' ? "''" : memberOf(sketch.variable(first === 'env' ? `env_${key}` : key), rest);
    }
    const node = nodes.get(first);
    if (node === undefined || key === '') return "''";
    if (node.type === 'http-request') return httpMember(output(node, 'response', 'object'), key, rest);
    if (node.type === 'parameter-extractor') return memberOf(output(node, 'values', 'object'), [key, ...rest]);
    return memberOf(output(node, key), rest);
  }

  return {
    expression,
    output,
    writable(selector) {
      const [first = '', key = ''] = selector;
      if (key === '' || first === 'sys' || first === 'env') return undefined;
      const node = nodes.get(first);
      return first === 'conversation' ? sketch.variable(key) : node === undefined ? undefined : output(node, key);
    },
    template: (source, context) =>
      escaped(source, (inner) => {
        if (inner === 'context') return context === undefined ? '' : `{{ ${expression(context)} }}`;
        return `{{ ${expression(inner.split('.'))} }}`;
      }),
    joined(source) {
      const parts: string[] = [];
      let at = 0;
      for (const match of source.matchAll(PLACEHOLDER)) {
        if (match.index > at) parts.push(quoted(source.slice(at, match.index)));
        parts.push(`text(${expression((match[1] ?? '').split('.'))})`);
        at = match.index + match[0].length;
      }
      if (at < source.length || parts.length === 0) parts.push(quoted(source.slice(at)));
      return parts.length === 1 ? (parts[0] ?? "''") : parts.join(' + ');
    },
    withEnvironment: (source) =>
      source.replace(PLACEHOLDER, (whole, inner: string) => {
        const [first, key = ''] = inner.split('.');
        const found = first === 'env' ? environment.get(key) : undefined;
        return found === undefined || found.secret || typeof found.value !== 'string' ? whole : found.value;
      }),
  };
}

/** Declares the app's own variables with their first values; secrets get none. Gives the first values as assignments. */
export function declareVariables(file: DifyFile, sketch: Sketch): readonly { variable: string; value: string }[] {
  const declare = (one: DifyVariable, name: string) => {
    const variable = sketch.variable(name, typeOfDify(one.type));
    if (one.secret) {
      sketch.unmatched('environment variable', one.name, null, {
        'zh-CN': '密钥的值不会带过来。请在「设置 › 凭据」里保存，再在节点里选用。',
        en: 'Secret values are never taken over. Keep it under Settings, Credentials, and choose it in the node.',
      });
      return [];
    }
    const value = literalOf(one.value);
    return value === undefined || value.length > 2000 ? [] : [{ variable, value }];
  };
  return [
    ...file.conversation.flatMap((one) => (one.name === '' ? [] : declare(one, one.name))),
    ...file.environment.flatMap((one) => (one.name === '' ? [] : declare(one, `env_${one.name}`))),
  ];
}

/** A plain value as an expression; undefined for lists of objects and the like. */
export function literalOf(value: unknown): string | undefined {
  if (typeof value === 'string') return quoted(value);
  if (typeof value === 'number' && Number.isFinite(value)) return String(value);
  if (typeof value === 'boolean') return String(value);
  if (Array.isArray(value)) {
    const items = value.map(literalOf);
    return items.includes(undefined) ? undefined : `[${items.join(', ')}]`;
  }
  return undefined;
}

/** Dify's name of a type as ours. */
export function typeOfDify(type: string): VariableType {
  if (type.startsWith('array') || type === 'file-list') return 'list';
  if (type === 'number' || type === 'integer' || type === 'float') return 'number';
  if (type === 'boolean') return 'boolean';
  return type === 'object' || type === 'file' ? 'object' : 'text';
}

const SYSTEM: Readonly<Record<string, string>> = {
  query: 'turn.text',
  conversation_id: 'session.id',
  user_id: 'session.id',
  workflow_run_id: 'session.id',
};

function memberOf(name: string, rest: readonly string[]): string {
  return rest.reduce((so_far, part) => `${so_far}[${/^\d+$/.test(part) ? part : quoted(part)}]`, name);
}

function httpMember(response: string, key: string, rest: readonly string[]): string {
  if (key === 'status_code') return `${response}['status']`;
  return memberOf(response, [key === 'headers' ? 'headers' : 'body', ...rest]);
}

/** Foreign placeholders become ours; what looked like one of ours stays text. */
function escaped(source: string, placeholder: (inner: string) => string): string {
  let result = '';
  let at = 0;
  const literal = (part: string) => part.replace(/\{\{/g, '\\{{');
  for (const match of source.matchAll(PLACEHOLDER)) {
    result += literal(source.slice(at, match.index)) + placeholder(match[1] ?? '');
    at = match.index + match[0].length;
  }
  return result + literal(source.slice(at));
}

/** A readable beginning for the names of each node's outputs, each once. */
function stemsOf(nodes: readonly DifyNode[]): ReadonlyMap<string, string> {
  const taken = new Set<string>();
  return new Map(
    nodes.map(({ id, title, type }) => {
      const plain = variableName(title || type).slice(0, 30);
      let stem = plain;
      for (let count = 2; taken.has(stem); count += 1) stem = `${plain}_${String(count)}`;
      taken.add(stem);
      return [id, stem];
    }),
  );
}
