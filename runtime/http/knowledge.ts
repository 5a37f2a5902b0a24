// Knowledge over HTTP: bases, sources, uploads, passages, questions, preview, hit test.
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import {
  CreateBaseSchema,
  KnowledgeBaseSchema,
  PassageSchema,
  PasteSourceSchema,
  PreviewedSchema,
  PreviewSchema,
  QuestionSchema,
  QuestionsTakenSchema,
  ReplaceQuestionSchema,
  SaveQuestionSchema,
  SearchedSchema,
  SearchSchema,
  SourceSchema,
  UpdateBaseSchema,
  UpdatePassageSchema,
  UpdateSourceSchema,
  UploadedSchema,
} from '#nodes/wire/knowledge.ts';
import type { Knowledge } from '#runtime/knowledge/knowledge.ts';
import { MAX_DOCUMENT_BYTES } from '#runtime/ports/document-reader.ts';
import { addReviewRoutes } from './knowledge-review.ts';
import { addSiteRoutes } from './knowledge-sites.ts';
import { addVersionRoutes } from './knowledge-versions.ts';
import { defineRoute, IdParams } from './route.ts';
import { STAFF } from './staff-cookie.ts';
import { uploadedFile, uploadedFiles } from './uploaded-files.ts';

const WRITERS = ['designer'] as const;
/** 2,000,000 characters of Chinese, escaped. */
const TEXT_BYTES = 13 * 1024 * 1024;
const tags = ['knowledge'];
const Questions = Type.Object({ questions: Type.Array(QuestionSchema) });

/** Registers /api/v1/knowledge. */
export function addKnowledgeRoutes(app: FastifyInstance, knowledge: Knowledge): void {
  addBaseRoutes(app, knowledge);
  addSourceRoutes(app, knowledge);
  addPassageRoutes(app, knowledge);
  addQuestionRoutes(app, knowledge);
  addSearchRoutes(app, knowledge);
  addReviewRoutes(app, knowledge);
  addSiteRoutes(app, knowledge);
  addVersionRoutes(app, knowledge);
}

function addBaseRoutes(app: FastifyInstance, { bases }: Knowledge): void {
  defineRoute(app, {
    method: 'GET',
    url: '/api/v1/knowledge/bases',
    summary: 'List knowledge bases, by name',
    tags,
    access: STAFF,
    rate: 'read',
    response: { 200: Type.Object({ bases: Type.Array(KnowledgeBaseSchema) }) },
    handler: async ({ workspaceId }) => ({ bases: await bases.list(workspaceId) }),
  });

  defineRoute(app, {
    method: 'POST',
    url: '/api/v1/knowledge/bases',
    summary: 'Make a knowledge base',
    tags,
    access: WRITERS,
    rate: 'write',
    body: CreateBaseSchema,
    response: { 201: KnowledgeBaseSchema },
    async handler({ workspaceId, body, audit }) {
      const base = await bases.create(workspaceId, body);
      audit(base.id, { name: base.name });
      return base;
    },
  });

  defineRoute(app, {
    method: 'GET',
    url: '/api/v1/knowledge/bases/:id',
    summary: 'One knowledge base',
    tags,
    access: STAFF,
    rate: 'read',
    params: IdParams,
    response: { 200: KnowledgeBaseSchema },
    handler: ({ workspaceId, params }) => bases.get(workspaceId, params.id),
  });

  defineRoute(app, {
    method: 'PATCH',
    url: '/api/v1/knowledge/bases/:id',
    summary: 'Rename or describe a knowledge base',
    tags,
    access: WRITERS,
    rate: 'write',
    params: IdParams,
    body: UpdateBaseSchema,
    response: { 200: KnowledgeBaseSchema },
    handler: ({ workspaceId, params, body }) => bases.update(workspaceId, params.id, body),
  });

  defineRoute(app, {
    method: 'DELETE',
    url: '/api/v1/knowledge/bases/:id',
    summary: 'Delete a knowledge base with everything in it',
    tags,
    access: WRITERS,
    rate: 'write',
    params: IdParams,
    response: { 204: Type.Null() },
    async handler({ workspaceId, params }) {
      await bases.remove(workspaceId, params.id);
      return null;
    },
  });
}

