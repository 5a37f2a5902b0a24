// The sessions room with its outside held still: flows in memory, a calm understander, scripted effects, work done when the test says so.
import type { Understood } from '#nodes/kit/effects.ts';
import type { Json, JsonObject } from '#nodes/kit/json.ts';
import type { FlowDocument } from '#nodes/flow/document.ts';
import { createLocalBus } from '#runtime/adapters/bus-local/bus-local.ts';
import type { Contacts } from '#runtime/contacts/contacts.ts';
import { runLocal, runRemote, type LocalHandlers, type RemoteHandlers } from '#runtime/effects/effects.ts';
import { createCallOut, createHttpRequest } from '#runtime/effects/http-request.ts';
import type { Clock } from '#runtime/ports/clock.ts';
import type { IncomingResponse, OutgoingRequest } from '#runtime/ports/http-fetcher.ts';
import type { PublishedFlow } from '#runtime/ports/published-flows.ts';
import type { OutboxRow, SessionStore, TimerRow, WorkStore } from '#runtime/ports/session-store.ts';
import { createDispatch, type Dispatch } from '#runtime/sessions/dispatch.ts';
import { createPlayableFlows } from '#runtime/sessions/playable-flows.ts';
import { createSessions, type Act, type Opened, type Received, type Sessions } from '#runtime/sessions/sessions.ts';
import { createTimers } from '#runtime/sessions/timers.ts';

/** The workspace of every flow of a world. */
export const WORKSPACE = 'w1';

/** What a test decides about the outside. */
export interface WorldOptions {
  readonly store: SessionStore & WorkStore;
  readonly clock: Clock & { advance(ms: number): Promise<void> };
  /** Flows by slug; each is version 1. */
  readonly flows: Readonly<Record<string, FlowDocument>>;
  readonly local?: Partial<LocalHandlers>;
  readonly fetch?: (request: OutgoingRequest, signal?: AbortSignal) => Promise<IncomingResponse>;
  readonly generate?: RemoteHandlers['model.generate'];
  readonly understand?: (text: string) => Partial<Understood>;
  /** What is known about every visitor. */
  readonly customer?: JsonObject;
  /** Who a visitor is; without it, one contact a visitor, with `customer` as facts. */
  readonly contactFor?: Contacts['contactFor'];
  /** The channel of conversations. Default: web. */
  readonly channel?: string;
}

/** A message somebody sends, without the time. */
type Sent = { readonly text: string } | { readonly choice: string } | { readonly form: JsonObject };

/** The room and the hands that move it. */
export interface World {
  readonly sessions: Sessions;
  readonly bus: ReturnType<typeof createLocalBus>;
  readonly dispatch: Dispatch;
  /** Fires what is due. */
  readonly timers: () => Promise<void>;
  /** What went wrong in the background: effects tried in vain, timers that failed. */
  readonly problems: unknown[];
  /** When the room asked to be woken. */
  readonly wakes: { readonly key: string; readonly at: number | undefined }[];
  /** Makes a version the current one. */
  publish(slug: string, version: number, document: FlowDocument): void;
  open(slug: string, visitorId?: string): Promise<Opened>;
  /** The customer says something, under a message id. */
  send(opened: Pick<Opened, 'session'>, id: string, sent: Sent): Promise<Received>;
  act(opened: Pick<Opened, 'session'>, id: string, act: Act): Promise<Received>;
  /** Does all the work that is due, until nothing is. */
  work(): Promise<void>;
  /** Time goes by, and what comes due on the way is done at its own time. */
  pass(ms: number): Promise<void>;
}

const CALM: Understood = {
  language: 'zh',
  intents: [],
  outOfScope: true,
  emotion: {
    label: 'calm',
    intensity: 0,
    scores: { calm: 1, anxious: 0, angry: 0, sad: 0, happy: 0 },
    reasons: [],
  },
  entities: [],
};

