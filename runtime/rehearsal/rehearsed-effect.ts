// What an effect gives in a rehearsal: understanding and knowledge are real, everything outside is played.
import type { Effect, EffectResults } from '#nodes/kit/effects.ts';
import { FlowError } from '#nodes/kit/errors.ts';
import { isJsonObject, type Json, type JsonObject } from '#nodes/kit/json.ts';
import type { ScriptRequest, ScriptResult } from '#nodes/kit/scripts.ts';
import type { Understander } from '#runtime/ports/understanding.ts';

/** Searches the workspace's knowledge as a published flow would. */
export type KnowledgeSearch = (
  workspaceId: string,
  request: Extract<Effect, { kind: 'knowledge.search' }>['request'],
) => Promise<EffectResults['knowledge.search']>;

/** Runs a script without a way out. */
export type ScriptPlay = (workspaceId: string, request: ScriptRequest) => Promise<ScriptResult>;

/** The stage of one rehearsal. `mocks` holds, by node id, what the other side answers. */
export interface Stage {
  readonly workspaceId: string;
  readonly understander: Understander;
  readonly search: KnowledgeSearch;
  readonly script: ScriptPlay;
  readonly agentsOnline: boolean;
  readonly mocks: Readonly<Record<string, unknown>>;
}

/** The output of an effect that has one. A mock `{ "error": "CODE" }` makes it fail; `{ "found": true }` makes a lead known, `{ "accepted": true }` taken by sales, `{ "state": "full" }` the queue full, `{ "confidence": 0.9, "answer": "..." }` is what knowledge says. */
export async function outputOf(effect: Effect, stage: Stage): Promise<Json> {
  const mock = Object.hasOwn(stage.mocks, effect.node) ? parseMock(stage.mocks[effect.node]) : undefined;
  switch (effect.kind) {
    case 'understanding.predict':
      await stage.understander.prepare?.([effect.request.text]);
      return parseOutput(stage.understander.understand(effect.request.text));
    case 'knowledge.search':
      refuseIfAsked(mock);
      if (isJsonObject(mock) && typeof mock['confidence'] === 'number') return { ...NOTHING_KNOWN, ...mock };
      return parseOutput(await stage.search(stage.workspaceId, effect.request));
    case 'lead.find':
      refuseIfAsked(mock);
      return { found: isJsonObject(mock) && mock['found'] === true };
    case 'desk.availability':
      return { ...parseObject(availability(stage.agentsOnline)), ...(isJsonObject(mock) ? mock : {}) };
    case 'callback.issue': {
      const key = `rehearsal:${effect.node}:${String(effect.visit)}`;
      return { url: `https://callback.invalid/${encodeURIComponent(key)}`, key };
    }
    case 'notice.address':
      refuseIfAsked(mock);
      return { people: effect.request.target === 'online' && !stage.agentsOnline ? [] : ['rehearsal'] };
    case 'script.run':
      refuseIfAsked(mock);
      return mock === undefined
        ? parseOutput(await stage.script(stage.workspaceId, effect.request))
        : scriptAnswer(mock);
    case 'script.call':
      refuseIfAsked(mock);
      return scriptAnswer(mock);
    case 'table.query':
      refuseIfAsked(mock);
      return tableAnswer(mock);
    case 'table.write':
      refuseIfAsked(mock);
      return { count: isJsonObject(mock) && typeof mock['count'] === 'number' ? mock['count'] : 1 };
    case 'job.enqueue':
      refuseIfAsked(mock);
      return { result: mock ?? null };
    case 'lead.offer':
      refuseIfAsked(mock);
      return { leadId: 'rehearsal', owner: REHEARSED, accepted: isJsonObject(mock) && mock['accepted'] === true };
    case 'mail.send':
      refuseIfAsked(mock);
      return {
        messageId: '<rehearsal@tandem>',
        accepted: effect.request.to,
        refused: [],
        ...(isJsonObject(mock) ? mock : {}),
      };
    case 'tool.call':
      return toolAnswer(mock);
    case 'http.request':
      return httpAnswer(mock);
    case 'model.chat':
      refuseIfAsked(mock);
      // Without a prepared answer a rehearsal goes the way it would go without a model.
      if (mock === undefined) throw new FlowError('MODEL_UNAVAILABLE', 'No answer of the model is prepared here.');
      return typeof mock === 'string'
        ? { text: mock, json: null, refused: false }
        : { text: JSON.stringify(mock), json: mock, refused: false };
    case 'model.generate':
      refuseIfAsked(mock);
      return parseOutput(modelAnswer(effect.request.passages, mock));
    default:
      return null;
  }
}