function addSourceRoutes(app: FastifyInstance, { sources }: Knowledge): void {
  defineRoute(app, {
    method: 'GET',
    url: '/api/v1/knowledge/bases/:id/sources',
    summary: 'Sources of a base with their progress, newest first',
    tags,
    access: STAFF,
    rate: 'read',
    params: IdParams,
    response: { 200: Type.Object({ sources: Type.Array(SourceSchema) }) },
    handler: async ({ workspaceId, params }) => ({ sources: await sources.list(workspaceId, params.id) }),
  });

  defineRoute(app, {
    method: 'POST',
    url: '/api/v1/knowledge/bases/:id/sources',
    summary: 'Add a pasted text; it is read in the background',
    tags,
    access: WRITERS,
    rate: 'write',
    params: IdParams,
    body: PasteSourceSchema,
    bodyLimitBytes: TEXT_BYTES,
    response: { 201: SourceSchema },
    async handler({ workspaceId, principal, params, body, audit }) {
      const source = await sources.paste(workspaceId, params.id, { ...body, author: principal.name });
      audit(source.id, { base: params.id, name: source.name });
      return source;
    },
  });

  defineRoute(app, {
    method: 'POST',
    url: '/api/v1/knowledge/bases/:id/uploads',
    summary:
      'Upload documents (md, txt, html, csv, docx, xlsx, pptx, epub, pdf, and images where their text can be read), each taken or refused on its own',
    tags,
    access: WRITERS,
    rate: 'upload',
    params: IdParams,
    upload: true,
    response: { 201: UploadedSchema },
    async handler({ workspaceId, principal, params, request, audit }) {
      const files = [];
      for await (const file of uploadedFiles(request)) {
        files.push(await sources.upload(workspaceId, params.id, file, principal.name));
      }
      audit(params.id, {
        taken: files.filter((file) => file.source !== null).length,
        refused: files.filter((file) => file.error !== null).length,
      });
      return { files };
    },
  });

  defineRoute(app, {
    method: 'POST',
    url: '/api/v1/knowledge/sources/:id/retry',
    summary: 'Read a failed source again',
    tags,
    access: WRITERS,
    rate: 'write',
    params: IdParams,
    response: { 200: SourceSchema },
    handler: ({ workspaceId, params }) => sources.retry(workspaceId, params.id),
  });

  defineRoute(app, {
    method: 'PATCH',
    url: '/api/v1/knowledge/sources/:id',
    summary: 'For whom, where and when a source holds',
    tags,
    access: WRITERS,
    rate: 'write',
    params: IdParams,
    body: UpdateSourceSchema,
    response: { 200: SourceSchema },
    handler: ({ workspaceId, params, body }) => sources.setRules(workspaceId, params.id, body.rules),
  });

  defineRoute(app, {
    method: 'DELETE',
    url: '/api/v1/knowledge/sources/:id',
    summary: 'Delete a source with its passages',
    tags,
    access: WRITERS,
    rate: 'write',
    params: IdParams,
    response: { 204: Type.Null() },
    async handler({ workspaceId, params }) {
      await sources.remove(workspaceId, params.id);
      return null;
    },
  });
}

function addPassageRoutes(app: FastifyInstance, { sources }: Knowledge): void {
  defineRoute(app, {
    method: 'GET',
    url: '/api/v1/knowledge/sources/:id/passages',
    summary: 'Passages of a source, in order',
    tags,
    access: STAFF,
    rate: 'read',
    params: IdParams,
    response: { 200: Type.Object({ passages: Type.Array(PassageSchema) }) },
    handler: async ({ workspaceId, params }) => ({ passages: await sources.passages(workspaceId, params.id) }),
  });

  defineRoute(app, {
    method: 'PATCH',
    url: '/api/v1/knowledge/passages/:id',
    summary: 'Switch a passage on or off',
    tags,
    access: WRITERS,
    rate: 'write',
    params: IdParams,
    body: UpdatePassageSchema,
    response: { 200: PassageSchema },
    handler: ({ workspaceId, params, body }) => sources.setPassageDisabled(workspaceId, params.id, body.disabled),
  });
}

