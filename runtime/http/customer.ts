// The customer API: open a conversation, say something, read along. What the widget uses, and nothing more.
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import { FlowError } from '#nodes/kit/errors.ts';
import { plainTextOf } from '#nodes/flow/plain-text.ts';
import {
  FaceSchema,
  OpenSessionSchema,
  SendMessageSchema,
  SessionOpenedSchema,
  TranscriptSchema,
  TurnAnswerSchema,
  type Message,
  type SendMessage,
} from '#nodes/wire/customer.ts';
import { PERSON_CHOICE } from '#nodes/wire/person-choice.ts';
import { unprovenVisitor, type Identities } from '#runtime/access/identities.ts';
import type { Files } from '#runtime/files/files.ts';
import type { LiveBus } from '#runtime/ports/live-bus.ts';
import type { PublishedFlows } from '#runtime/ports/published-flows.ts';
import type { SessionStore, StoredSession } from '#runtime/ports/session-store.ts';
import type { Act, Sessions } from '#runtime/sessions/sessions.ts';
import { streamSession } from './customer-stream.ts';
import { createFaces, languagesOf } from './faces.ts';
import type { TurnMeter } from './metrics.ts';
import { defineRoute, IdParams } from './route.ts';

/** What the routes call. */
export interface CustomerRoutesDeps {
  readonly sessions: Sessions;
  readonly store: Pick<SessionStore, 'messages' | 'load'>;
  readonly published: PublishedFlows;
  readonly identities: Pick<Identities, 'prove'>;
  readonly files: Pick<Files, 'take'>;
  readonly bus: LiveBus;
  readonly meter: TurnMeter;
}

/** Messages one transcript answer holds at most; a client that gets as many asks again with the last seq. */
export const TRANSCRIPT_LIMIT = 1000;

const Slug = Type.Object({ slug: Type.String({ minLength: 1, maxLength: 128 }) });
const After = Type.Object(
  { after: Type.Optional(Type.Integer({ minimum: 0, maximum: 2 ** 31 })) },
  { additionalProperties: false },
);
/** For channels that show nothing but text. */
const Plain = { plain: Type.Optional(Type.Boolean()) };

