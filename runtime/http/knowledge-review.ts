// Whether knowledge is good, over HTTP: question sets, what a change would do, health, whole bases as files.
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import {
  CheckRunSchema,
  CheckSchema,
  CompareChangeSchema,
  ComparedSchema,
  HealthSchema,
  KnowledgeBaseSchema,
  SaveCheckSchema,
} from '#nodes/wire/knowledge.ts';
import { BaseFileSchema } from '#nodes/wire/knowledge-file.ts';
import type { Knowledge } from '#runtime/knowledge/knowledge.ts';
import { defineRoute, IdParams } from './route.ts';
import { STAFF } from './staff-cookie.ts';

const WRITERS = ['designer'] as const;
const FILE_BYTES = 40 * 1024 * 1024;
const tags = ['knowledge'];

/** Registers what reviews knowledge. */
export function addReviewRoutes(app: FastifyInstance, knowledge: Knowledge): void {
  addCheckRoutes(app, knowledge);
  addHealthRoutes(app, knowledge);
  addFileRoutes(app, knowledge);
}

function addCheckRoutes(app: FastifyInstance, { checks }: Knowledge): void {
  defineRoute(app, {
    method: 'GET',
    url: '/api/v1/knowledge/bases/:id/checks',
    summary: 'The question set of a base, oldest first',
    tags,
    access: STAFF,
    rate: 'read',
    params: IdParams,
    response: { 200: Type.Object({ checks: Type.Array(CheckSchema) }) },
    handler: async ({ workspaceId, params }) => ({ checks: [...(await checks.list(workspaceId, params.id))] }),
  });

  defineRoute(app, {
    method: 'POST',
    url: '/api/v1/knowledge/bases/:id/checks',
    summary: 'Judge a hit right or wrong; it joins the question set',
    tags,
    access: WRITERS,
    rate: 'write',
    params: IdParams,
    body: SaveCheckSchema,
    response: { 201: CheckSchema },
    handler: ({ workspaceId, params, body }) => checks.save(workspaceId, params.id, body),
  });

  defineRoute(app, {
    method: 'POST',
    url: '/api/v1/knowledge/bases/:id/checks/run',
    summary: 'Ask the whole question set',
    tags,
    access: STAFF,
    rate: 'write',
    params: IdParams,
    response: { 200: CheckRunSchema },
    handler: ({ workspaceId, params }) => checks.run(workspaceId, params.id),
  });

  defineRoute(app, {
    method: 'POST',
    url: '/api/v1/knowledge/bases/:id/checks/compare',
    summary: 'What a change would do to the question set; nothing is stored',
    tags,
    access: WRITERS,
    rate: 'write',
    params: IdParams,
    body: CompareChangeSchema,
    response: { 200: ComparedSchema },
    handler: ({ workspaceId, params, body }) => checks.compare(workspaceId, params.id, body),
  });

  defineRoute(app, {
    method: 'DELETE',
    url: '/api/v1/knowledge/checks/:id',
    summary: 'Take a question out of its question set',
    tags,
    access: WRITERS,
    rate: 'write',
    params: IdParams,
    response: { 204: Type.Null() },
    async handler({ workspaceId, params }) {
      await checks.remove(workspaceId, params.id);
      return null;
    },
  });
}

function addHealthRoutes(app: FastifyInstance, { health }: Knowledge): void {
  defineRoute(app, {
    method: 'GET',
    url: '/api/v1/knowledge/bases/:id/health',
    summary: 'Asked in vain, never used, alike, expiring',
    tags,
    access: STAFF,
    rate: 'read',
    params: IdParams,
    response: { 200: HealthSchema },
    handler: ({ workspaceId, params }) => health.of(workspaceId, params.id),
  });

  defineRoute(app, {
    method: 'POST',
    url: '/api/v1/knowledge/unanswered/dismiss',
    summary: 'Take a question asked in vain off the list',
    tags,
    access: WRITERS,
    rate: 'write',
    body: Type.Object({ question: Type.String({ minLength: 1, maxLength: 500 }) }, { additionalProperties: false }),
    response: { 204: Type.Null() },
    async handler({ workspaceId, body }) {
      await health.dismiss(workspaceId, body.question);
      return null;
    },
  });
}

function addFileRoutes(app: FastifyInstance, { baseFiles }: Knowledge): void {
  defineRoute(app, {
    method: 'GET',
    url: '/api/v1/knowledge/bases/:id/file',
    summary: 'A whole base as one file',
    tags,
    access: STAFF,
    rate: 'read',
    params: IdParams,
    response: { 200: BaseFileSchema },
    handler: ({ workspaceId, params }) => baseFiles.write(workspaceId, params.id),
  });

  defineRoute(app, {
    method: 'POST',
    url: '/api/v1/knowledge/base-files',
    summary:
      'Make a base of a file, as GET …/file gives it; its documents are read at once, its websites when they are due',
    tags,
    access: WRITERS,
    rate: 'write',
    // Checked in the room, which says in both languages where the file is wrong.
    body: Type.Unknown(),
    bodyLimitBytes: FILE_BYTES,
    response: { 201: KnowledgeBaseSchema },
    async handler({ workspaceId, body, audit }) {
      const base = await baseFiles.read(workspaceId, body);
      audit(base.id, { name: base.name });
      return base;
    },
  });
}
