// The room's one door: a signed call begins a conversation or moves a running one, counts once, and gets its answer.
import { createHash } from 'node:crypto';
import { misfitsOf } from '#nodes/kit/check.ts';
import { FlowError } from '#nodes/kit/errors.ts';
import type { Json, JsonObject } from '#nodes/kit/json.ts';
import type { Clock } from '#runtime/ports/clock.ts';
import type { PublishedFlows, PublishedRef } from '#runtime/ports/published-flows.ts';
import type { TurnWrite } from '#runtime/ports/session-store.ts';
import type { Sessions } from '#runtime/sessions/sessions.ts';
import { createAnswers } from './answers.ts';
import { judgeSignature, type SignedCall } from './signature.ts';
import { hookOf, type Hook, type HookFlows } from './hook-of.ts';

/** A call for the `onWebhook` node with this key, in the flow of this slug. */
export interface HookCall extends SignedCall {
  readonly slug: string;
  readonly key: string;
}

/** What the caller gets. */
export interface HookAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Json;
}

/** The hooks room. */
export interface Hooks {
  /**
   * RESOURCE_NOT_FOUND for an unknown flow, key or conversation; SIGNATURE_INVALID for a call that is not signed, or not just now;
   * REQUEST_INVALID for a body of another form; SESSION_CLOSED. Nothing is stored of a call that fails.
   */
  receive(call: HookCall): Promise<HookAnswer>;
  /** Hears what flows answer. */
  afterTurn(turn: TurnWrite): void;
}

/** What the room stands on. */
export interface HooksDeps {
  readonly sessions: Pick<Sessions, 'open' | 'receive'>;
  readonly published: Pick<PublishedFlows, 'current'>;
  readonly flows: HookFlows;
  readonly secretOf: (workspaceId: string, credential: string) => Promise<string | undefined>;
  readonly belongs: (workspaceId: string, sessionId: string, flowId: string) => Promise<boolean>;
  readonly clock: Pick<Clock, 'now' | 'after'>;
  /** How long a caller waits for an answer that a step under way may still give. */
  readonly waitMs?: number;
}

const WAIT_MS = 5_000;

/** Opens the room. */
export function createHooks(deps: HooksDeps): Hooks {
  const { sessions, clock } = deps;
  const answers = createAnswers(clock, deps.waitMs ?? WAIT_MS);

  async function admit(ref: PublishedRef, hook: Hook, call: HookCall): Promise<void> {
    const secret = hook.secret === '' ? undefined : await deps.secretOf(ref.workspaceId, hook.secret);
    const verdict = secret === undefined ? 'wrong' : judgeSignature(secret, call, clock.now());
    if (verdict !== 'good') throw new FlowError('SIGNATURE_INVALID', REFUSALS[verdict]);
  }

  async function raise(ref: PublishedRef, hook: Hook, call: HookCall, sessionId: string, data: JsonObject) {
    const name = `webhook:${call.key}`;
    const named = textAt(data['body'], hook.sessionPath);
    if (named !== undefined) {
      if (!(await deps.belongs(ref.workspaceId, named, ref.flowId)))
        throw new FlowError('RESOURCE_NOT_FOUND', 'The body names a conversation that this flow does not have.');
      const listening = answers.listen(named, hook);
      const act = { type: 'signal.raised', name, data } as const;
      const received = await orStop(sessions.receive(ref.workspaceId, named, `${name}:${call.id}`, act), listening);
      return { listening, outcome: received.outcome, status: received.status, sessionId: named };
    }
    const listening = answers.listen(sessionId, hook);
    const visitorId = textAt(data['body'], hook.customerPath);
    const opening = sessions.open({
      slug: call.slug,
      channel: 'webhook',
      source: { webhook: call.key },
      customer: {},
      sessionId,
      entry: { name, data },
      ...(visitorId === undefined ? {} : { visitorId }),
    });
    const { session, outcome } = await orStop(opening, listening);
    return { listening, outcome, status: session.status, sessionId };
  }

  return {
    async receive(call) {
      const current = await deps.published.current(call.slug);
      if (current === undefined) throw notFound();
      const sessionId = sessionIdOf(current.flowId, call);
      const hook = await hookOf(deps.flows, current, sessionId, call.key);
      if (hook === undefined) throw notFound();
      await admit(current, hook, call);
      const body = parseBody(call.raw);
      checkForm(hook.schema, body);
      const data = { id: call.id, at: new Date(Number(call.timestamp) * 1000).toISOString(), body };
      const raised = await raise(current, hook, call, sessionId, data);
      const { listening, outcome } = raised;
      const facts = { sessionId: raised.sessionId, conversation: raised.status };
      if (outcome !== 'played') {
        listening.stop();
        return { status: 200, headers: {}, body: { ...facts, outcome: 'duplicate' } };
      }
      const { reply, taken } = await listening.heard();
      if (reply !== undefined) return reply;
      return { status: 202, headers: {}, body: { ...facts, outcome: taken ? 'accepted' : 'unheard' } };
    },

    afterTurn: (turn) => answers.afterTurn(turn),
  };
}

const REFUSALS = {
  absent: 'Send webhook-id, webhook-timestamp and webhook-signature.',
  old: 'webhook-timestamp is more than five minutes off. Sign each attempt anew with the time of sending.',
  wrong: 'The signature does not fit. Sign "id.timestamp.body" with HMAC-SHA256 and the secret of this webhook.',
} as const;

function notFound(): FlowError {
  return new FlowError('RESOURCE_NOT_FOUND', 'There is no published flow with such a webhook.');
}

/** The same call opens the same conversation. */
function sessionIdOf(flowId: string, { key, id }: HookCall): string {
  return `hook_${createHash('sha256')
    .update(JSON.stringify([flowId, key, id]))
    .digest('base64url')
    .slice(0, 32)}`;
}

async function orStop<T>(work: Promise<T>, listening: { stop(): void }): Promise<T> {
  try {
    return await work;
  } catch (error) {
    listening.stop();
    throw error;
  }
}

function parseBody(raw: string): Json {
  try {
    return JSON.parse(raw, (key: string, value: Json) => {
      if (key === '__proto__') throw new SyntaxError('__proto__');
      return value;
    }) as Json;
  } catch (error) {
    throw new FlowError('REQUEST_INVALID', 'The body is not JSON.', {}, { cause: error });
  }
}

function checkForm(schema: JsonObject | undefined, body: Json): void {
  const [misfit] = schema === undefined ? [] : misfitsOf(schema, body);
  if (misfit === undefined) return;
  throw new FlowError('REQUEST_INVALID', `body${misfit.instancePath}: ${misfit.message}.`);
}

/** A text or number deep in the body. */
function textAt(body: Json | undefined, path: string): string | undefined {
  if (path === '') return undefined;
  let value: unknown = body;
  for (const name of path.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
    value = Reflect.get(value, name);
  }
  const text = typeof value === 'number' ? String(value) : value;
  return typeof text === 'string' && text !== '' && text.length <= 128 ? text : undefined;
}
