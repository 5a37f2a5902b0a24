// Moods of messages over HTTP: what they were taken for, what staff corrected, and the list of corrections.
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import { ConversationMoodsSchema, CorrectMoodSchema, MoodCorrectionsSchema } from '#nodes/wire/moods.ts';
import type { MoodLessons } from '#runtime/understanding/mood-lessons.ts';
import { defineRoute, IdParams } from './route.ts';

const READERS = ['designer', 'agent', 'supervisor', 'viewer'] as const;
const tags = ['conversations'];
const MessageParams = Type.Object({
  id: Type.String({ minLength: 1, maxLength: 128 }),
  messageId: Type.String({ minLength: 1, maxLength: 128 }),
});

/** Registers /api/v1/conversations/:id/moods and /api/v1/mood-corrections. */
export function addMoodRoutes(app: FastifyInstance, lessons: MoodLessons): void {
  defineRoute(app, {
    method: 'GET',
    url: '/api/v1/conversations/:id/moods',
    summary: 'The mood of each message of the customer, as judged and as corrected by staff',
    tags,
    access: READERS,
    rate: 'read',
    params: IdParams,
    response: { 200: ConversationMoodsSchema },
    handler: ({ workspaceId, params }) => lessons.ofConversation(workspaceId, params.id),
  });

  defineRoute(app, {
    method: 'PUT',
    url: '/api/v1/conversations/:id/moods/:messageId',
    summary:
      'Correct the mood of a message, or take the correction back; similar messages are judged by it from now on',
    tags,
    access: ['designer', 'agent', 'supervisor'],
    rate: 'write',
    params: MessageParams,
    body: CorrectMoodSchema,
    response: { 200: ConversationMoodsSchema },
    action: 'mood.correct',
    async handler({ workspaceId, principal, params: { id, messageId }, body, audit }) {
      const moods = await lessons.correct(workspaceId, principal, id, messageId, body.mood);
      audit(id, { message: messageId, mood: body.mood });
      return moods;
    },
  });

  defineRoute(app, {
    method: 'GET',
    url: '/api/v1/mood-corrections',
    summary: 'Moods that staff corrected, newest first',
    tags,
    access: READERS,
    rate: 'read',
    response: { 200: MoodCorrectionsSchema },
    handler: ({ workspaceId }) => lessons.list(workspaceId),
  });
}
