// Flows and templates over HTTP.
import type { FastifyInstance } from 'fastify';
import { Type, type Static } from 'typebox';
import { ImportInspectionSchema } from '#nodes/wire/flow-import.ts';
import {
  CheckFlowSchema,
  CreateFlowSchema,
  DraftSavedSchema,
  FlowCallerSchema,
  FlowDetailSchema,
  FlowImportedSchema,
  FlowProblemSchema,
  FlowSummarySchema,
  FlowVersionDetailSchema,
  FlowVersionSchema,
  ImportFlowSchema,
  PublishCallerSchema,
  PublishSchema,
  RestoreSchema,
  SaveDraftSchema,
  TemplateSchema,
  UpdateFlowSchema,
} from '#nodes/wire/flows.ts';
import { FlowError } from '#nodes/kit/errors.ts';
import { may } from '#runtime/access/may.ts';
import type { Flows } from '#runtime/flows/flows.ts';
import type { Principal } from '#runtime/ports/identity.ts';
import type { Author } from '#runtime/ports/flow-store.ts';
import { asAttachment } from './attachment.ts';
import { defineRoute, IdParams } from './route.ts';
import { STAFF } from './staff-cookie.ts';

const READERS = ['designer', 'supervisor', 'viewer'] as const;
const WRITERS = ['designer'] as const;
/** 10,000 nodes fit. */
const DOCUMENT_BYTES = 16 * 1024 * 1024;
const BUNDLE_BYTES = 32 * 1024 * 1024;
/** The designer saves by itself about once a second. */
const EDITING_STRETCH_MS = 600_000;
const tags = ['flows'];
const VersionParams = Type.Object({
  id: Type.String({ minLength: 1, maxLength: 128 }),
  version: Type.Integer({ minimum: 1 }),
});

const CallerParams = Type.Object({
  id: Type.String({ minLength: 1, maxLength: 128 }),
  callerId: Type.String({ minLength: 1, maxLength: 128 }),
});

/** Registers /api/v1/flows and /api/v1/templates. */
export function addFlowRoutes(app: FastifyInstance, flows: Flows): void {
  addListRoutes(app, flows);
  addDraftRoutes(app, flows);
  addVersionRoutes(app, flows);
  addCallerRoutes(app, flows);
  addBundleRoutes(app, flows);
}

function addListRoutes(app: FastifyInstance, flows: Flows): void {
  defineRoute(app, {
    method: 'GET',
    url: '/api/v1/flows',
    summary: 'List flows, newest draft first',
    tags,
    access: STAFF,
    rate: 'read',
    response: { 200: Type.Object({ flows: Type.Array(FlowSummarySchema) }) },
    handler: async ({ workspaceId }) => ({ flows: await flows.list(workspaceId) }),
  });

  defineRoute(app, {
    method: 'POST',
    url: '/api/v1/flows',
    summary: 'Make a flow: from a template, from a document, or blank',
    tags,
    access: WRITERS,
    rate: 'write',
    body: CreateFlowSchema,
    bodyLimitBytes: DOCUMENT_BYTES,
    response: { 201: FlowDetailSchema },
    async handler({ workspaceId, principal, body, audit }) {
      const made = await flows.create(workspaceId, authorFrom(principal), body);
      audit(made.flow.id, {
        name: made.flow.name,
        ...(body.template === undefined ? {} : { template: body.template }),
      });
      return made;
    },
  });

  defineRoute(app, {
    method: 'PATCH',
    url: '/api/v1/flows/:id',
    summary: 'Rename a flow or change its public address',
    tags,
    access: WRITERS,
    rate: 'write',
    params: IdParams,
    body: UpdateFlowSchema,
    response: { 200: FlowSummarySchema },
    handler({ workspaceId, params, body, audit }) {
      audit(params.id, { ...body });
      return flows.update(workspaceId, params.id, body);
    },
  });

  defineRoute(app, {
    method: 'DELETE',
    url: '/api/v1/flows/:id',
    summary: 'Delete a flow; a published one is archived, so that running conversations go on',
    tags,
    access: WRITERS,
    rate: 'write',
    params: IdParams,
    response: { 204: Type.Null() },
    async handler({ workspaceId, params, audit }) {
      audit(params.id, { outcome: await flows.remove(workspaceId, params.id) });
      return null;
    },
  });

  defineRoute(app, {
    method: 'GET',
    url: '/api/v1/templates',
    summary: 'List the shipped templates',
    tags,
    access: STAFF,
    rate: 'read',
    response: { 200: Type.Object({ templates: Type.Array(TemplateSchema) }) },
    handler: async () => ({ templates: await flows.templates() }),
  });
}

