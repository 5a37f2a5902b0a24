// Trying a script out from the designer.
import type { FastifyInstance } from 'fastify';
import { FlowError } from '#nodes/kit/errors.ts';
import type { JsonObject } from '#nodes/kit/json.ts';
import { SCRIPT_LOCAL_MS } from '#nodes/kit/scripts.ts';
import { TriedScriptSchema, TryScriptSchema, type TriedScript, type TryScript } from '#nodes/wire/scripts.ts';
import type { Scripts } from '#runtime/scripts/scripts.ts';
import { defineRoute } from './route.ts';

/** Registers /api/v1/scripts/try. */
export function addScriptRoutes(app: FastifyInstance, scripts: Pick<Scripts, 'tryOut'>): void {
  defineRoute(app, {
    method: 'POST',
    url: '/api/v1/scripts/try',
    summary: 'Run a script with sample inputs in the sandbox',
    tags: ['flows'],
    access: ['designer'],
    rate: 'auth',
    body: TryScriptSchema,
    response: { 200: TriedScriptSchema },
    async handler({ workspaceId, body, audit }) {
      audit('script', { hosts: body.hosts });
      return await outcomeOf(scripts, workspaceId, body);
    },
  });
}

async function outcomeOf(
  scripts: Pick<Scripts, 'tryOut'>,
  workspaceId: string,
  { hosts, input, timeoutMs, ...script }: TryScript,
): Promise<TriedScript> {
  const limitMs = hosts.length === 0 ? Math.min(timeoutMs, SCRIPT_LOCAL_MS) : timeoutMs;
  try {
    const tried = await scripts.tryOut(workspaceId, { ...script, input: parseInput(input), timeoutMs: limitMs }, hosts);
    return { ok: true, ...tried, logs: [...tried.logs], problem: '', code: '' };
  } catch (error) {
    if (!(error instanceof FlowError) || error.code === 'SERVER_BUSY') throw error;
    const logs = Array.isArray(error.facts['logs'])
      ? error.facts['logs'].filter((line) => typeof line === 'string')
      : [];
    return { ok: false, exit: 'error', values: {}, logs, ms: 0, problem: error.message, code: error.code };
  }
}

/** A request body is JSON. */
function parseInput(input: TryScript['input']): JsonObject {
  return input as JsonObject;
}
