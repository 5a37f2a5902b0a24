// Builds the Fastify application: parsers, limits, gate, errors, API description and pages around the routes of the rooms.
import cookie from '@fastify/cookie';
import helmet from '@fastify/helmet';
import multipart from '@fastify/multipart';
import rateLimit from '@fastify/rate-limit';
import staticFiles from '@fastify/static';
import swagger from '@fastify/swagger';
import Fastify, { LogController, type FastifyInstance, type FastifySchema } from 'fastify';
import { Type } from 'typebox';
import Value from 'typebox/value';
import type { AuditLog } from '#runtime/ports/audit-log.ts';
import type { Identity } from '#runtime/ports/identity.ts';
import type { Sessions } from '#runtime/sessions/sessions.ts';
import { createAuditStretches, type AuditStretches } from './audit-stretches.ts';
import { endSpareConnections } from './connections.ts';
import { ProblemSchema } from '#nodes/wire/problem.ts';
import { addCors } from './cors.ts';
import { handleError } from './error-handler.ts';
import type { AuditFact, RateClass, RoutePolicy } from './gate.ts';
import { addPages } from './pages.ts';
import { createLazySerializer, createLazyValidator } from './lazy-compilers.ts';
import { problemFrom, sendProblem } from './problem.ts';
import { createRateLimiter, RATE_LIMITS } from './rate-limits.ts';
import { defineRoute, requirePolicy } from './route.ts';
import { API_HEADERS } from './security-headers.ts';

/** What the application is built from. */
export interface AppDeps {
  readonly version: string;
  readonly identity: Identity;
  readonly sessions: Pick<Sessions, 'authenticate'>;
  readonly audit: AuditLog;
  /** The workspace of audit lines that nobody signed. */
  readonly homeWorkspaceId: string;
  /** The address people use, when it is known; https turns on Secure cookies and HSTS. */
  readonly publicUrl: string;
  /** Proxies whose X-Forwarded-* headers are believed, as addresses or CIDR; false: none. */
  readonly trustProxy: false | readonly string[];
  /** Built browser parts. */
  readonly distDir: string;
  /** Origins that may embed the widget; empty: any. */
  widgetOrigins(): readonly string[];
  readonly limits?: Partial<Readonly<Record<RateClass, number>>>;
  readonly log?: boolean;
}

/** Adds one room's routes. */
export type RouteSet = (app: FastifyInstance) => void;

/** A registered route. */
export interface DeclaredRoute {
  readonly method: string;
  readonly url: string;
  readonly policy: RoutePolicy;
  readonly schema: FastifySchema;
}

declare module 'fastify' {
  interface FastifyInstance {
    /** Aborted when the server begins to stop: open streams close. */
    readonly drain: AbortSignal;
    /** Begins the stop. */
    readonly beginDrain: () => void;
    /** Every route with its policy, in order of registration. */
    readonly inventory: readonly DeclaredRoute[];
  }
}

/** Builds the application with the given routes. It does not listen yet. */
export async function buildApp(deps: AppDeps, routes: readonly RouteSet[]): Promise<FastifyInstance> {
  const app = Fastify({
    logger: deps.log === true ? { level: 'warn', stream: process.stderr, redact: ['req.headers'] } : false,
    logController: new LogController({ disableRequestLogging: true }),
    trustProxy: deps.trustProxy === false ? false : [...deps.trustProxy],
    bodyLimit: 1024 * 1024,
    requestTimeout: 60_000,
    forceCloseConnections: 'idle',
    return503OnClosing: true,
    routerOptions: { maxParamLength: 600 },
    frameworkErrors: (error, request, reply) => void handleError(error, request, reply),
  });
  const inventory: DeclaredRoute[] = [];
  app.decorate('inventory', inventory);
  app.addHook('onRoute', (route) => {
    const policy = requirePolicy(route);
    for (const method of [route.method].flat())
      inventory.push({ method, url: route.url, policy, schema: route.schema ?? {} });
  });
  app.setValidatorCompiler(createLazyValidator());
  app.setSerializerCompiler(createLazySerializer());
  app.setErrorHandler(handleError);
  endSpareConnections(app);
  const draining = new AbortController();
  app.decorate('drain', draining.signal);
  app.decorate('beginDrain', () => draining.abort());
  app.decorateRequest('visit');
  app.addHook('onRequest', (request, reply, next) => {
    request.visit = {};
    reply.headers(API_HEADERS);
    next();
  });
  addCors(app, (origin) => {
    const origins = deps.widgetOrigins();
    return origins.length === 0 || origins.includes(origin);
  });
  addParsers(app);
  await addPlugins(app, deps);
  const limit = createRateLimiter(app, { ...RATE_LIMITS, ...deps.limits });
  const stretches = createAuditStretches();
  app.decorate('gate', {
    cookieName: deps.publicUrl.startsWith('https:') ? '__Host-tandem_session' : 'tandem_session',
    staff: (credentials) => deps.identity.authenticate(credentials),
    customer: (sessionId, token) => deps.sessions.authenticate(sessionId, token),
    limit,
    record: (fact) => record(deps, stretches, fact),
  });
  app.setNotFoundHandler(async (request, reply) => {
    await limit('page', request.ip, request);
    return sendProblem(reply, problemFrom('RESOURCE_NOT_FOUND', 'There is nothing at this address.'));
  });
  await app.register((scope, _options, done) => {
    try {
      for (const add of routes) add(scope);
      addDescription(scope, app);
      addPages(scope, {
        distDir: deps.distDir,
        https: deps.publicUrl.startsWith('https:'),
        widgetOrigins: () => deps.widgetOrigins(),
      });
      done();
    } catch (error) {
      done(error instanceof Error ? error : new Error('A route cannot be registered.', { cause: error }));
    }
  });
  await app.ready();
  return app;
}