function addDraftRoutes(app: FastifyInstance, flows: Flows): void {
  defineRoute(app, {
    method: 'GET',
    url: '/api/v1/flows/:id',
    summary: 'A flow with its draft',
    tags,
    access: READERS,
    rate: 'read',
    params: IdParams,
    response: { 200: FlowDetailSchema },
    handler: ({ workspaceId, params }) => flows.get(workspaceId, params.id),
  });

  defineRoute(app, {
    method: 'PUT',
    url: '/api/v1/flows/:id/draft',
    summary: 'Save the draft if nobody else did meanwhile',
    tags,
    access: WRITERS,
    rate: 'write',
    params: IdParams,
    body: SaveDraftSchema,
    bodyLimitBytes: DOCUMENT_BYTES,
    response: { 200: DraftSavedSchema },
    action: 'flow.save',
    stretchMs: EDITING_STRETCH_MS,
    async handler({ workspaceId, principal, params, body, audit }) {
      const saved = await flows.saveDraft(workspaceId, authorFrom(principal), params.id, body.revision, body.document);
      audit(params.id, { revision: saved.revision });
      return saved;
    },
  });

  defineRoute(app, {
    method: 'POST',
    url: '/api/v1/flows/:id/check',
    summary: 'The problems of a flow, each with node and fix',
    tags,
    access: READERS,
    rate: 'write',
    params: IdParams,
    body: CheckFlowSchema,
    bodyLimitBytes: DOCUMENT_BYTES,
    response: { 200: Type.Object({ problems: Type.Array(FlowProblemSchema) }) },
    action: false,
    handler: async ({ workspaceId, params, body }) => ({
      problems: await flows.check(workspaceId, params.id, body.document),
    }),
  });

  defineRoute(app, {
    method: 'GET',
    url: '/api/v1/flows/:id/xstate',
    summary: 'The draft as a plain XState machine config',
    tags,
    access: READERS,
    rate: 'read',
    params: IdParams,
    response: { 200: Type.Unknown() },
    handler: ({ workspaceId, params }) => flows.xstate(workspaceId, params.id),
  });
}

function addVersionRoutes(app: FastifyInstance, flows: Flows): void {
  defineRoute(app, {
    method: 'POST',
    url: '/api/v1/flows/:id/publish',
    summary: 'Publish the draft; customers get it from their next conversation on',
    tags,
    access: WRITERS,
    rate: 'write',
    params: IdParams,
    body: PublishSchema,
    response: { 201: FlowVersionSchema },
    async handler({ workspaceId, principal, params, body, audit }) {
      audit(params.id, { note: body.note, ...(body.rollout === undefined ? {} : { share: body.rollout.share }) });
      if (body.override !== undefined && !may(principal, [])) {
        throw new FlowError(
          'ACCESS_DENIED',
          'Only an admin may publish in spite of errors or red dialogues. Mend them, or ask an admin.',
        );
      }
      const version = await flows.publish(workspaceId, authorFrom(principal), params.id, body, (override) =>
        audit(params.id, { override }),
      );
      audit(params.id, { version: version.version });
      return version;
    },
  });

  defineRoute(app, {
    method: 'GET',
    url: '/api/v1/flows/:id/versions',
    summary: 'The published versions, newest first',
    tags,
    access: READERS,
    rate: 'read',
    params: IdParams,
    response: { 200: Type.Object({ versions: Type.Array(FlowVersionSchema) }) },
    handler: async ({ workspaceId, params }) => ({ versions: await flows.versions(workspaceId, params.id) }),
  });

  defineRoute(app, {
    method: 'GET',
    url: '/api/v1/flows/:id/versions/:version',
    summary: 'A published version with its document',
    tags,
    access: READERS,
    rate: 'read',
    params: VersionParams,
    response: { 200: FlowVersionDetailSchema },
    handler: ({ workspaceId, params }) => flows.version(workspaceId, params.id, params.version),
  });

  defineRoute(app, {
    method: 'POST',
    url: '/api/v1/flows/:id/versions/:version/restore',
    summary: 'Make an old version the draft',
    tags,
    access: WRITERS,
    rate: 'write',
    params: VersionParams,
    body: RestoreSchema,
    response: { 200: DraftSavedSchema },
    action: 'flow.restore',
    handler({ workspaceId, principal, params, body, audit }) {
      audit(params.id, { version: params.version });
      return flows.restore(workspaceId, authorFrom(principal), params.id, params.version, body.revision);
    },
  });
}