/** Registers /api/v1/public. */
export function addCustomerRoutes(app: FastifyInstance, deps: CustomerRoutesDeps): void {
  const { sessions, store, meter } = deps;
  const faces = createFaces(deps.published);

  /** The act a message stands for. Exactly one of its parts must be there. */
  async function actFrom(session: StoredSession, body: SendMessage): Promise<Act> {
    const given = [body.text, body.choice, body.form, body.files].filter((part) => part !== undefined).length;
    if (given !== 1) {
      throw new FlowError('REQUEST_INVALID', 'body: send exactly one of text, choice, form, files.');
    }
    const messageId = body.id;
    if (body.text !== undefined) {
      const text = body.text.replace(LONE_SURROGATE, '\uFFFD');
      if (text.trim() === '') throw new FlowError('REQUEST_INVALID', 'body/text: must not be empty.');
      return { type: 'message.received', messageId, text };
    }
    if (body.choice === PERSON_CHOICE) return { type: 'person.requested', messageId };
    if (body.choice !== undefined) return { type: 'choice.selected', messageId, choice: body.choice };
    if (body.form !== undefined) return { type: 'form.submitted', messageId, values: body.form };
    const files = await deps.files.take(session, messageId, body.files ?? []);
    return { type: 'files.received', messageId, files };
  }

  async function receive(session: StoredSession, body: SendMessage, plain: boolean | undefined) {
    const started = performance.now();
    const act = await actFrom(session, body);
    try {
      const received = await sessions.receive(session.workspaceId, session.id, `customer:${body.id}`, act);
      meter.turn((performance.now() - started) / 1000, 'ok');
      return { messages: shownTo(plain, received.messages, session.locale), status: received.status };
    } catch (error) {
      meter.turn((performance.now() - started) / 1000, error instanceof FlowError ? 'refused' : 'failed');
      throw error;
    }
  }

  defineRoute(app, {
    method: 'GET',
    url: '/api/v1/public/flows/:slug',
    summary: 'How the face of a flow looks, in the asked language',
    tags: ['customer'],
    access: 'public',
    rate: 'read',
    params: Slug,
    query: Type.Object({ locale: Type.Optional(Type.String({ maxLength: 20 })) }, { additionalProperties: false }),
    response: { 200: FaceSchema },
    handler({ params, query, request }) {
      const asked = languagesOf(request.headers['accept-language']);
      return faces.face(params.slug, query.locale === undefined ? asked : [query.locale, ...asked]);
    },
  });

  defineRoute(app, {
    method: 'POST',
    url: '/api/v1/public/flows/:slug/sessions',
    summary: 'Open a conversation; the token is shown once',
    tags: ['customer'],
    access: 'public',
    rate: 'turn',
    params: Slug,
    query: Type.Object(Plain, { additionalProperties: false }),
    body: OpenSessionSchema,
    response: { 201: SessionOpenedSchema },
    async handler({ params, query, body, request }) {
      const locale = body.locale ?? languagesOf(request.headers['accept-language'])[0];
      // Claims about who the customer is count only when they are signed.
      const ref = body.identity === undefined ? undefined : await deps.published.current(params.slug);
      const proven =
        ref === undefined || body.identity === undefined
          ? undefined
          : deps.identities.prove(ref.workspaceId, body.identity);
      const visitorId =
        proven?.visitorId ?? (body.visitorId === undefined ? undefined : unprovenVisitor(body.visitorId));
      const opened = await sessions.open({
        slug: params.slug,
        channel: 'webchat',
        source: { ...body.source },
        customer: proven?.facts ?? {},
        ...(visitorId === undefined ? {} : { visitorId }),
        ...(locale === undefined ? {} : { locale }),
      });
      return {
        sessionId: opened.session.id,
        token: opened.token,
        messages: shownTo(query.plain, opened.messages, opened.session.locale),
        status: opened.session.status,
        personButton: opened.personButton,
      };
    },
  });

  defineRoute(app, {
    method: 'POST',
    url: '/api/v1/public/sessions/:id/messages',
    summary: 'Say something: text, a choice, a form, files. The same id again answers the same and does nothing',
    tags: ['customer'],
    access: 'customer',
    rate: 'turn',
    params: IdParams,
    query: Type.Object(Plain, { additionalProperties: false }),
    body: SendMessageSchema,
    bodyLimitBytes: 256 * 1024,
    response: { 200: TurnAnswerSchema },
    handler: ({ session, query, body }) => receive(session, body, query.plain),
  });

  defineRoute(app, {
    method: 'GET',
    url: '/api/v1/public/sessions/:id/messages',
    summary: 'The transcript after a sequence number',
    tags: ['customer'],
    access: 'customer',
    rate: 'read',
    params: IdParams,
    query: Type.Object({ ...After.properties, ...Plain }, { additionalProperties: false }),
    response: { 200: TranscriptSchema },
    async handler({ session, query }) {
      const [messages, personButton] = await Promise.all([
        store.messages(session.workspaceId, session.id, query.after ?? 0, TRANSCRIPT_LIMIT),
        faces.hasPersonButton(session),
      ]);
      return { messages: shownTo(query.plain, messages, session.locale), status: session.status, personButton };
    },
  });

  defineRoute(app, {
    method: 'GET',
    url: '/api/v1/public/sessions/:id/stream',
    summary: 'Server-sent events of a conversation; resumes by Last-Event-ID',
    tags: ['customer'],
    access: 'customer',
    rate: 'stream',
    params: IdParams,
    query: After,
    response: { 200: Type.String() },
    handler({ session, query, request, reply }) {
      const lastId = Number(request.headers['last-event-id']);
      const after = Number.isSafeInteger(lastId) && lastId >= 0 ? lastId : (query.after ?? 0);
      streamSession(deps, session, after, request, reply);
      return reply;
    },
  });
}

/** With their plain text, when it was asked for. */
function shownTo(plain: boolean | undefined, messages: readonly Message[], locale: string): Message[] {
  if (plain !== true) return [...messages];
  return messages.map((message) => ({ ...message, plain: plainTextOf(message, locale) }));
}

const LONE_SURROGATE = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g;
