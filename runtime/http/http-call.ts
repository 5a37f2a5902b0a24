// A call of an http step tried out from the designer: through the same way out, with the same credentials, as a published flow.
import type { FastifyInstance } from 'fastify';
import { FlowError } from '#nodes/kit/errors.ts';
import type { Json } from '#nodes/kit/json.ts';
import { TriedCallSchema, TryCallSchema, type TriedCall, type TryCall } from '#nodes/wire/http-call.ts';
import { defineRoute } from './route.ts';

/** Makes one call. */
export type TryCallOut = (
  workspaceId: string,
  call: TryCall,
) => Promise<{ readonly status: number; readonly headers: Readonly<Record<string, string>>; readonly body: Json }>;

/** Registers /api/v1/http/try. */
export function addHttpCallRoutes(app: FastifyInstance, callOut: TryCallOut): void {
  defineRoute(app, {
    method: 'POST',
    url: '/api/v1/http/try',
    summary: 'Make one call as an http step would',
    tags: ['flows'],
    access: ['designer'],
    rate: 'auth',
    body: TryCallSchema,
    response: { 200: TriedCallSchema },
    async handler({ workspaceId, body, audit }) {
      const host = URL.canParse(body.url) ? new URL(body.url).host : '';
      audit(host, { method: body.method, credential: body.credential });
      return await outcomeOf(callOut, workspaceId, body);
    },
  });
}

async function outcomeOf(callOut: TryCallOut, workspaceId: string, call: TryCall): Promise<TriedCall> {
  const began = performance.now();
  const passed = () => Math.round(performance.now() - began);
  try {
    const { status, headers, body } = await callOut(workspaceId, call);
    return { status, ms: passed(), headers: { ...headers }, body, problem: '', code: '' };
  } catch (error) {
    if (!(error instanceof FlowError)) throw error;
    return { status: 0, ms: passed(), headers: {}, body: null, problem: error.message, code: error.code };
  }
}
