// The order in which a request is let in: who is it, how often, may they, and is a cookie write really theirs.
import type {} from '@fastify/cookie';
import type { FastifyRequest } from 'fastify';
import { createHash, timingSafeEqual } from 'node:crypto';
import { FlowError } from '#nodes/kit/errors.ts';
import { may } from '#runtime/access/may.ts';
import type { Gate, RoutePolicy } from './gate.ts';

/** The header that carries the CSRF token of a cookie session. */
export const CSRF_HEADER = 'x-csrf-token';

/** Admits the request or throws the refusal. What was learnt is left in `request.visit`. */
export async function admit(gate: Gate, policy: RoutePolicy, request: FastifyRequest): Promise<void> {
  refuseForeignContent(policy, request);
  if (policy.access === 'customer') {
    await admitCustomer(gate, policy, request);
    return;
  }
  if (policy.access === 'public' || policy.access === 'setup') {
    await gate.limit(policy.rate, request.ip, request);
    return;
  }
  const principal = await gate.staff({ cookie: request.cookies[gate.cookieName], bearer: bearerOf(request) });
  await gate.limit(policy.rate, principal === undefined ? request.ip : `${principal.kind}:${principal.id}`, request);
  if (principal === undefined) throw new FlowError('AUTH_REQUIRED', 'Sign in, or send an API token as a bearer token.');
  request.visit.principal = principal;
  if (!isSafe(request.method) && principal.csrfToken !== undefined) checkCsrf(request, principal.csrfToken);
  if (!may(principal, policy.access)) {
    throw new FlowError('ACCESS_DENIED', `The role ${principal.role} may not do this.`, { role: principal.role });
  }
}

/** The bearer token of a request, if it has one. */
export function bearerOf(request: FastifyRequest): string | undefined {
  const header = request.headers.authorization;
  if (header === undefined || header.length > 1024) return undefined;
  return /^Bearer ([\w.~+/=-]+)$/i.exec(header)?.[1];
}

async function admitCustomer(gate: Gate, policy: RoutePolicy, request: FastifyRequest): Promise<void> {
  const id = sessionIdOf(request.params);
  const token = bearerOf(request);
  const session = id === undefined || token === undefined ? undefined : await gate.customer(id, token);
  await gate.limit(policy.rate, session === undefined ? request.ip : `session:${session.id}`, request);
  if (session === undefined)
    throw new FlowError('TOKEN_INVALID', 'Send the token of this conversation as a bearer token.');
  request.visit.session = session;
}

function sessionIdOf(params: unknown): string | undefined {
  if (typeof params !== 'object' || params === null || !('id' in params)) return undefined;
  return typeof params.id === 'string' && params.id.length <= 128 ? params.id : undefined;
}

function isSafe(method: string): boolean {
  return method === 'GET' || method === 'HEAD' || method === 'OPTIONS';
}

function checkCsrf(request: FastifyRequest, expected: string): void {
  const given = request.headers[CSRF_HEADER];
  const foreign = request.headers['sec-fetch-site'] === 'cross-site';
  if (foreign || typeof given !== 'string' || !sameSecret(given, expected)) {
    throw new FlowError('CSRF_INVALID', `Send the csrfToken of your session in the ${CSRF_HEADER} header.`);
  }
}

function sameSecret(given: string, expected: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(expected));
}

function refuseForeignContent(policy: RoutePolicy, request: FastifyRequest): void {
  const type = request.headers['content-type'];
  if (type === undefined) return;
  const multipart = type.trim().toLowerCase().startsWith('multipart/');
  if (multipart !== policy.upload && !isSafe(request.method)) {
    throw new FlowError('MEDIA_UNSUPPORTED', policy.upload ? 'Send multipart/form-data.' : 'Send application/json.');
  }
}