function addQuestionRoutes(app: FastifyInstance, { questions, questionFiles }: Knowledge): void {
  defineRoute(app, {
    method: 'POST',
    url: '/api/v1/knowledge/bases/:id/questions/table',
    summary: 'Take the questions of a CSV or Excel file in; known ones are brought up to date, none is deleted',
    tags,
    access: WRITERS,
    rate: 'upload',
    params: IdParams,
    upload: true,
    response: { 201: QuestionsTakenSchema },
    async handler({ workspaceId, params, request, audit }) {
      const file = await uploadedFile(request, MAX_DOCUMENT_BYTES);
      const taken = await questionFiles.take(workspaceId, params.id, file);
      const { problems: _, ...counts } = taken;
      audit(params.id, counts);
      return taken;
    },
  });

  defineRoute(app, {
    method: 'GET',
    url: '/api/v1/knowledge/bases/:id/questions',
    summary: 'Questions of a base, newest change first; q searches wording and answer',
    tags,
    access: STAFF,
    rate: 'read',
    params: IdParams,
    query: Type.Object({ q: Type.Optional(Type.String({ maxLength: 500 })) }, { additionalProperties: false }),
    response: { 200: Questions },
    handler: async ({ workspaceId, params, query }) => ({
      questions: await questions.list(workspaceId, params.id, query.q),
    }),
  });

  defineRoute(app, {
    method: 'POST',
    url: '/api/v1/knowledge/bases/:id/questions',
    summary: 'Add a question with its approved answer',
    tags,
    access: WRITERS,
    rate: 'write',
    params: IdParams,
    body: SaveQuestionSchema,
    response: { 201: QuestionSchema },
    async handler({ workspaceId, params, body, audit }) {
      const question = await questions.create(workspaceId, params.id, body);
      audit(question.id, { base: params.id });
      return question;
    },
  });

  defineRoute(app, {
    method: 'PUT',
    url: '/api/v1/knowledge/questions/:id',
    summary: 'Change a question, its wordings or its answer',
    tags,
    access: WRITERS,
    rate: 'write',
    params: IdParams,
    body: ReplaceQuestionSchema,
    response: { 200: QuestionSchema },
    handler: ({ workspaceId, params, body: { ifUpdatedAt, ...draft } }) =>
      questions.replace(workspaceId, params.id, draft, ifUpdatedAt),
  });

  defineRoute(app, {
    method: 'DELETE',
    url: '/api/v1/knowledge/questions/:id',
    summary: 'Delete a question',
    tags,
    access: WRITERS,
    rate: 'write',
    params: IdParams,
    response: { 204: Type.Null() },
    async handler({ workspaceId, params }) {
      await questions.remove(workspaceId, params.id);
      return null;
    },
  });
}

function addSearchRoutes(app: FastifyInstance, knowledge: Knowledge): void {
  defineRoute(app, {
    method: 'POST',
    url: '/api/v1/knowledge/search',
    summary: 'Hit test: what a customer who asks this would get',
    tags,
    access: STAFF,
    rate: 'read',
    body: SearchSchema,
    response: { 200: SearchedSchema },
    handler: ({ workspaceId, body }) => knowledge.hitTest(workspaceId, body),
  });

  defineRoute(app, {
    method: 'POST',
    url: '/api/v1/knowledge/preview',
    summary: 'How a text would be cut into passages; nothing is stored',
    tags,
    access: WRITERS,
    rate: 'write',
    body: PreviewSchema,
    bodyLimitBytes: TEXT_BYTES,
    response: { 200: PreviewedSchema },
    handler: async ({ body }) => ({ passages: await knowledge.sources.preview(body.text) }),
  });
}