const REHEARSED = { id: 'rehearsal', name: 'Tandem' };
const NOTHING_KNOWN = { hits: [], answer: '', sources: [], modelAvailable: false };

/** True when nothing real stands behind the effect in a rehearsal. */
export function isMocked(kind: Effect['kind']): boolean {
  return (
    kind !== 'understanding.predict' && kind !== 'knowledge.search' && kind !== 'script.run' && kind !== 'message.send'
  );
}

function availability(agentsOnline: boolean): EffectResults['desk.availability'] {
  return agentsOnline
    ? { state: 'available', waiting: 0, agentsOnline: 1, position: 1, etaSeconds: 30 }
    : { state: 'offline', waiting: 0, agentsOnline: 0, position: 1, etaSeconds: 0 };
}

/** A mock is a whole answer `{ status, headers?, body? }`, or just its body. */
function httpAnswer(mock: Json | undefined): Json {
  refuseIfAsked(mock);
  if (mock === undefined) return { status: 200, headers: {}, body: null };
  if (isJsonObject(mock) && typeof mock['status'] === 'number') return { headers: {}, body: null, ...mock };
  return { status: 200, headers: {}, body: mock };
}

/** A mock is a whole answer (with `text`, `structured` or `isError`), its text, or its data. */
function toolAnswer(mock: Json | undefined): Json {
  refuseIfAsked(mock);
  const none = { text: '', structured: null, isError: false };
  if (mock === undefined) return none;
  if (typeof mock === 'string') return { ...none, text: mock };
  const isWhole = isJsonObject(mock) && ['text', 'structured', 'isError'].some((member) => Object.hasOwn(mock, member));
  return isWhole ? { ...none, ...mock } : { ...none, structured: mock };
}

/** A mock is the rows, one row, or `{ rows }`. Without one no row is found. */
function tableAnswer(mock: Json | undefined): Json {
  const given = isJsonObject(mock) && Array.isArray(mock['rows']) ? mock['rows'] : mock;
  const rows = (Array.isArray(given) ? given : isJsonObject(given) ? [given] : []) as readonly Json[];
  return { rows, first: rows[0] ?? null, count: rows.length };
}

/** A mock is `{ exit?, values? }`. A script that would call other servers is not played: nothing leaves a rehearsal. */
function scriptAnswer(mock: Json | undefined): Json {
  return { exit: 'ok', values: {}, ...(isJsonObject(mock) ? mock : {}) };
}

function modelAnswer(
  passages: readonly { readonly title: string; readonly text: string; readonly answer?: string }[],
  mock: Json | undefined,
): EffectResults['model.generate'] {
  const [best] = passages;
  const text = typeof mock === 'string' ? mock : (best?.answer ?? best?.text ?? '');
  return { text, sources: passages.slice(0, 3).map((passage) => ({ title: passage.title, quote: passage.text })) };
}

function refuseIfAsked(mock: Json | undefined): void {
  if (isJsonObject(mock) && typeof mock['error'] === 'string') {
    throw new FlowError('EGRESS_FAILED', `The rehearsal was asked to fail here: ${mock['error'].slice(0, 80)}.`);
  }
}

/** The request was JSON. */
function parseMock(mock: unknown): Json | undefined {
  return mock as Json | undefined;
}

/** Results of effects are JSON by their types. */
function parseObject(result: object): JsonObject {
  return result as JsonObject;
}

function parseOutput(result: object): Json {
  return result as Json;
}
