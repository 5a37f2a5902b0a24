// Comments of flows over HTTP.
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import {
  AddNoteSchema,
  BeginThreadSchema,
  CommentsSchema,
  CommentThreadSchema,
  ThreadStateSchema,
} from '#nodes/wire/comments.ts';
import type { Comments } from '#runtime/comments/comments.ts';
import { defineRoute, IdParams } from './route.ts';

const READERS = ['designer', 'supervisor', 'viewer'] as const;
const WRITERS = ['designer', 'supervisor'] as const;
const tags = ['flows'];
const Id = Type.String({ minLength: 1, maxLength: 128 });
const ThreadParams = Type.Object({ id: Id, thread: Id });

/** Registers /api/v1/flows/:id/comments. */
export function addCommentRoutes(app: FastifyInstance, comments: Comments): void {
  defineRoute(app, {
    method: 'GET',
    url: '/api/v1/flows/:id/comments',
    summary: 'Comments on the canvas of a flow, and who may be mentioned',
    tags,
    access: READERS,
    rate: 'read',
    params: IdParams,
    response: { 200: CommentsSchema },
    handler: ({ workspaceId, params }) => comments.list(workspaceId, params.id),
  });

  defineRoute(app, {
    method: 'POST',
    url: '/api/v1/flows/:id/comments',
    summary: 'Begin a comment; the same id again changes nothing',
    tags,
    access: WRITERS,
    rate: 'write',
    params: IdParams,
    body: BeginThreadSchema,
    response: { 201: CommentThreadSchema },
    action: 'comment.begin',
    handler: ({ workspaceId, principal: { id, name }, params, body }) =>
      comments.begin(workspaceId, { id, name }, params.id, body),
  });

  defineRoute(app, {
    method: 'POST',
    url: '/api/v1/flows/:id/comments/:thread/notes',
    summary: 'Answer a comment; the same id again changes nothing',
    tags,
    access: WRITERS,
    rate: 'write',
    params: ThreadParams,
    body: AddNoteSchema,
    response: { 201: CommentThreadSchema },
    action: 'comment.answer',
    handler: ({ workspaceId, principal: { id, name }, params, body }) =>
      comments.add(workspaceId, { id, name }, params.id, params.thread, body),
  });

  defineRoute(app, {
    method: 'PUT',
    url: '/api/v1/flows/:id/comments/:thread/state',
    summary: 'Settle a comment, or open it again',
    tags,
    access: WRITERS,
    rate: 'write',
    params: ThreadParams,
    body: ThreadStateSchema,
    response: { 200: CommentThreadSchema },
    action: 'comment.settle',
    handler: ({ workspaceId, principal: { id, name }, params, body }) =>
      comments.resolve(workspaceId, { id, name }, params.id, params.thread, body.resolved),
  });
}
