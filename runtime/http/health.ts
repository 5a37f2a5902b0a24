// How the server is: liveness, readiness, Prometheus metrics, and the operator's health page.
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { FlowError } from '#nodes/kit/errors.ts';
import { HealthSchema } from '#nodes/wire/settings.ts';
import { isSameSecret } from '#runtime/access/secrets.ts';
import { bearerOf } from './admit.ts';
import { renderMetrics, type Metric } from './metrics.ts';
import { defineRoute } from './route.ts';

/** One thing that must work. `run` answers with a detail for the health page, or throws. */
export interface HealthCheck {
  readonly name: string;
  run(): Promise<string>;
}

/** What the routes show. */
export interface HealthRoutesDeps {
  readonly version: string;
  readonly checks: readonly HealthCheck[];
  /** Counts for the health page, by name. */
  counts(workspaceId: string): Promise<Readonly<Record<string, number>>>;
  metrics(): readonly Metric[] | Promise<readonly Metric[]>;
  /** Lets another host read /metrics; undefined: loopback only. */
  readonly metricsToken: string | undefined;
}

const CHECK_LIMIT_MS = 3000;

/** Registers /healthz, /readyz, /metrics and /api/v1/health. */
export function addHealthRoutes(app: FastifyInstance, deps: HealthRoutesDeps): void {
  const startedAt = performance.now();

  defineRoute(app, {
    method: 'GET',
    url: '/healthz',
    summary: 'The process answers; touches nothing else',
    tags: ['operate'],
    access: 'public',
    rate: 'page',
    response: { 200: Type.Object({ status: Type.Literal('ok') }) },
    handler: () => ({ status: 'ok' as const }),
  });

  defineRoute(app, {
    method: 'GET',
    url: '/readyz',
    summary: 'Everything the server needs works; names what fails',
    tags: ['operate'],
    access: 'public',
    rate: 'page',
    response: { 200: Ready, 503: Ready },
    async handler({ reply }) {
      const failing = app.drain.aborted ? ['draining'] : await failingOf(deps.checks);
      if (failing.length > 0) reply.code(503);
      return { ready: failing.length === 0, failing };
    },
  });

  defineRoute(app, {
    method: 'GET',
    url: '/metrics',
    summary: 'Prometheus metrics',
    tags: ['operate'],
    access: 'public',
    rate: 'page',
    response: { 200: Type.String() },
    async handler({ request, reply }) {
      if (!mayReadMetrics(request, deps.metricsToken)) {
        throw new FlowError(
          'ACCESS_DENIED',
          'Metrics are for this machine, or for the bearer of TANDEM_METRICS_TOKEN.',
        );
      }
      const text = renderMetrics(await deps.metrics());
      return reply.type('text/plain; version=0.0.4; charset=utf-8').send(text);
    },
  });

  defineRoute(app, {
    method: 'GET',
    url: '/api/v1/health',
    summary: 'The health page of the operator',
    tags: ['operate'],
    access: ['supervisor', 'designer'],
    rate: 'read',
    response: { 200: HealthSchema },
    async handler({ workspaceId }) {
      const checks = await Promise.all(deps.checks.map(outcomeOf));
      return {
        version: deps.version,
        upSeconds: Math.round((performance.now() - startedAt) / 1000),
        memoryMb: Math.round(process.memoryUsage().rss / 1_048_576),
        checks,
        counts: await deps.counts(workspaceId),
      };
    },
  });
}

const Ready = Type.Object({ ready: Type.Boolean(), failing: Type.Array(Type.String()) });

async function failingOf(checks: readonly HealthCheck[]): Promise<string[]> {
  const outcomes = await Promise.all(checks.map(outcomeOf));
  return outcomes.filter((outcome) => !outcome.ok).map((outcome) => outcome.name);
}

async function outcomeOf(check: HealthCheck): Promise<{ name: string; ok: boolean; detail: string }> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new FlowError('SERVER_BUSY', 'No answer in time.')), CHECK_LIMIT_MS);
  });
  try {
    return { name: check.name, ok: true, detail: await Promise.race([check.run(), late]) };
  } catch (error) {
    return {
      name: check.name,
      ok: false,
      detail: error instanceof FlowError ? error.message : 'It failed; see the log.',
    };
  } finally {
    clearTimeout(timer);
  }
}

function mayReadMetrics(request: FastifyRequest, token: string | undefined): boolean {
  const bearer = bearerOf(request);
  if (token !== undefined && bearer !== undefined) return isSameSecret(bearer, token);
  // Behind a proxy everybody seems to come from this machine: forwarded requests are not local.
  const forwarded = request.headers['x-forwarded-for'] !== undefined || request.headers['forwarded'] !== undefined;
  const address = request.socket.remoteAddress ?? '';
  return (
    token === undefined &&
    !forwarded &&
    (address === '127.0.0.1' || address === '::1' || address === '::ffff:127.0.0.1')
  );
}
