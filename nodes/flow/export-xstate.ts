// The machine of a flow as plain XState JSON, to be opened in any XState tool.
import type { Json } from '#nodes/kit/json.ts';
import { configFrom } from './compile.ts';
import type { FlowDocument } from './document.ts';

/** The config with node names as descriptions. Action and guard names are those of `kit/machine`; delays stand in `meta.delays`. */
export function exportXState(document: FlowDocument): Json {
  const config = configFrom(document);
  const names = new Map(document.nodes.map((node) => [node.id, node.name]));
  const states = Object.fromEntries(
    Object.entries(config.states).map(([id, state]) => [id, { ...state, description: names.get(id) ?? '' }]),
  );
  return JSON.parse(JSON.stringify({ ...config, context: {}, states })) as Json;
}
