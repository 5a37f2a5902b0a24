// Plays a scenario on a database file from where the world outside stands, and tells at the end what became of it.
import type { FlowDocument } from '#nodes/flow/document.ts';
import type { Json, JsonObject } from '#nodes/kit/json.ts';
import { FlowError } from '#nodes/kit/errors.ts';
import type { FaultPoint } from '#runtime/adapters/store-sql/batch.ts';
import { openDatabase, type OpenDatabase } from '#runtime/adapters/store-sql/database.ts';
import { createSqlContactStore } from '#runtime/adapters/store-sql/contact-store.ts';
import { createSqlEventStore } from '#runtime/adapters/store-sql/event-store.ts';
import { createSqlScheduleStore } from '#runtime/adapters/store-sql/schedule-store.ts';
import { createSqlSessionStore, type SqlSessionStore } from '#runtime/adapters/store-sql/session-store.ts';
import { createContacts } from '#runtime/contacts/contacts.ts';
import { createCallbackTokens, createEvents, type Events } from '#runtime/events/events.ts';
import type { ScheduleStore } from '#runtime/ports/schedule-store.ts';
import { createSchedules } from '#runtime/schedules/schedules.ts';
import { createFakeClock } from '#runtime/testkit/fake-clock.ts';
import { createWorld, WORKSPACE, type World } from '#runtime/testkit/world.ts';
import type { Progress } from './progress.ts';
import type { Scenario, Sent, Step } from './scenario.ts';

const TOKENS = createCallbackTokens(Buffer.alloc(32, 9), () => 'https://here.test');
const ADDRESS = /https:\/\/here\.test\/[\w./-]+/u;

/** A server on a file, for as long as it lives. */
export interface Server {
  readonly store: SqlSessionStore;
  readonly database: OpenDatabase;
  /** Plays the rest of the script. */
  play(): Promise<void>;
  close(): Promise<void>;
}

/** Starts one. `fault` is called before every durable step and may throw or kill. */
export async function startServer(
  scenario: Scenario,
  file: string,
  progress: Progress,
  fault: (point: FaultPoint) => void,
): Promise<Server> {
  const database = await openDatabase({ file });
  const store = createSqlSessionStore({ database, faults: fault });
  progress.starts += 1;
  const clock = clockOf(progress);
  const world = createWorld({
    store,
    clock,
    flows: scenario.flows,
    channel: 'webchat',
    contactFor: createContacts({ store: createSqlContactStore(database.kysely) }).contactFor,
    local: {
      'callback.issue': ({ node, visit, request }, { id }) => TOKENS.issue(id, node, visit, request.name),
      ...(scenario.knowledge === undefined ? {} : { 'knowledge.search': () => parseJson(scenario.knowledge) }),
    },
    fetch: ({ headers, url, body }) => {
      const key = headers['idempotency-key'] ?? url;
      const count = progress.calls.filter((called) => called === key).length + 1;
      const [address] = ADDRESS.exec(body ?? '') ?? [];
      progress.note({ called: key, ...(address === undefined ? {} : { address }) });
      const status = scenario.status?.(count) ?? 200;
      return Promise.resolve({ status, headers: {}, body: '{"state":"在路上"}' });
    },
    generate: ({ request }, row) => {
      progress.note({ called: row.key });
      return Promise.resolve({ text: `关于“${request.question}”：满 99 元包邮。`, sources: [] });
    },
  });
  const outside: Outside = {
    progress,
    world,
    events: createEvents({
      store: createSqlEventStore(database.kysely),
      sessions: world.sessions,
      journal: store,
      callbacks: TOKENS,
      clock,
    }),
    async tick() {
      if (scenario.scheduled === true) await schedules.tick();
    },
  };
  const schedules = createSchedules({
    store: faultySchedules(createSqlScheduleStore(database.kysely), fault),
    published: {
      load: () => Promise.resolve({ ...SCHEDULED, name: 'flow', document: mustFlow(scenario), model: null }),
    },
    sessions: world.sessions,
    journal: store,
    clock,
    onProblem: (error) => {
      throw error;
    },
  });
  return {
    store,
    database,
    async play() {
      await store.releaseOutbox();
      await world.work();
      await outside.tick();
      while (progress.steps < scenario.steps.length) {
        const step = scenario.steps[progress.steps];
        if (step !== undefined) await playStep(outside, step);
        await world.work();
        progress.note({ step: progress.steps + 1 });
      }
    },
    async close() {
      await store.close();
      await database.close();
    },
  };
}

