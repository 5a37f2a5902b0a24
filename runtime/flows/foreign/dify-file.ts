// The parts of a Dify export (DSL 0.1 to 0.5) that matter here, read without trusting a single field.
import { isJsonObject, type JsonObject } from '#nodes/kit/json.ts';
import { object, objects, text } from './typebot-file.ts';

/** One node of the graph. */
export interface DifyNode {
  readonly id: string;
  readonly type: string;
  readonly title: string;
  readonly data: JsonObject;
  /** The iteration or loop it stands in; empty: none. */
  readonly parent: string;
}

/** One line of the graph. */
export interface DifyEdge {
  readonly from: string;
  readonly handle: string;
  readonly to: string;
}

/** A variable of the app. `secret`: its value is never taken over. */
export interface DifyVariable {
  readonly name: string;
  readonly type: string;
  readonly value: unknown;
  readonly secret: boolean;
}

/** A whole app. */
export interface DifyFile {
  readonly name: string;
  readonly mode: string;
  readonly opening: string;
  readonly suggestions: readonly string[];
  readonly nodes: readonly DifyNode[];
  readonly edges: readonly DifyEdge[];
  readonly conversation: readonly DifyVariable[];
  readonly environment: readonly DifyVariable[];
  /** Settings of the modes without a graph. */
  readonly model: JsonObject;
}

/** Is this an export of Dify? */
export function isDify(json: unknown): json is JsonObject {
  if (!isJsonObject(json) || !isJsonObject(json['app'])) return false;
  return (
    typeof json['app']['mode'] === 'string' && (isJsonObject(json['workflow']) || isJsonObject(json['model_config']))
  );
}

/** Reads it. */
export function readDify(json: JsonObject): DifyFile {
  const app = object(json['app']);
  const workflow = object(json['workflow']);
  const graph = object(workflow['graph']);
  const features = object(workflow['features']);
  const model = object(json['model_config']);
  const nodes = objects(graph['nodes']).flatMap((node): DifyNode[] => {
    const data = object(node['data']);
    const type = text(data['type']);
    // Notes on the canvas have no type of their own.
    if (type === '' || text(node['type']).includes('note')) return [];
    return [
      {
        id: text(node['id']),
        type,
        title: text(data['title']) || type,
        data,
        parent: text(node['parentId']) || text(data['iteration_id']) || text(data['loop_id']),
      },
    ];
  });
  return {
    name: text(app['name']) || 'Dify',
    mode: text(app['mode']),
    opening: text(features['opening_statement']) || text(model['opening_statement']),
    suggestions: texts(features['suggested_questions'] ?? model['suggested_questions']).filter((one) => one !== ''),
    nodes,
    edges: objects(graph['edges']).map((edge) => ({
      from: text(edge['source']),
      handle: text(edge['sourceHandle']) || 'source',
      to: text(edge['target']),
    })),
    conversation: variablesIn(workflow['conversation_variables']),
    environment: variablesIn(workflow['environment_variables']),
    model,
  };
}

/** The texts of a list. */
export function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(text) : [];
}

/** A path such as `["17345", "text"]`. */
export function selectorIn(value: unknown): readonly string[] {
  return texts(value).filter((part) => part !== '');
}

function variablesIn(value: unknown): readonly DifyVariable[] {
  return objects(value).map((one) => {
    const type = text(one['value_type']) || text(one['type']);
    return { name: text(one['name']), type, value: one['value'], secret: type === 'secret' };
  });
}
