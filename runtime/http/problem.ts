// An error code as an application/problem+json answer.
import type { FastifyReply } from 'fastify';
import { ERROR_CODES, type ErrorCode } from '#nodes/kit/errors.ts';
import type { JsonObject } from '#nodes/kit/json.ts';
import type { Problem } from '#nodes/wire/problem.ts';

/** The problem document of a code. `type` is a stable, relative name of the problem. */
export function problemFrom(code: ErrorCode, detail: string, facts: JsonObject = {}): Problem {
  const { status, title } = ERROR_CODES[code];
  const type = `/problems/${code.toLowerCase().replaceAll('_', '-')}`;
  return { type, title, status, code, detail, ...(Object.keys(facts).length > 0 ? { facts } : {}) };
}

/** Sends a problem as text, so that no response schema of a route reshapes it. */
export function sendProblem(reply: FastifyReply, problem: Problem): FastifyReply {
  return reply
    .code(problem.status)
    .header('cache-control', 'no-store')
    .header('x-content-type-options', 'nosniff')
    .type('application/problem+json; charset=utf-8')
    .serializer((payload: unknown) => String(payload))
    .send(JSON.stringify(problem));
}