/** Builds the room. */
export function createWorld(options: WorldOptions): World {
  const { store, clock } = options;
  const bus = createLocalBus();
  const versions = new Map<string, PublishedFlow>();
  const current = new Map<string, PublishedFlow>();
  const problems: unknown[] = [];
  const wakes: { key: string; at: number | undefined }[] = [];
  const wake = (key: string, at?: number) => void wakes.push({ key, at });

  function publish(slug: string, version: number, document: FlowDocument): void {
    const flowId = `flow-${slug}`;
    const flow = { workspaceId: WORKSPACE, flowId, slug, version, name: slug, document, model: null };
    versions.set(`${flowId}/${version}`, flow);
    current.set(slug, flow);
  }
  for (const [slug, document] of Object.entries(options.flows)) publish(slug, 1, document);

  const understander = { understand: (text: string) => ({ ...CALM, ...options.understand?.(text) }) };
  const published = {
    current: (slug: string) => Promise.resolve(current.get(slug)),
    load: (workspaceId: string, flowId: string, version: number) =>
      Promise.resolve(workspaceId === WORKSPACE ? versions.get(`${flowId}/${version}`) : undefined),
  };
  const flows = createPlayableFlows(published, { load: () => understander }, understander);
  const local: LocalHandlers = {
    'understanding.predict': ({ request }) => understander.understand(request.text) as unknown as Json,
    'knowledge.search': () => ({ hits: [], confidence: 0, answer: '', sources: [], modelAvailable: false }),
    'lead.find': () => ({ found: false }),
    'desk.availability': () => ({ state: 'available', waiting: 0, agentsOnline: 1, position: 1, etaSeconds: 60 }),
    'notice.address': () => ({ people: [] }),
    'table.query': () => ({ rows: [], first: null, count: 0 }),
    'callback.issue': ({ node, visit }) => ({ url: `https://here.test/${node}`, key: `${node}:${String(visit)}` }),
    'script.run': () => ({ exit: 'ok', values: {} }),
    ...options.local,
  };
  const remote: RemoteHandlers = {
    'http.request': createHttpRequest(
      createCallOut(
        {
          fetch: (request, signal) =>
            options.fetch?.(request, signal) ?? Promise.reject(new Error('Nobody answers in this test.')),
        },
        () => Promise.reject(new Error('No credentials in this test.')),
      ),
    ),
    'table.write': () => Promise.reject(new Error('There is no table in this test.')),
    'tool.call': () => Promise.reject(new Error('There is no tool server in this test.')),
    'mail.send': () => Promise.reject(new Error('There is no mail server in this test.')),
    'lead.offer': () => Promise.reject(new Error('There is no sales in this test.')),
    'script.call': () => Promise.reject(new Error('No script in this test.')),
    'model.chat': () => Promise.reject(new Error('There is no model in this test.')),
    'model.generate': options.generate ?? (() => Promise.reject(new Error('There is no model in this test.'))),
  };
  const sessions = createSessions({
    store,
    published,
    flows,
    clock,
    bus,
    wake,
    local: (session) => (effect) => runLocal(local, effect, session),
    contactFor:
      options.contactFor ??
      ((_workspaceId, _channel, visitorId) =>
        Promise.resolve({ id: `contact-${visitorId}`, facts: options.customer ?? {} })),
  });
  const onProblem = (_row: OutboxRow | TimerRow, error: unknown) => void problems.push(error);
  const dispatch = createDispatch({
    work: store,
    sessions,
    remote: (row, signal) => runRemote(remote, row, signal),
    clock,
    wake,
    onProblem,
  });
  const timers = createTimers({ work: store, sessions, clock, wake, onProblem });

  async function work(): Promise<void> {
    for (let round = 0; round < 1000; round += 1) {
      const next = await store.nextDue();
      if (next === undefined || next > clock.now()) return;
      await dispatch.start();
      await dispatch.idle();
      await timers();
    }
    throw new Error('The work does not come to an end.');
  }

  return {
    sessions,
    bus,
    dispatch,
    timers,
    problems,
    wakes,
    publish,
    open: (slug, visitorId = 'visitor') =>
      sessions.open({ slug, channel: options.channel ?? 'web', visitorId, locale: 'zh-CN', source: {}, customer: {} }),
    send: ({ session }, id, sent) =>
      sessions.receive(session.workspaceId, session.id, `customer:${id}`, actFrom(id, sent)),
    act: ({ session }, id, act) => sessions.receive(session.workspaceId, session.id, id, act),
    work,
    async pass(ms) {
      const until = clock.now() + ms;
      for (;;) {
        await work();
        const next = await store.nextDue();
        if (next === undefined || next > until) break;
        await clock.advance(next - clock.now());
      }
      await clock.advance(until - clock.now());
    },
  };
}

function actFrom(messageId: string, sent: Sent): Act {
  if ('text' in sent) return { type: 'message.received', messageId, text: sent.text };
  if ('choice' in sent) return { type: 'choice.selected', messageId, choice: sent.choice };
  return { type: 'form.submitted', messageId, values: sent.form };
}