function addParsers(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  const parse = app.getDefaultJsonParser('error', 'error');
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    if (request.routeOptions.config.policy?.rawBody === true) done(null, body);
    else if (body === '') done(null, undefined);
    else void parse(request, String(body), done);
  });
  // Query and path arrive as text: convert them to the declared types before they are checked.
  app.addHook('preValidation', (request, _reply, next) => {
    const schema = request.routeOptions.schema;
    if (hasMembers(request.query) && needsConversion(schema?.querystring)) {
      request.query = Value.Convert(parseSchema(schema?.querystring), request.query);
    }
    if (needsConversion(schema?.params)) request.params = Value.Convert(parseSchema(schema?.params), request.params);
    next();
  });
}

/** Responses reach Fastify only through defineRoute, as an object by status. */
function parseResponses(response: unknown): Readonly<Record<string, unknown>> {
  return response as Readonly<Record<string, unknown>>;
}

function hasMembers(query: unknown): boolean {
  return typeof query === 'object' && query !== null && Object.keys(query).length > 0;
}

const conversions = new WeakMap<object, boolean>();

/** Whether a schema holds anything but text; most paths do not, and conversion is not free. */
function needsConversion(schema: unknown): boolean {
  if (typeof schema !== 'object' || schema === null) return false;
  const known = conversions.get(schema);
  if (known !== undefined) return known;
  const needs = /"type":"(?:integer|number|boolean)"/.test(JSON.stringify(schema));
  conversions.set(schema, needs);
  return needs;
}

/** Schemas reach Fastify only through defineRoute, which takes TypeBox schemas. */
function parseSchema(schema: unknown): Parameters<typeof Value.Convert>[0] {
  return schema as Parameters<typeof Value.Convert>[0];
}

async function addPlugins(app: FastifyInstance, deps: AppDeps): Promise<void> {
  await app.register(cookie);
  await app.register(helmet, { global: false });
  await app.register(rateLimit, { global: false, cache: 50_000 });
  await app.register(multipart, {
    limits: { fileSize: 30 * 1024 * 1024, files: 50, parts: 100, fields: 50, fieldSize: 64 * 1024, headerPairs: 50 },
  });
  await app.register(staticFiles, { root: deps.distDir, serve: false, preCompressed: true });
  await app.register(swagger, {
    // Problems are described here and not on the routes, where each would be compiled once more.
    transform: ({ schema, url }) => ({
      url,
      schema: {
        ...schema,
        response: { ...parseResponses(schema.response), '4XX': ProblemSchema, '5XX': ProblemSchema },
      },
    }),
    openapi: {
      openapi: '3.1.0',
      info: { title: 'Tandem', version: deps.version, description: 'Staff API and customer API.' },
      components: {
        securitySchemes: {
          cookie: { type: 'apiKey', in: 'cookie', name: 'tandem_session' },
          apiToken: { type: 'http', scheme: 'bearer' },
          customerToken: { type: 'http', scheme: 'bearer' },
        },
      },
    },
  });
}

function addDescription(scope: FastifyInstance, app: FastifyInstance): void {
  defineRoute(scope, {
    method: 'GET',
    url: '/api/openapi.json',
    summary: 'This description',
    tags: ['operate'],
    access: 'public',
    rate: 'read',
    response: { 200: Type.Unknown() },
    handler: ({ reply }) => reply.type('application/json').send(app.swagger()),
  });
}

async function record(deps: AppDeps, stretches: AuditStretches, fact: AuditFact): Promise<void> {
  const at = performance.now();
  if (stretches.covers(fact, at)) return;
  const { actor } = fact;
  await deps.audit.append(fact.workspaceId ?? deps.homeWorkspaceId, {
    actor:
      actor === undefined
        ? { kind: 'system', id: '', name: 'anonymous' }
        : { kind: actor.kind, id: actor.id, name: actor.name },
    action: fact.action,
    target: fact.target,
    outcome: fact.outcome,
    facts: fact.facts,
  });
  stretches.begin(fact, at);
}
