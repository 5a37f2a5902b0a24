// Which room answers which effect of a flow.
import type { EffectRequests, EffectResults } from '#nodes/kit/effects.ts';
import { FlowError } from '#nodes/kit/errors.ts';
import type { Json } from '#nodes/kit/json.ts';
import type { Callbacks } from './events/events.ts';
import type { Desk } from './desk/desk.ts';
import { runLocal, runRemote, type RemoteHandlers } from './effects/effects.ts';
import { createHttpRequest, type CallOut } from './effects/http-request.ts';
import { createModelChat, type ChatHistory } from './effects/model-chat.ts';
import type { TryCallOut } from './http/http-call.ts';
import { writeAnswer } from './knowledge/answer.ts';
import type { Leads } from './leads/leads.ts';
import type { Mail } from './mail/mail.ts';
import type { Notices } from './notices/notices.ts';
import type { LanguageModel } from './ports/language-model.ts';
import type { LiveBus } from './ports/live-bus.ts';
import type { Scripts } from './scripts/scripts.ts';
import type { SessionsDeps } from './sessions/sessions.ts';
import type { Tables } from './tables/tables.ts';
import type { Tools } from './tools/tools.ts';
import type { DispatchDeps } from './sessions/dispatch.ts';

/** The effect `knowledge.search`, as flows and rehearsals ask for it. */
export type KnowledgeSearch = (
  workspaceId: string,
  request: EffectRequests['knowledge.search'],
  asker?: { readonly channel?: string | undefined; readonly audiences?: readonly string[] | undefined },
) => Promise<EffectResults['knowledge.search']>;

/** The local effects over the rooms. */
export function localEffects(rooms: {
  readonly desk: Desk;
  readonly leads: Leads;
  readonly notices: Pick<Notices, 'address'>;
  readonly search: KnowledgeSearch;
  /** The tags of the customer who asks: what is for a group is found by its members only. */
  readonly contactTags: (workspaceId: string, contactId: string) => Promise<readonly string[]>;
  readonly scripts: Pick<Scripts, 'run'>;
  readonly tables: Pick<Tables, 'query'>;
  readonly callbacks: Callbacks;
}): SessionsDeps['local'] {
  return (session, flow) => (effect) =>
    runLocal(
      {
        'understanding.predict': async ({ request }) => {
          await flow.understander.prepare?.([request.text]);
          return parseJson(flow.understander.understand(request.text));
        },
        'knowledge.search': async ({ request }) =>
          parseJson(
            await rooms.search(session.workspaceId, request, {
              channel: session.channel,
              audiences: await rooms.contactTags(session.workspaceId, session.contactId),
            }),
          ),
        'lead.find': async ({ request }) => parseJson(await rooms.leads.find(session.workspaceId, request)),
        'desk.availability': async ({ request }) =>
          parseJson(await rooms.desk.availability(session.workspaceId, request.department)),
        'notice.address': async ({ request }) => parseJson(await rooms.notices.address(session.workspaceId, request)),
        'table.query': async ({ request }) => parseJson(await rooms.tables.query(session.workspaceId, request)),
        'callback.issue': ({ node, visit, request }) => rooms.callbacks.issue(session.id, node, visit, request.name),
        'script.run': async ({ request }) => parseJson(await rooms.scripts.run(session.flowId, request)),
      },
      effect,
      session,
    );
}

/** The remote effects over the ways out. While a model writes, whoever watches the conversation sees the text grow. */
export function remoteEffects(ways: {
  readonly callOut: CallOut;
  readonly model: LanguageModel | undefined;
  readonly bus: LiveBus;
  readonly scripts: Pick<Scripts, 'call'>;
  readonly leads: Pick<Leads, 'offer'>;
  readonly mail: Pick<Mail, 'send'>;
  readonly tools: Pick<Tools, 'call'>;
  readonly tables: Pick<Tables, 'write'>;
  /** The newest messages of a conversation, oldest first. */
  readonly history: ChatHistory;
}): DispatchDeps['remote'] {
  const { model, bus } = ways;
  const handlers: RemoteHandlers = {
    'http.request': createHttpRequest(ways.callOut),
    'mail.send': async ({ request }, row, signal) => parseJson(await ways.mail.send(row, request, signal)),
    'tool.call': async ({ request }, row, signal) => parseJson(await ways.tools.call(row, request, signal)),
    'lead.offer': async (effect, row) => parseJson(await ways.leads.offer(effect, row)),
    'table.write': async ({ request }, row) => parseJson(await ways.tables.write(row.workspaceId, request, row.key)),
    'script.call': async ({ request }, row, signal) => parseJson(await ways.scripts.call(row, request, signal)),
    'model.chat': createModelChat({ model, history: ways.history }),
    async 'model.generate'(effect, row, signal) {
      if (model === undefined) {
        throw new FlowError('MODEL_UNAVAILABLE', 'Set TANDEM_LLM_BASE_URL and TANDEM_LLM_MODEL, then restart.');
      }
      const topic = `session:${row.sessionId}`;
      let text = '';
      const onDelta = (piece: string): void => {
        text += piece;
        bus.publish(topic, { type: 'delta', streamId: row.key, text });
      };
      return parseJson(await writeAnswer(model, effect.request, { signal, onDelta }));
    },
  };
  return (row, signal) => runRemote(handlers, row, signal);
}

/** One call from the designer, as a flow would make it, once. */
export function tryCallOut(callOut: CallOut): TryCallOut {
  return (workspaceId, { query, headers, body, ...call }) => {
    const pairs = (list: typeof query) => Object.fromEntries(list.map(({ label, value }) => [label, value]));
    const request = {
      ...call,
      query: pairs(query),
      headers: pairs(headers),
      body: body.trim() === '' ? null : body,
      retry: { max: 0, backoffMs: 1000 },
    };
    return callOut(workspaceId, request, '');
  };
}

/** Results of effects hold JSON values only; their read-only interfaces merely lack an index signature. */
function parseJson(result: EffectResults[keyof EffectResults]): Json {
  return result as unknown as Json;
}
