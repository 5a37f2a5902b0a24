// How many requests a minute each rate class takes from one caller.
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type {} from '@fastify/rate-limit';
import { FlowError } from '#nodes/kit/errors.ts';
import type { RateClass } from './gate.ts';

/** Requests a minute for one principal, conversation or address. */
export const RATE_LIMITS: Readonly<Record<RateClass, number>> = {
  page: 6_000,
  read: 3_000,
  write: 600,
  auth: 60,
  turn: 20_000,
  upload: 120,
  stream: 600,
  hook: 3_000,
};

/** The limiter behind `Gate.limit`; counts in memory, a window of one minute. */
export function createRateLimiter(
  app: FastifyInstance,
  limits: Readonly<Record<RateClass, number>>,
): (rate: RateClass, key: string, request: FastifyRequest) => Promise<void> {
  const keys = new WeakMap<FastifyRequest, string>();
  const limiterOf = (rate: RateClass) =>
    app.createRateLimit({
      max: limits[rate],
      timeWindow: 60_000,
      keyGenerator: (request) => `${rate}:${keys.get(request) ?? request.ip}`,
    });
  const limiters: Readonly<Record<RateClass, ReturnType<typeof limiterOf>>> = {
    page: limiterOf('page'),
    read: limiterOf('read'),
    write: limiterOf('write'),
    auth: limiterOf('auth'),
    turn: limiterOf('turn'),
    upload: limiterOf('upload'),
    stream: limiterOf('stream'),
    hook: limiterOf('hook'),
  };
  return async (rate, key, request) => {
    keys.set(request, key);
    const verdict = await limiters[rate](request);
    if (verdict.isAllowed || !verdict.isExceeded) return;
    const retryAfterSeconds = Math.max(1, verdict.ttlInSeconds);
    throw new FlowError('RATE_LIMITED', `Try again in ${retryAfterSeconds} s.`, { retryAfterSeconds });
  };
}
