// The test of a pack: a dialogue on a flow that is nothing but the node, with a message `→port` behind each of its ports.
import { FlowError } from '#nodes/kit/errors.ts';
import { isJsonObject, type Json, type JsonObject } from '#nodes/kit/json.ts';
import { createFlowDocument, type FlowDocument, type FlowNode, type FlowVariable } from '#nodes/flow/document.ts';
import type { PackDefinition } from '#nodes/packs/pack-definition.ts';
import { nodeTypeFromPack } from '#nodes/packs/pack-node.ts';
import { pinPacks } from '#nodes/packs/pinned-packs.ts';
import type { Dialogue } from '#nodes/wire/dialogues.ts';
import { readDialogue } from '#runtime/dialogues/read-dialogue.ts';

/** The id of the node in the flow of a test; `mocks` answer by it. */
export const TESTED_NODE = 'n';

/** A test, read. `config` stands over the defaults of the pack, `variables` are there from the beginning. */
export interface PackTest {
  readonly config: JsonObject;
  readonly variables: JsonObject;
  readonly dialogue: Dialogue;
}

/** Reads `tests/<name>.json`: a dialogue with `config` and `variables`; turns may be left out. Fails with REQUEST_INVALID. */
export function readPackTest(json: unknown, where: string): PackTest {
  if (!isJsonObject(json)) throw new FlowError('REQUEST_INVALID', `${where} is not a JSON object.`);
  const { config = {}, variables = {}, ...dialogue } = json;
  for (const [name, value] of Object.entries({ config, variables })) {
    if (!isJsonObject(value))
      throw new FlowError('REQUEST_INVALID', `${where}: "${name}" is not an object.`, { field: `/${name}` });
  }
  return {
    config: parseObject(config),
    variables: parseObject(variables),
    // What happens without the customer happens when the conversation opens.
    dialogue: readDialogue({ turns: [{ waits: '1s' }], ...dialogue }, where),
  };
}

/** The flow a test is played on. */
export function flowOfTest(pack: PackDefinition, { config, variables }: PackTest): FlowDocument {
  const type = nodeTypeFromPack(pack);
  const blank = createFlowDocument(pack.title.en, 'en');
  const node = (id: string, name: string, version: number, settings: JsonObject): FlowNode => ({
    id,
    type: name,
    version,
    name: '',
    position: { x: 0, y: 0 },
    config: { ...settings },
  });
  const ports = type.ports({}).map(({ id }) => id);
  const edge = (id: string, from: string, port: string, to: string) => ({
    id,
    from: { node: from, port },
    to: { node: to },
  });
  return pinPacks(
    {
      ...blank,
      variables: Object.entries(variables).map(([name, initial]): FlowVariable => ({
        name,
        type: typeOfValue(initial),
        scope: 'session',
        initial,
      })),
      nodes: [
        ...blank.nodes,
        node(TESTED_NODE, pack.type, pack.version, { ...parseObject(type.defaults), ...config }),
        ...ports.map((port) => node(`to-${port}`, 'message', 1, { text: `→${port}`, variants: [] })),
      ],
      edges: [
        edge('e', 'start', 'next', TESTED_NODE),
        ...ports.map((port) => edge(`e-${port}`, TESTED_NODE, port, `to-${port}`)),
      ],
    },
    [pack],
  );
}

function typeOfValue(value: Json): FlowVariable['type'] {
  if (Array.isArray(value)) return 'list';
  if (typeof value === 'number') return 'number';
  if (typeof value === 'boolean') return 'boolean';
  return typeof value === 'string' ? 'text' : 'object';
}

/** Checked just before, or written by a declaration. */
function parseObject(value: unknown): JsonObject {
  return value as JsonObject;
}
