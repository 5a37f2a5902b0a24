// The parts of a Typebot export that matter here, read from any of its versions (2 to 6.1) without trusting a single field.
import { isJsonObject, type JsonObject } from '#nodes/kit/json.ts';

/** One block: what it is, its options, and where it leads. */
export interface TypebotBlock {
  readonly id: string;
  readonly type: string;
  readonly options: JsonObject;
  readonly content: JsonObject;
  readonly items: readonly TypebotItem[];
  readonly edge: string;
}

/** An item of a choice, condition or split. */
export interface TypebotItem {
  readonly id: string;
  readonly edge: string;
  readonly fields: JsonObject;
}

/** A group: blocks played one after the other. */
export interface TypebotGroup {
  readonly id: string;
  readonly title: string;
  readonly blocks: readonly TypebotBlock[];
}

/** A whole export. */
export interface TypebotFile {
  readonly name: string;
  readonly groups: readonly TypebotGroup[];
  /** Edge id to where it leads. */
  readonly edges: ReadonlyMap<string, { readonly group: string; readonly block: string }>;
  /** Variable id to name. */
  readonly variables: ReadonlyMap<string, string>;
  /** The edge of the start. */
  readonly start: string;
  /** What else begins a way: a command that the customer may type at any time, and the like. */
  readonly events: readonly { readonly type: string; readonly command: string; readonly edge: string }[];
  readonly color: string | undefined;
  readonly invalidReply: string;
}

/** Is this an export of Typebot? */
export function isTypebot(json: unknown): json is JsonObject {
  if (!isJsonObject(json) || !Array.isArray(json['edges'])) return false;
  const groups: unknown = json['groups'] ?? json['blocks'];
  if (!Array.isArray(groups)) return false;
  return (
    'theme' in json ||
    'typebotId' in json ||
    groups.some((group) => isJsonObject(group) && ('graphCoordinates' in group || 'steps' in group))
  );
}

/** Reads it. Whatever is not of the expected form is read as absent. */
export function readTypebot(json: JsonObject): TypebotFile {
  const groups = objects(json['groups'] ?? json['blocks']).map((group) => ({
    id: text(group['id']),
    title: text(group['title']),
    blocks: objects(group['blocks'] ?? group['steps']).map(readBlock),
  }));
  const edges = new Map(
    objects(json['edges']).map((edge) => {
      const to = object(edge['to']);
      return [
        text(edge['id']),
        { group: text(to['groupId'] ?? to['blockId']), block: text('groupId' in to ? to['blockId'] : to['stepId']) },
      ] as const;
    }),
  );
  const variables = new Map(objects(json['variables']).map((one) => [text(one['id']), text(one['name'])] as const));
  const event = objects(json['events']).find(({ type }) => type === 'start');
  const startBlock = groups.flatMap(({ blocks }) => blocks).find(({ type }) => type === 'start');
  const general = object(object(json['settings'])['general']);
  const buttons = object(object(object(json['theme'])['chat'])['buttons']);
  const color = text(buttons['backgroundColor']);
  return {
    name: text(json['name']) || 'Typebot',
    groups,
    edges,
    variables,
    events: objects(json['events'])
      .filter(({ type }) => type !== 'start')
      .map((one) => ({
        type: text(one['type']),
        command: text(object(one['options'])['command']),
        edge: text(one['outgoingEdgeId']),
      })),
    start: event === undefined ? (startBlock?.edge ?? '') : text(event['outgoingEdgeId']),
    color: /^#[0-9A-Fa-f]{6}$/.test(color) ? color : undefined,
    invalidReply: text(object(general['systemMessages'])['invalidMessage']),
  };
}

function readBlock(block: JsonObject): TypebotBlock {
  return {
    id: text(block['id']),
    type: text(block['type']),
    options: object(block['options']),
    content: object(block['content']),
    items: objects(block['items']).map((item) => ({
      id: text(item['id']),
      edge: text(item['outgoingEdgeId']),
      fields: item,
    })),
    edge: text(block['outgoingEdgeId']),
  };
}

/** An object, or an empty one. */
export function object(value: unknown): JsonObject {
  return isJsonObject(value) ? value : {};
}

/** The objects of a list. */
export function objects(value: unknown): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter(isJsonObject) : [];
}

/** A text, a number as text, or nothing. */
export function text(value: unknown): string {
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';
}
