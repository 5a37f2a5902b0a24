// Websites of knowledge over HTTP.
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import { AddSiteSchema, SiteSchema, UpdateSiteSchema } from '#nodes/wire/knowledge-sites.ts';
import type { Knowledge } from '#runtime/knowledge/knowledge.ts';
import { defineRoute, IdParams } from './route.ts';
import { STAFF } from './staff-cookie.ts';

const WRITERS = ['designer'] as const;
const tags = ['knowledge'];

/** Registers what reads websites. */
export function addSiteRoutes(app: FastifyInstance, { sites }: Knowledge): void {
  defineRoute(app, {
    method: 'GET',
    url: '/api/v1/knowledge/bases/:id/sites',
    summary: 'Websites of a base with progress, last result and next time, newest first',
    tags,
    access: STAFF,
    rate: 'read',
    params: IdParams,
    response: { 200: Type.Object({ sites: Type.Array(SiteSchema) }) },
    handler: async ({ workspaceId, params }) => ({ sites: [...(await sites.list(workspaceId, params.id))] }),
  });

  defineRoute(app, {
    method: 'POST',
    url: '/api/v1/knowledge/bases/:id/sites',
    summary: 'Add a website by its address; it is read in the background',
    tags,
    access: WRITERS,
    rate: 'write',
    params: IdParams,
    body: AddSiteSchema,
    response: { 201: SiteSchema },
    async handler({ workspaceId, params, body, audit }) {
      const site = await sites.add(workspaceId, params.id, body);
      audit(site.id, { base: params.id, address: site.address });
      return site;
    },
  });

  defineRoute(app, {
    method: 'PATCH',
    url: '/api/v1/knowledge/sites/:id',
    summary: 'How and how often a website is read, and for whom its pages hold',
    tags,
    access: WRITERS,
    rate: 'write',
    params: IdParams,
    body: UpdateSiteSchema,
    response: { 200: SiteSchema },
    handler: ({ workspaceId, params, body }) => sites.update(workspaceId, params.id, body),
  });

  defineRoute(app, {
    method: 'POST',
    url: '/api/v1/knowledge/sites/:id/refresh',
    summary: 'Read a website again now',
    tags,
    access: WRITERS,
    rate: 'write',
    params: IdParams,
    response: { 200: SiteSchema },
    handler: ({ workspaceId, params }) => sites.refresh(workspaceId, params.id),
  });

  defineRoute(app, {
    method: 'DELETE',
    url: '/api/v1/knowledge/sites/:id',
    summary: 'Delete a website with all of its pages',
    tags,
    access: WRITERS,
    rate: 'write',
    params: IdParams,
    response: { 204: Type.Null() },
    async handler({ workspaceId, params }) {
      await sites.remove(workspaceId, params.id);
      return null;
    },
  });
}
