// The one way to add a route: a declaration of access, rate and schemas, and a handler typed by them.
import type {} from '@fastify/cookie';
import type {} from '@fastify/swagger';
import type { FastifyContextConfig, FastifyInstance, FastifyReply, FastifyRequest, FastifySchema } from 'fastify';
import { Type, type Static, type TObject, type TSchema, type TUndefined } from 'typebox';
import type { JsonObject } from '#nodes/kit/json.ts';
import { FlowError } from '#nodes/kit/errors.ts';
import type { Role } from '#nodes/wire/access.ts';
import type { Principal } from '#runtime/ports/identity.ts';
import type { StoredSession } from '#runtime/ports/session-store.ts';
import { actionOf } from './action.ts';
import { admit } from './admit.ts';
import type { Access, Gate, RateClass, RoutePolicy, Visit } from './gate.ts';

/** What a handler gets: everything checked already. */
export interface RouteInput<A extends Access, P extends TSchema, Q extends TSchema, B extends TSchema> {
  readonly principal: A extends readonly Role[] ? Principal : undefined;
  readonly workspaceId: A extends 'public' | 'setup' ? undefined : string;
  readonly session: A extends 'customer' ? StoredSession : undefined;
  readonly params: Static<P>;
  readonly query: Static<Q>;
  readonly body: Static<B>;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  /** Adds particulars to the audit line of this request. Target defaults to the path parameters. */
  readonly audit: (target: string, facts?: JsonObject) => void;
}

/** An answer of the declared form; read-only data is as good. */
export type Sendable<T> = T extends readonly (infer E)[]
  ? readonly Sendable<E>[]
  : T extends object
    ? { readonly [K in keyof T]: Sendable<T[K]> }
    : T;

/** What a handler may return for its declared responses. */
export type AnswerOf<R> = Sendable<{ [K in keyof R]: R[K] extends TSchema ? Static<R[K]> : never }[keyof R]>;

/** The whole declaration of a route. The first 2xx key of `response` is the status of the answer; 204 has no body. */
export interface RouteDeclaration<
  A extends Access,
  P extends TSchema,
  Q extends TSchema,
  B extends TSchema,
  R extends Readonly<Record<number, TSchema>>,
> {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly url: string;
  /** One line for the API description. */
  readonly summary: string;
  readonly tags?: readonly string[];
  readonly access: A;
  readonly rate: RateClass;
  readonly params?: P;
  readonly query?: Q;
  /** Must be closed (`additionalProperties: false`). */
  readonly body?: B;
  /** Largest JSON body in bytes; 1 MB unless told. */
  readonly bodyLimitBytes?: number;
  /** Takes multipart/form-data; the handler reads `request.parts()`. */
  readonly upload?: boolean;
  /** The handler gets `request.body` as the JSON text that was sent. */
  readonly rawBody?: boolean;
  readonly response: R;
  /** Audit action; false for a staff request that changes nothing although it is no GET. */
  readonly action?: string | false;
  /** For saves that happen by themselves: within this time one audit line stands for all requests of one person on one thing. */
  readonly stretchMs?: number;
  handler(input: RouteInput<A, P, Q, B>): Promise<AnswerOf<R> | FastifyReply> | AnswerOf<R> | FastifyReply;
}

declare module 'fastify' {
  interface FastifyInstance {
    readonly gate: Gate;
  }
  interface FastifyRequest {
    visit: Visit;
  }
  interface FastifyContextConfig {
    policy?: RoutePolicy;
  }
}

/** Registers a route. Its access, rate limit, schemas and audit line come from the declaration alone. */
export function defineRoute<
  const A extends Access,
  P extends TSchema = TObject,
  Q extends TSchema = TObject,
  B extends TSchema = TUndefined,
  const R extends Readonly<Record<number, TSchema>> = Readonly<Record<number, TSchema>>,