const SCHEDULED = { workspaceId: WORKSPACE, flowId: 'flow-flow', slug: 'flow', version: 1 };

function mustFlow({ flows: { flow } }: Scenario): FlowDocument {
  if (flow === undefined) throw new Error('A scenario with schedules has them in the flow called flow.');
  return flow;
}

/** The schedule store, which may fail before and after each write. One flow is live. */
function faultySchedules(store: ScheduleStore, fault: (point: FaultPoint) => void): ScheduleStore {
  const around = async <T>(write: () => Promise<T>): Promise<T> => {
    fault('run');
    const written = await write();
    fault('answer');
    return written;
  };
  return {
    ...store,
    live: () => Promise.resolve([SCHEDULED]),
    put: (row) => around(() => store.put(row)),
    drop: (row) => around(() => store.drop(row)),
    fire: (...args) => around(() => store.fire(...args)),
    settle: (...args) => around(() => store.settle(...args)),
    later: (...args) => around(() => store.later(...args)),
  };
}

/** Ids never come twice, also over restarts; time goes on where it stood. */
function clockOf(progress: Progress) {
  const clock = createFakeClock(progress.now);
  const start = `${progress.starts}${process.pid}`;
  return {
    ...clock,
    id: () => `${clock.id()}x${start}`,
    secret: (bytes: number) => Buffer.alloc(bytes, clock.id() + start).toString('base64url'),
    seed: () => 7,
    async advance(ms: number) {
      await clock.advance(ms);
      progress.note({ now: clock.now() });
    },
  };
}

/** What the steps of a script act on. */
interface Outside {
  readonly progress: Progress;
  readonly world: World;
  readonly events: Events;
  /** Does what schedules have due. */
  tick(): Promise<void>;
}

async function playStep(outside: Outside, step: Step): Promise<void> {
  const { world, progress } = outside;
  if ('open' in step) {
    if (progress.sessions.has(step.open)) return;
    const opened = await world.open(step.flow, `visitor-${step.visitor ?? step.open}`);
    progress.note({ who: step.open, sessionId: opened.session.id });
    progress.note({ id: `${step.open}:open`, answer: parseJson(opened.messages) });
  } else if ('passes' in step) {
    if (progress.until === undefined) progress.note({ until: progress.now + step.passes });
    await world.pass((progress.until ?? progress.now) - progress.now);
    await outside.tick();
  } else if ('callsBack' in step) {
    await callBack(outside, step.callsBack, step.data);
  } else if ('all' in step) {
    await Promise.all(step.all.map((one) => send(world, progress, one)));
  } else if ('act' in step) {
    const { messages, status } = await world.act(sessionOf(progress, step.who), step.id, step.act);
    progress.note({ id: `${step.who}:${step.id}`, answer: parseJson([messages, status]) });
  } else if ('refused' in step) {
    const code = await world.send(sessionOf(progress, step.who), step.id, step.refused).then(
      () => 'answered',
      (error: unknown) => {
        if (error instanceof FlowError && error.code === 'SESSION_CLOSED') return error.code;
        throw error;
      },
    );
    progress.note({ id: `${step.who}:${step.id}`, answer: code });
  } else await send(world, progress, step);
}

