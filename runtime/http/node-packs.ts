// The operator's own node types, for the designer.
import type { FastifyInstance } from 'fastify';
import { NodePacksSchema } from '#nodes/wire/node-packs.ts';
import type { LoadedPack } from '#runtime/packs/read-pack-folder.ts';
import { defineRoute } from './route.ts';

/** Registers /api/v1/node-packs. The packs belong to the installation: every workspace has the same. */
export function addNodePackRoutes(app: FastifyInstance, packs: readonly LoadedPack[]): void {
  const shown = packs.map(({ definition: { script, ...definition }, help }) => {
    if (script === undefined) return { definition, help };
    const { code: _code, ...kept } = script;
    return { definition: { ...definition, script: kept }, help };
  });
  defineRoute(app, {
    method: 'GET',
    url: '/api/v1/node-packs',
    summary: "The operator's own node types",
    tags: ['flows'],
    access: ['designer', 'supervisor', 'viewer'],
    rate: 'read',
    response: { 200: NodePacksSchema },
    handler: () => ({ packs: shown }),
  });
}