>(app: FastifyInstance, declaration: RouteDeclaration<A, P, Q, B, R>): void {
  const { method, url, access, params, query, body } = declaration;
  if (body !== undefined) assertClosed(`${method} ${url}`, body);
  const status = successStatus(declaration.response);
  const staffWrite = typeof access !== 'string' && method !== 'GET';
  const policy: RoutePolicy = {
    access,
    rate: declaration.rate,
    action:
      declaration.action === false
        ? undefined
        : (declaration.action ?? (staffWrite ? actionOf(method, url) : undefined)),
    stretchMs: declaration.stretchMs,
    upload: declaration.upload === true,
    rawBody: declaration.rawBody === true,
  };
  const config: FastifyContextConfig = { policy };
  const schema: FastifySchema = {
    summary: declaration.summary,
    ...(declaration.tags === undefined ? {} : { tags: declaration.tags }),
    security: securityOf(access),
    ...(params === undefined ? {} : { params }),
    ...(query === undefined ? {} : { querystring: query }),
    ...(body === undefined ? {} : { body }),
    ...(policy.upload ? { consumes: ['multipart/form-data'] } : {}),
    response: declaration.response,
  };
  app.route({
    method,
    url,
    config,
    ...(method === 'GET' ? { exposeHeadRoute: declaration.rate !== 'stream' } : {}),
    ...(declaration.bodyLimitBytes === undefined ? {} : { bodyLimit: declaration.bodyLimitBytes }),
    schema,
    onRequest: (request) => admit(app.gate, policy, request),
    ...(policy.action === undefined ? {} : { onSend: auditor(app.gate, policy.action, policy.stretchMs) }),
    handler: async (request, reply) => {
      const answer = await declaration.handler(parseInput<A, P, Q, B>(request, reply));
      if (reply.sent || answer === reply) return reply;
      if (reply.statusCode === 200) reply.code(status);
      return reply.statusCode === 204 ? reply.send() : answer;
    },
  });
}

/** Writes the audit line before the answer leaves: done for a success, denied for a refusal; other problems changed nothing. */
function auditor(gate: Gate, action: string, stretchMs: number | undefined) {
  return async (request: FastifyRequest, reply: FastifyReply, payload: unknown): Promise<unknown> => {
    const { statusCode } = reply;
    const denied = statusCode === 401 || statusCode === 403 || statusCode === 410;
    if (statusCode >= 400 && !denied) return payload;
    const { principal, target, facts } = request.visit;
    await gate.record({
      workspaceId: principal?.workspaceId,
      actor: principal,
      action,
      target: target ?? targetOf(request.params),
      outcome: denied ? 'denied' : 'done',
      facts: { ...facts, address: request.ip, ...(denied ? { status: statusCode } : {}) },
      ...(stretchMs === undefined ? {} : { stretchMs }),
    });
    return payload;
  };
}

function targetOf(params: unknown): string {
  if (typeof params !== 'object' || params === null) return '';
  return Object.values(params).map(String).join('/').slice(0, 300);
}

/** Refuses a route that nobody declared; registered as an onRoute hook, so that such a route stops the boot. */
export function requirePolicy(route: { readonly url: string; readonly config?: FastifyContextConfig }): RoutePolicy {
  const policy = route.config?.policy;
  if (policy === undefined) {
    throw new FlowError('CONFIG_INVALID', `Route ${route.url} has no declaration: register it with defineRoute.`);
  }
  return policy;
}

/** Path parameters with one id. */
export const IdParams = Type.Object({ id: Type.String({ minLength: 1, maxLength: 128 }) });

function parseInput<A extends Access, P extends TSchema, Q extends TSchema, B extends TSchema>(
  request: FastifyRequest,
  reply: FastifyReply,
): RouteInput<A, P, Q, B> {
  const { visit } = request;
  const input = {
    principal: visit.principal,
    workspaceId: visit.principal?.workspaceId ?? visit.session?.workspaceId,
    session: visit.session,
    params: request.params,
    query: request.query,
    body: request.body ?? undefined,
    request,
    reply,
    audit: (target: string, facts?: JsonObject) => {
      visit.target = target;
      if (facts !== undefined) visit.facts = { ...visit.facts, ...facts };
    },
  };
  // Fastify has checked params, query and body against the same schemas, and the gate has filled in the rest.
  return input as RouteInput<A, P, Q, B>;
}

function assertClosed(name: string, schema: TSchema): void {
  const shape: { type?: unknown; additionalProperties?: unknown; anyOf?: unknown } = schema;
  const open = shape.type === 'object' && shape.additionalProperties !== false;
  if (open)
    throw new FlowError('CONFIG_INVALID', `The body of ${name} must be declared with additionalProperties: false.`);
}

function successStatus(response: Readonly<Record<number, TSchema>>): number {
  const status = Object.keys(response)
    .map(Number)
    .find((code) => code >= 200 && code < 400);
  if (status === undefined) throw new FlowError('CONFIG_INVALID', 'A route needs a 2xx or 3xx response schema.');
  return status;
}

function securityOf(access: Access): readonly Record<string, string[]>[] {
  if (access === 'public' || access === 'setup') return [];
  return access === 'customer' ? [{ customerToken: [] }] : [{ cookie: [] }, { apiToken: [] }];
}
