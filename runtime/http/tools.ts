// Tool servers, for admins; their names and what they offer, for designers.
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import { FlowError } from '#nodes/kit/errors.ts';
import {
  CreateToolServerSchema,
  ListedToolsSchema,
  ListToolsSchema,
  ToolServerNamesSchema,
  ToolServerSchema,
  UpdateToolServerSchema,
} from '#nodes/wire/tools.ts';
import type { Tools } from '#runtime/tools/tools.ts';
import { defineRoute, IdParams } from './route.ts';

/** Registers /api/v1/tool-servers. */
export function addToolRoutes(app: FastifyInstance, tools: Tools): void {
  defineRoute(app, {
    method: 'GET',
    url: '/api/v1/tool-servers',
    summary: 'List tool servers',
    tags: ['operate'],
    access: [],
    rate: 'read',
    response: { 200: Type.Object({ servers: Type.Array(ToolServerSchema) }) },
    handler: async ({ workspaceId }) => ({ servers: await tools.servers(workspaceId) }),
  });

  defineRoute(app, {
    method: 'GET',
    url: '/api/v1/tool-servers/names',
    summary: 'Tool servers a flow may name',
    tags: ['flows'],
    access: ['designer'],
    rate: 'read',
    response: { 200: ToolServerNamesSchema },
    handler: async ({ workspaceId }) => ({
      servers: (await tools.servers(workspaceId)).map(({ name }) => ({ name })),
    }),
  });

  defineRoute(app, {
    method: 'POST',
    url: '/api/v1/tool-servers/list',
    summary: 'Ask a tool server what it offers',
    tags: ['flows'],
    access: ['designer'],
    rate: 'write',
    action: false,
    body: ListToolsSchema,
    response: { 200: ListedToolsSchema },
    async handler({ workspaceId, body }) {
      try {
        const offered = await tools.offered(workspaceId, body.server);
        return { tools: offered, code: '', problem: '' };
      } catch (error) {
        if (!(error instanceof FlowError)) throw error;
        return { tools: [], code: error.code, problem: error.message };
      }
    },
  });

  defineRoute(app, {
    method: 'POST',
    url: '/api/v1/tool-servers',
    summary: 'Add a tool server',
    tags: ['operate'],
    access: [],
    rate: 'write',
    body: CreateToolServerSchema,
    response: { 201: ToolServerSchema },
    async handler({ workspaceId, body, audit }) {
      const created = await tools.create(workspaceId, body);
      audit(created.id, { name: created.name, url: created.url, credential: created.credential });
      return created;
    },
  });

  defineRoute(app, {
    method: 'PATCH',
    url: '/api/v1/tool-servers/:id',
    summary: 'Change a tool server',
    tags: ['operate'],
    access: [],
    rate: 'write',
    params: IdParams,
    body: UpdateToolServerSchema,
    response: { 200: ToolServerSchema },
    async handler({ workspaceId, params, body, audit }) {
      audit(params.id, { ...body });
      return await tools.update(workspaceId, params.id, body);
    },
  });

  defineRoute(app, {
    method: 'DELETE',
    url: '/api/v1/tool-servers/:id',
    summary: 'Remove a tool server; steps that name it fail from then on',
    tags: ['operate'],
    access: [],
    rate: 'write',
    params: IdParams,
    response: { 204: Type.Null() },
    async handler({ workspaceId, params }) {
      await tools.remove(workspaceId, params.id);
      return null;
    },
  });
}
