// The operator's own node types, as the designer gets them.
import { Type, type Static } from 'typebox';
import { PackDefinitionSchema } from '#nodes/packs/pack-definition.ts';

/**
 * GET /api/v1/node-packs: the packs this server has loaded, in the order of their types. `help` is Markdown with the parts "## 中文" and
 * "## English". Code of scripts stays on the server.
 */
export const NodePacksSchema = Type.Object({
  packs: Type.Array(Type.Object({ definition: PackDefinitionSchema, help: Type.String() })),
});
export type NodePackList = Static<typeof NodePacksSchema>;
