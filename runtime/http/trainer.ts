// The trainer's room over HTTP: measuring a draft's intents, the inbox of misunderstood sentences, suggestions.
import type { FastifyInstance, FastifyReply } from 'fastify';
import {
  ExamineSchema,
  ExaminedSchema,
  HandleInboxSchema,
  InboxChangedSchema,
  InboxSchema,
  ReopenInboxSchema,
  SuggestedSchema,
  SuggestSchema,
  TriedSentenceSchema,
  TrySentenceSchema,
} from '#nodes/wire/trainer.ts';
import type { Trainer } from '#runtime/understanding/trainer.ts';
import { defineRoute, IdParams } from './route.ts';

const READERS = ['designer', 'supervisor', 'viewer'] as const;
const WRITERS = ['designer'] as const;
const TAUGHT_BYTES = 16 * 1024 * 1024;
const tags = ['flows'];

/** Registers /api/v1/flows/:id/trainer and /api/v1/flows/:id/inbox. */
export function addTrainerRoutes(app: FastifyInstance, trainer: Trainer): void {
  addMeasuringRoutes(app, trainer);
  addInboxRoutes(app, trainer);
}

function addMeasuringRoutes(app: FastifyInstance, trainer: Trainer): void {
  defineRoute(app, {
    method: 'POST',
    url: '/api/v1/flows/:id/trainer/examine',
    summary: 'How well intents are told apart: each example is judged by a model that had not seen it',
    tags,
    access: READERS,
    rate: 'write',
    params: IdParams,
    body: ExamineSchema,
    bodyLimitBytes: TAUGHT_BYTES,
    response: { 200: ExaminedSchema },
    action: false,
    handler: ({ workspaceId, principal, params, body, reply }) =>
      trainer.examine(workspaceId, principal.id, params.id, body, whileWaitedFor(reply)),
  });

  defineRoute(app, {
    method: 'POST',
    url: '/api/v1/flows/:id/trainer/try',
    summary: 'What these intents make of a sentence; nothing is kept',
    tags,
    access: READERS,
    rate: 'write',
    params: IdParams,
    body: TrySentenceSchema,
    bodyLimitBytes: TAUGHT_BYTES,
    response: { 200: TriedSentenceSchema },
    action: false,
    handler: ({ workspaceId, params, body: { text, ...taught } }) =>
      trainer.tryOut(workspaceId, params.id, taught, text),
  });

  defineRoute(app, {
    method: 'POST',
    url: '/api/v1/flows/:id/trainer/suggest',
    summary: 'More sentences for an intent: from the inbox, from templates, and from a language model if there is one',
    tags,
    access: WRITERS,
    rate: 'write',
    params: IdParams,
    body: SuggestSchema,
    bodyLimitBytes: TAUGHT_BYTES,
    response: { 200: SuggestedSchema },
    action: false,
    handler: ({ workspaceId, params, body: { intent, ...taught }, reply }) =>
      trainer.suggest(workspaceId, params.id, taught, intent, whileWaitedFor(reply)),
  });
}

function addInboxRoutes(app: FastifyInstance, trainer: Trainer): void {
  defineRoute(app, {
    method: 'GET',
    url: '/api/v1/flows/:id/inbox',
    summary: 'Sentences of customers that the flow did not understand, grouped by what they are about',
    tags,
    access: READERS,
    rate: 'read',
    params: IdParams,
    response: { 200: InboxSchema },
    handler: ({ workspaceId, params }) => trainer.inbox(workspaceId, params.id),
  });

  defineRoute(app, {
    method: 'POST',
    url: '/api/v1/flows/:id/inbox/handle',
    summary: 'Take sentences out of the inbox: as examples of an intent, of none, or as of no use',
    tags,
    access: WRITERS,
    rate: 'write',
    params: IdParams,
    body: HandleInboxSchema,
    response: { 200: InboxChangedSchema },
    action: 'inbox.handle',
    async handler({ workspaceId, principal, params, body, audit }) {
      const changed = await trainer.handle(workspaceId, params.id, body.ids, body.as, principal.name);
      audit(params.id, { sentences: changed.changed, ...body.as });
      return changed;
    },
  });

  defineRoute(app, {
    method: 'POST',
    url: '/api/v1/flows/:id/inbox/reopen',
    summary: 'Put sentences back into the inbox',
    tags,
    access: WRITERS,
    rate: 'write',
    params: IdParams,
    body: ReopenInboxSchema,
    response: { 200: InboxChangedSchema },
    action: 'inbox.reopen',
    async handler({ workspaceId, params, body, audit }) {
      const changed = await trainer.reopen(workspaceId, params.id, body.ids);
      audit(params.id, { sentences: changed.changed });
      return changed;
    },
  });
}

/** Aborts when the caller is gone before the answer. */
function whileWaitedFor(reply: FastifyReply): AbortSignal {
  const gone = new AbortController();
  reply.raw.once('close', () => {
    if (!reply.raw.writableEnded) gone.abort(new Error('Nobody waits for the answer.'));
  });
  return gone.signal;
}
