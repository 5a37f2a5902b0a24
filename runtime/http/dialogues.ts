// The test dialogues of flows over HTTP: kept, run, generated.
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import { DialogueSchema } from '#nodes/wire/dialogues.ts';
import {
  AddDialogueSchema,
  DialogueFromConversationSchema,
  DialoguesGeneratedSchema,
  DialoguesRunSchema,
  GenerateDialoguesSchema,
  RunDialoguesSchema,
  SaveDialogueSchema,
  StoredDialogueSchema,
} from '#nodes/wire/flow-tests.ts';
import type { FlowDialogues } from '#runtime/dialogues/flow-tests.ts';
import { defineRoute, IdParams } from './route.ts';

const READERS = ['designer', 'supervisor', 'viewer'] as const;
const WRITERS = ['designer'] as const;
const DOCUMENT_BYTES = 16 * 1024 * 1024;
const tags = ['flows'];
const Id = Type.String({ minLength: 1, maxLength: 128 });
const DialogueParams = Type.Object({ id: Id, dialogueId: Id });

/** Registers /api/v1/flows/:id/dialogues. */
export function addDialogueRoutes(app: FastifyInstance, tests: FlowDialogues): void {
  addKeepingRoutes(app, tests);
  addPlayingRoutes(app, tests);
}

function addKeepingRoutes(app: FastifyInstance, tests: FlowDialogues): void {
  defineRoute(app, {
    method: 'GET',
    url: '/api/v1/flows/:id/dialogues',
    summary: 'The test dialogues of a flow, oldest first',
    tags,
    access: READERS,
    rate: 'read',
    params: IdParams,
    response: { 200: Type.Object({ dialogues: Type.Array(StoredDialogueSchema) }) },
    handler: async ({ workspaceId, params }) => ({ dialogues: await tests.stored(workspaceId, params.id) }),
  });

  defineRoute(app, {
    method: 'POST',
    url: '/api/v1/flows/:id/dialogues',
    summary: 'Keep a dialogue as a test of the flow',
    tags,
    access: WRITERS,
    rate: 'write',
    params: IdParams,
    body: AddDialogueSchema,
    bodyLimitBytes: DOCUMENT_BYTES,
    response: { 201: StoredDialogueSchema },
    action: 'dialogue.add',
    async handler({ workspaceId, principal, params, body, audit }) {
      const { id, name } = principal;
      const kept = await tests.add(workspaceId, { id, name }, params.id, body.dialogue, body.origin ?? 'written');
      audit(`${params.id}/${kept.id}`, { name: kept.dialogue.name, origin: kept.origin });
      return kept;
    },
  });

  defineRoute(app, {
    method: 'PUT',
    url: '/api/v1/flows/:id/dialogues/:dialogueId',
    summary: 'Change a test dialogue if nobody else did meanwhile',
    tags,
    access: WRITERS,
    rate: 'write',
    params: DialogueParams,
    body: SaveDialogueSchema,
    bodyLimitBytes: DOCUMENT_BYTES,
    response: { 200: StoredDialogueSchema },
    action: 'dialogue.save',
    handler: ({ workspaceId, principal: { id, name }, params, body }) =>
      tests.save(workspaceId, { id, name }, params.id, { id: params.dialogueId, ...body }),
  });

  defineRoute(app, {
    method: 'DELETE',
    url: '/api/v1/flows/:id/dialogues/:dialogueId',
    summary: 'Delete a test dialogue; published versions keep theirs',
    tags,
    access: WRITERS,
    rate: 'write',
    params: DialogueParams,
    response: { 204: Type.Null() },
    action: 'dialogue.delete',
    async handler({ workspaceId, params }) {
      await tests.remove(workspaceId, params.id, params.dialogueId);
      return null;
    },
  });

  defineRoute(app, {
    method: 'POST',
    url: '/api/v1/flows/:id/dialogues/from-conversation',
    summary: 'Keep a real conversation of the flow as a test, personal values masked',
    tags,
    access: WRITERS,
    rate: 'write',
    params: IdParams,
    body: DialogueFromConversationSchema,
    response: { 201: StoredDialogueSchema },
    action: 'dialogue.add',
    async handler({ workspaceId, principal: { id, name }, params, body, audit }) {
      const kept = await tests.addConversation(workspaceId, { id, name }, params.id, body);
      audit(`${params.id}/${kept.id}`, { name: kept.dialogue.name, origin: kept.origin, sessionId: body.sessionId });
      return kept;
    },
  });

  defineRoute(app, {
    method: 'GET',
    url: '/api/v1/flows/:id/versions/:version/dialogues',
    summary: 'The test dialogues a version was published with',
    tags,
    access: READERS,
    rate: 'read',
    params: Type.Object({ id: Id, version: Type.Integer({ minimum: 1 }) }),
    response: { 200: Type.Object({ dialogues: Type.Array(DialogueSchema) }) },
    handler: async ({ workspaceId, params }) => ({
      dialogues: await tests.ofVersion(workspaceId, params.id, params.version),
    }),
  });
}

function addPlayingRoutes(app: FastifyInstance, tests: FlowDialogues): void {
  defineRoute(app, {
    method: 'POST',
    url: '/api/v1/flows/:id/dialogues/run',
    summary: 'Play the test dialogues on a draft; nothing outside is touched',
    tags,
    access: READERS,
    rate: 'write',
    params: IdParams,
    body: RunDialoguesSchema,
    bodyLimitBytes: DOCUMENT_BYTES,
    response: { 200: DialoguesRunSchema },
    action: false,
    handler: ({ workspaceId, params, body }) => tests.run(workspaceId, params.id, body),
  });

  defineRoute(app, {
    method: 'POST',
    url: '/api/v1/flows/:id/dialogues/generate',
    summary: 'Find dialogues that come where no test comes; nothing is kept',
    tags,
    access: WRITERS,
    rate: 'write',
    params: IdParams,
    body: GenerateDialoguesSchema,
    bodyLimitBytes: DOCUMENT_BYTES,
    response: { 200: DialoguesGeneratedSchema },
    action: false,
    handler: ({ workspaceId, params, body }) => tests.generate(workspaceId, params.id, body),
  });
}