/** Whoever calls an address is told that it was heard, or, when the answer was lost in a crash, that it was used. */
async function callBack({ progress, events }: Outside, who: string, data: JsonObject): Promise<void> {
  const tokens = progress.addresses.map((address) => address.split('/').at(-1) ?? '');
  const token = tokens.findLast((one) => TOKENS.read(one)?.sessionId === progress.sessions.get(who));
  if (token === undefined) throw new Error(`Nobody was told an address of ${who}.`);
  await events.answer(token, data).catch((error: unknown) => {
    if (!(error instanceof FlowError && error.code === 'CALLBACK_USED')) throw error;
  });
}

async function send(
  world: World,
  progress: Progress,
  { who, id, sends }: { readonly who: string; readonly id: string; readonly sends: Sent },
): Promise<void> {
  const { messages } = await world.send(sessionOf(progress, who), id, sends);
  progress.note({ id: `${who}:${id}`, answer: parseJson(messages) });
}

function sessionOf(progress: Progress, who: string): Parameters<World['send']>[0] {
  const id = progress.sessions.get(who);
  if (id === undefined) throw new Error(`${who} has no conversation yet.`);
  return { session: { workspaceId: WORKSPACE, id } as Parameters<World['send']>[0]['session'] };
}

/** What must be the same whether the run was cut short or not. Ids are named after their customers; times are left out. */
export async function report({ store, database }: Server, progress: Progress): Promise<Json> {
  const conversations: Record<string, Json> = {};
  for (const [who, id] of progress.sessions) {
    const rows = (sql: string): Json => parseJson(database.raw.prepare(sql).all(id));
    conversations[who] = {
      session: parseJson(await store.load(WORKSPACE, id)),
      transcript: parseJson(await store.messages(WORKSPACE, id, 0, 1000)),
      journal: parseJson(await store.journal(WORKSPACE, id)),
      timers: rows('select id, event from timers where session_id = ? order by id'),
      outbox: rows('select key from outbox where session_id = ? order by key'),
      leads: rows('select name, phone, submissions from leads where session_id = ?'),
      handoffs: rows('select reason, state, agent_name, unread, last_text from handoffs where session_id = ?'),
      ratings: rows('select target, score from ratings where session_id = ?'),
      endings: rows('select reason, resolved from session_endings where session_id = ?'),
      contact: rows('select name, facts from contacts where id = (select contact_id from sessions where id = ?)'),
      tags: rows('select tag from contact_tags where contact_id = (select contact_id from sessions where id = ?)'),
    };
  }
  // What was opened by a schedule nobody holds in their hands.
  const scheduled = parseJson(
    database.raw
      .prepare(
        "select s.id, s.status, m.seq, json_extract(m.body, '$.text') as said from sessions s join messages m on m.session_id = s.id where s.channel = 'schedule' order by s.id, m.seq",
      )
      .all(),
  );
  const left = parseJson(
    database.raw
      .prepare('select node, next_at, (select count(*) from schedule_sends) as sends from schedules order by node')
      .all(),
  );
  const shared = parseJson(database.raw.prepare('select vals from flow_values').all());
  const keys = [...new Set(progress.calls)].sort();
  return named(progress, {
    conversations,
    answers: parseJson(Object.fromEntries(progress.answers)),
    keys,
    scheduled,
    left,
    shared,
  });
}

const TIMES: ReadonlySet<string> = new Set(['at', 'now', 'startedAt', 'createdAt', 'updatedAt', 'tokenHash']);

function named(progress: Progress, value: JsonObject): Json {
  let text = JSON.stringify(value, (key, member: unknown) => (TIMES.has(key) ? undefined : member));
  for (const [who, id] of progress.sessions) text = text.replaceAll(id, `<${who}>`);
  text = text.replaceAll(new RegExp(ADDRESS, 'gu'), '<address>');
  return parseJson(JSON.parse(text));
}

/** Everything here is JSON by construction. */
function parseJson(value: unknown): Json {
  return JSON.parse(JSON.stringify(value ?? null)) as Json;
}
