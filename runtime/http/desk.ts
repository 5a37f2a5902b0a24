// The desk over HTTP: lists, claim, chat, notes, giving back, presence, and the live stream.
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import { PERSON_FILE_RULES } from '#nodes/kit/file-types.ts';
import { MessageSchema } from '#nodes/wire/customer.ts';
import {
  AgentMessageSchema,
  DeskSchema,
  HandoffDetailSchema,
  HandoffSchema,
  NoteSchema,
  PresenceSchema,
  ReturnSchema,
} from '#nodes/wire/desk.ts';
import type { Desk } from '#runtime/desk/desk.ts';
import { openEventStream } from './event-stream.ts';
import { defineRoute, IdParams } from './route.ts';
import { uploadedFile } from './uploaded-files.ts';

const PEOPLE = ['agent', 'supervisor'] as const;
const tags = ['desk'];
const NoteViewSchema = Type.Object({
  id: Type.String(),
  at: Type.String(),
  by: Type.Object({ id: Type.String(), name: Type.String() }),
  text: Type.String(),
});

/** Registers /api/v1/desk. */
export function addDeskRoutes(app: FastifyInstance, desk: Desk): void {
  addViewRoutes(app, desk);
  addChatRoutes(app, desk);
}

function addViewRoutes(app: FastifyInstance, desk: Desk): void {
  defineRoute(app, {
    method: 'GET',
    url: '/api/v1/desk',
    summary: 'Who waits, who is with whom, who is online',
    tags,
    access: PEOPLE,
    rate: 'read',
    response: { 200: DeskSchema },
    handler: ({ workspaceId, principal }) => desk.lists(workspaceId, principal),
  });

  defineRoute(app, {
    method: 'GET',
    url: '/api/v1/desk/stream',
    summary: 'Live events of the desk (SSE); whoever holds it open is online',
    tags,
    access: PEOPLE,
    rate: 'stream',
    response: { 200: Type.String() },
    handler({ workspaceId, principal, request, reply }) {
      const stream = openEventStream(request, reply);
      const leave = desk.open(workspaceId, principal, (event) => stream.send({ event: event.type, data: event }));
      stream.signal.addEventListener('abort', leave);
      if (stream.signal.aborted) leave();
      return reply;
    },
  });

  defineRoute(app, {
    method: 'GET',
    url: '/api/v1/desk/handoffs/:id',
    summary: 'The context card, the transcript and the notes of one conversation',
    tags,
    access: PEOPLE,
    rate: 'read',
    params: IdParams,
    response: { 200: HandoffDetailSchema },
    handler: ({ workspaceId, principal, params }) => desk.detail(workspaceId, principal, params.id),
  });

  defineRoute(app, {
    method: 'PUT',
    url: '/api/v1/desk/presence',
    summary: 'Take customers, or be away',
    tags,
    access: PEOPLE,
    rate: 'write',
    body: PresenceSchema,
    response: { 200: PresenceSchema },
    action: 'desk.presence',
    handler({ workspaceId, principal, body }) {
      desk.setPresence(workspaceId, principal, body.presence);
      return body;
    },
  });
}

function addChatRoutes(app: FastifyInstance, desk: Desk): void {
  defineRoute(app, {
    method: 'POST',
    url: '/api/v1/desk/handoffs/:id/claim',
    summary: 'Take a waiting customer; exactly one wins',
    tags,
    access: PEOPLE,
    rate: 'write',
    params: IdParams,
    response: { 200: HandoffSchema },
    action: 'handoff.claim',
    handler: ({ workspaceId, principal, params }) => desk.claim(workspaceId, principal, params.id),
  });

  defineRoute(app, {
    method: 'POST',
    url: '/api/v1/desk/handoffs/:id/messages',
    summary: 'Say something to the customer; the same id again does nothing',
    tags,
    access: PEOPLE,
    rate: 'write',
    params: IdParams,
    body: AgentMessageSchema,
    response: { 200: MessageSchema },
    action: 'handoff.say',
    handler({ workspaceId, principal, params, body, audit }) {
      audit(params.id, { message: body.id });
      return desk.say(workspaceId, principal, params.id, body);
    },
  });

  defineRoute(app, {
    method: 'POST',
    url: '/api/v1/desk/handoffs/:id/files',
    summary: 'Send a file to the customer (multipart); the same message again does nothing',
    tags,
    access: PEOPLE,
    rate: 'upload',
    params: IdParams,
    query: Type.Object({ message: Type.String({ minLength: 1, maxLength: 128 }) }, { additionalProperties: false }),
    upload: true,
    response: { 200: MessageSchema },
    action: 'handoff.attach',
    async handler({ workspaceId, principal, params, query, request, audit }) {
      audit(params.id, { message: query.message });
      const file = await uploadedFile(request, PERSON_FILE_RULES.maxBytes);
      return desk.attach(workspaceId, principal, params.id, query.message, file);
    },
  });

  defineRoute(app, {
    method: 'POST',
    url: '/api/v1/desk/handoffs/:id/notes',
    summary: 'Write a note that only staff see',
    tags,
    access: PEOPLE,
    rate: 'write',
    params: IdParams,
    body: NoteSchema,
    response: { 201: NoteViewSchema },
    action: 'handoff.note',
    async handler({ workspaceId, principal, params, body, audit }) {
      const note = await desk.note(workspaceId, principal, params.id, body.text);
      audit(params.id, { note: note.id });
      return { ...note, at: new Date(note.at).toISOString() };
    },
  });

  defineRoute(app, {
    method: 'POST',
    url: '/api/v1/desk/handoffs/:id/resolve',
    summary: 'End the conversation as solved',
    tags,
    access: PEOPLE,
    rate: 'write',
    params: IdParams,
    response: { 200: HandoffSchema },
    action: 'handoff.resolve',
    handler: ({ workspaceId, principal, params }) => desk.resolve(workspaceId, principal, params.id),
  });

  defineRoute(app, {
    method: 'POST',
    url: '/api/v1/desk/handoffs/:id/return',
    summary: 'Give the customer back to the flow, with a note',
    tags,
    access: PEOPLE,
    rate: 'write',
    params: IdParams,
    body: ReturnSchema,
    response: { 200: HandoffSchema },
    action: 'handoff.return',
    handler: ({ workspaceId, principal, params, body }) => desk.giveBack(workspaceId, principal, params.id, body.note),
  });
}
