// The room's one door: runs the scripts of flows, with declared values in and out and only the hosts a node names.
import { FlowError } from '#nodes/kit/errors.ts';
import type { EffectRequests } from '#nodes/kit/effects.ts';
import type { Json, JsonObject } from '#nodes/kit/json.ts';
import { valueOfType, type ScriptRequest, type ScriptResult } from '#nodes/kit/scripts.ts';
import type { CodeRunner } from '#runtime/ports/code-runner.ts';
import type { HttpFetcher } from '#runtime/ports/http-fetcher.ts';
import { callHost } from './call-host.ts';

/** What a run of a script in the designer shows. */
export interface TriedScript extends ScriptResult {
  readonly logs: readonly string[];
  readonly ms: number;
}

/** The scripts room. Everything fails with SCRIPT_FAILED, SCRIPT_LIMIT or SERVER_BUSY. */
export interface Scripts {
  /** A script without a way out. `owner` is the flow. */
  run(owner: string, request: ScriptRequest): Promise<ScriptResult>;
  /** A script that may call its hosts. `key` marks what it sends, for receivers that tell repeats apart. */
  call(
    where: { readonly workspaceId: string; readonly key: string },
    request: EffectRequests['script.call'],
    signal: AbortSignal,
  ): Promise<ScriptResult>;
  /** A run from the designer; with hosts, the calls are real. */
  tryOut(workspaceId: string, request: ScriptRequest, hosts: readonly string[]): Promise<TriedScript>;
}

/** Opens the room. */
export function createScripts({
  runner,
  fetcher,
}: {
  readonly runner: CodeRunner;
  readonly fetcher: Pick<HttpFetcher, 'fetch'>;
}): Scripts {
  return {
    async run(owner, request) {
      const { exit, values } = await play(runner, owner, request, undefined, undefined);
      return { exit, values };
    },
    async call({ workspaceId, key }, request, signal) {
      const call = callHost(fetcher, { workspaceId, hosts: request.hosts, key });
      const { exit, values } = await play(runner, workspaceId, request, call, signal);
      return { exit, values };
    },
    tryOut(workspaceId, request, hosts) {
      const call = hosts.length === 0 ? undefined : callHost(fetcher, { workspaceId, hosts, key: '' });
      return play(runner, `try:${workspaceId}`, request, call, undefined);
    },
  };
}

async function play(
  runner: CodeRunner,
  owner: string,
  request: ScriptRequest,
  fetchJson: ReturnType<typeof callHost> | undefined,
  signal: AbortSignal | undefined,
): Promise<TriedScript> {
  const { language, code, timeoutMs, exits } = request;
  const outcome = await runner.run(
    {
      owner,
      language,
      code,
      input: inputOf(request),
      timeoutMs,
      ...(fetchJson === undefined ? {} : { fetchJson }),
    },
    signal,
  );
  const { exit, logs, ms } = outcome;
  if (exit !== '' && exit !== 'ok' && !exits.includes(exit)) {
    throw new FlowError('SCRIPT_FAILED', `The script returned "${exit.slice(0, 40)}", which is no exit of this node.`);
  }
  return { exit: exit === '' ? 'ok' : exit, values: valuesOf(request, outcome.output), logs, ms };
}

/** Inputs that do not fit their type arrive as null: a customer's odd answer is the script's to judge. */
function inputOf({ inputs, input }: ScriptRequest): JsonObject {
  return Object.fromEntries(
    inputs.map(({ name, type }) => [name, valueOfType(type, Object.hasOwn(input, name) ? input[name] : null) ?? null]),
  );
}

function valuesOf({ outputs }: ScriptRequest, output: JsonObject): JsonObject {
  const values: Record<string, Json> = {};
  for (const { name, type } of outputs) {
    const value = valueOfType(type, Object.hasOwn(output, name) ? output[name] : null);
    if (value === undefined) {
      throw new FlowError(
        'SCRIPT_FAILED',
        `output.${name} is declared as ${type}, but the script gave something else.`,
      );
    }
    values[name] = value;
  }
  return values;
}
