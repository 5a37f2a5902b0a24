// Does a value have the shape of a flow document? Quick enough for opening thousands of steps; the server checks the rest on every save.
import { FLOW_FORMAT, type FlowDocument } from '#nodes/flow/document.ts';

type Fields = Readonly<Record<string, unknown>>;

/** True for documents of this format whose parts can be drawn and edited. */
export function isFlowDocument(value: unknown): value is FlowDocument {
  if (!isFields(value) || value['format'] !== 'tandem.flow' || value['formatVersion'] !== FLOW_FORMAT) return false;
  const { settings, variables, intents, nodes, edges } = value;
  return (
    typeof value['name'] === 'string' &&
    isFields(settings) &&
    isFields(settings['face']) &&
    Array.isArray(settings['locales']) &&
    isListOf(variables, (item) => typeof item['name'] === 'string') &&
    isListOf(intents, (item) => typeof item['id'] === 'string' && Array.isArray(item['examples'])) &&
    isListOf(nodes, isNode) &&
    isListOf(edges, isEdge)
  );
}

function isNode(node: Fields): boolean {
  const { id, type, name, position, config } = node;
  return (
    typeof id === 'string' &&
    typeof type === 'string' &&
    typeof name === 'string' &&
    isFields(position) &&
    Number.isFinite(position['x']) &&
    Number.isFinite(position['y']) &&
    isFields(config)
  );
}

function isEdge(edge: Fields): boolean {
  const { id, from, to } = edge;
  return (
    typeof id === 'string' &&
    isFields(from) &&
    typeof from['node'] === 'string' &&
    typeof from['port'] === 'string' &&
    isFields(to) &&
    typeof to['node'] === 'string'
  );
}

function isListOf(value: unknown, check: (item: Fields) => boolean): boolean {
  return Array.isArray(value) && value.every((item) => isFields(item) && check(item));
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