function addCallerRoutes(app: FastifyInstance, flows: Flows): void {
  defineRoute(app, {
    method: 'GET',
    url: '/api/v1/flows/:id/callers',
    summary: 'The flows whose published version calls this one',
    tags,
    access: READERS,
    rate: 'read',
    params: IdParams,
    response: { 200: Type.Object({ callers: Type.Array(FlowCallerSchema) }) },
    handler: async ({ workspaceId, params }) => ({ callers: [...(await flows.callers(workspaceId, params.id))] }),
  });

  defineRoute(app, {
    method: 'POST',
    url: '/api/v1/flows/:id/callers/:callerId/publish',
    summary: 'Publish a caller again, with the newest version of this flow in it; its draft stays as it is',
    tags,
    access: WRITERS,
    rate: 'write',
    params: CallerParams,
    body: PublishCallerSchema,
    response: { 201: FlowVersionSchema },
    action: 'flow.publish',
    async handler({ workspaceId, principal, params, body, audit }) {
      audit(params.callerId, { note: body.note, with: params.id });
      const author = authorFrom(principal);
      const version = await flows.publishCaller(workspaceId, author, params.id, params.callerId, body.note);
      audit(params.callerId, { version: version.version });
      return version;
    },
  });
}

function addBundleRoutes(app: FastifyInstance, flows: Flows): void {
  defineRoute(app, {
    method: 'GET',
    url: '/api/v1/flows/:id/export',
    summary: 'The flow with its knowledge as one file, without secrets',
    tags,
    access: ['designer'],
    rate: 'read',
    params: IdParams,
    response: { 200: Type.Unknown() },
    action: 'flow.export',
    async handler({ workspaceId, params, reply }) {
      const bundle = await flows.exportBundle(workspaceId, params.id);
      asAttachment(reply, `${bundle.flow.name || 'flow'}.tandem.json`, 'application/json; charset=utf-8');
      return bundle;
    },
  });

  defineRoute(app, {
    method: 'POST',
    url: '/api/v1/flows/import/inspect',
    summary: 'What a file would bring in, who signed it, and what stands in its way; stores nothing',
    tags,
    access: WRITERS,
    rate: 'write',
    body: ImportFlowSchema,
    bodyLimitBytes: BUNDLE_BYTES,
    response: { 200: ImportInspectionSchema },
    handler: ({ workspaceId, body }) => flows.inspectImport(workspaceId, fileIn(body)),
  });

  defineRoute(app, {
    method: 'POST',
    url: '/api/v1/flows/import',
    summary: "Take in a bundle, a flow document or another product's export as a new flow; all of it or nothing",
    tags,
    access: WRITERS,
    rate: 'write',
    body: ImportFlowSchema,
    bodyLimitBytes: BUNDLE_BYTES,
    response: { 201: FlowImportedSchema },
    action: 'flow.import',
    async handler({ workspaceId, principal, body, audit }) {
      const { name, replace } = body;
      const imported = await flows.importBundle(workspaceId, authorFrom(principal), fileIn(body), name, replace);
      audit(imported.flow.id, { name: imported.flow.name, product: imported.product });
      return imported;
    },
  });
}

function fileIn({ bundle, encoding }: Static<typeof ImportFlowSchema>): unknown {
  return encoding === 'base64' ? Buffer.from(typeof bundle === 'string' ? bundle : '', 'base64') : bundle;
}

function authorFrom({ id, name }: Principal): Author {
  return { id, name };
}
