// Versions of documents over HTTP: replace, list, compare, restore; and what a replacement would do to the question set.
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import { ComparedSchema, SourceSchema } from '#nodes/wire/knowledge.ts';
import { VersionDifferenceSchema, VersionSchema } from '#nodes/wire/knowledge-sites.ts';
import type { Knowledge } from '#runtime/knowledge/knowledge.ts';
import { MAX_DOCUMENT_BYTES } from '#runtime/ports/document-reader.ts';
import { defineRoute, IdParams } from './route.ts';
import { STAFF } from './staff-cookie.ts';
import { uploadedFile } from './uploaded-files.ts';

const WRITERS = ['designer'] as const;
const tags = ['knowledge'];
const VersionParams = Type.Object({
  id: Type.String({ minLength: 1, maxLength: 128 }),
  version: Type.Integer({ minimum: 1 }),
});

/** Registers what deals with versions. */
export function addVersionRoutes(app: FastifyInstance, knowledge: Knowledge): void {
  addReplaceRoutes(app, knowledge);
  addEarlierRoutes(app, knowledge);
}

function addReplaceRoutes(app: FastifyInstance, { versions }: Knowledge): void {
  defineRoute(app, {
    method: 'POST',
    url: '/api/v1/knowledge/sources/:id/replacement',
    summary: 'Put a file in the place of a document; what it says now stays live until the file is read',
    tags,
    access: WRITERS,
    rate: 'upload',
    params: IdParams,
    upload: true,
    response: { 201: SourceSchema },
    async handler({ workspaceId, principal, params, request, audit }) {
      const source = await versions.replace(
        workspaceId,
        params.id,
        await uploadedFile(request, MAX_DOCUMENT_BYTES),
        principal.name,
      );
      audit(params.id, { name: source.name });
      return source;
    },
  });

  defineRoute(app, {
    method: 'POST',
    url: '/api/v1/knowledge/sources/:id/replacement/compare',
    summary: 'What a file in the place of a document would do to the question set; nothing is stored',
    tags,
    access: WRITERS,
    rate: 'upload',
    params: IdParams,
    upload: true,
    response: { 201: ComparedSchema },
    handler: async ({ workspaceId, params, request }) =>
      versions.compare(workspaceId, params.id, await uploadedFile(request, MAX_DOCUMENT_BYTES)),
  });
}

function addEarlierRoutes(app: FastifyInstance, { versions }: Knowledge): void {
  defineRoute(app, {
    method: 'GET',
    url: '/api/v1/knowledge/sources/:id/text',
    summary: 'What a pasted, Markdown or plain text document says now, to be edited',
    tags,
    access: WRITERS,
    rate: 'read',
    params: IdParams,
    response: { 200: Type.Object({ text: Type.String() }) },
    handler: async ({ workspaceId, params }) => ({ text: await versions.text(workspaceId, params.id) }),
  });

  defineRoute(app, {
    method: 'GET',
    url: '/api/v1/knowledge/sources/:id/versions',
    summary: 'What a document said: the live content first, then up to ten earlier ones',
    tags,
    access: STAFF,
    rate: 'read',
    params: IdParams,
    response: { 200: Type.Object({ versions: Type.Array(VersionSchema) }) },
    handler: async ({ workspaceId, params }) => ({ versions: [...(await versions.list(workspaceId, params.id))] }),
  });

  defineRoute(app, {
    method: 'GET',
    url: '/api/v1/knowledge/sources/:id/versions/:version/difference',
    summary: 'Passages that an earlier content and the live one do not share',
    tags,
    access: STAFF,
    rate: 'read',
    params: VersionParams,
    response: { 200: VersionDifferenceSchema },
    handler: ({ workspaceId, params }) => versions.difference(workspaceId, params.id, params.version),
  });

  defineRoute(app, {
    method: 'POST',
    url: '/api/v1/knowledge/sources/:id/versions/:version/compare',
    summary: 'What an earlier content in the place of the live one would do to the question set; nothing is stored',
    tags,
    access: WRITERS,
    rate: 'write',
    params: VersionParams,
    response: { 200: ComparedSchema },
    handler: ({ workspaceId, params }) => versions.compare(workspaceId, params.id, { version: params.version }),
  });

  defineRoute(app, {
    method: 'POST',
    url: '/api/v1/knowledge/sources/:id/versions/:version/restore',
    summary: 'Bring an earlier content back',
    tags,
    access: WRITERS,
    rate: 'write',
    params: VersionParams,
    response: { 200: SourceSchema },
    async handler({ workspaceId, principal, params, audit }) {
      const source = await versions.restore(workspaceId, params.id, params.version, principal.name);
      audit(params.id, { version: params.version });
      return source;
    },
  });
}
