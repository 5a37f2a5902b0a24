// The rooms of flows, desk, leads and conversations on one database, with real sessions under them.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { JsonObject } from '#nodes/kit/json.ts';
import type { FlowDocument } from '#nodes/flow/document.ts';
import { createDiskFileStore } from '#runtime/adapters/file-store-disk/file-store-disk.ts';
import { createEmbeddedQueue } from '#runtime/adapters/queue-embedded/queue-embedded.ts';
import { createLocalSecretVault } from '#runtime/adapters/secret-vault-local/secret-vault-local.ts';
import { createSqlAuditLog } from '#runtime/adapters/store-sql/audit-log.ts';
import { createSqlContactStore } from '#runtime/adapters/store-sql/contact-store.ts';
import { createSqlConversationStore } from '#runtime/adapters/store-sql/conversation-store.ts';
import type { OpenDatabase } from '#runtime/adapters/store-sql/database.ts';
import { createSqlDialogueStore } from '#runtime/adapters/store-sql/dialogue-store.ts';
import { createSqlDeskStore } from '#runtime/adapters/store-sql/desk-store.ts';
import { createSqlFlowStore } from '#runtime/adapters/store-sql/flow-store.ts';
import { createSqlMoodCorrectionStore } from '#runtime/adapters/store-sql/mood-correction-store.ts';
import { createSqlLeadOfferStore } from '#runtime/adapters/store-sql/lead-offer-store.ts';
import { createSqlLeadPushStore } from '#runtime/adapters/store-sql/lead-push-store.ts';
import { createSqlLeadStore } from '#runtime/adapters/store-sql/lead-store.ts';
import { createSqlNoticeStore } from '#runtime/adapters/store-sql/notice-store.ts';
import { createSqlReleaseStore } from '#runtime/adapters/store-sql/release-store.ts';
import { createSqlSessionFileStore } from '#runtime/adapters/store-sql/session-file-store.ts';
import { createSqlSessionStore } from '#runtime/adapters/store-sql/session-store.ts';
import { createSqlTableStore } from '#runtime/adapters/store-sql/table-store.ts';
import { createSqlVersionUseStore } from '#runtime/adapters/store-sql/version-use-store.ts';
import { createLocalUnderstanding } from '#runtime/adapters/understanding-local/understanding-local.ts';
import { createContacts } from '#runtime/contacts/contacts.ts';
import { createConversations } from '#runtime/conversations/conversations.ts';
import { createCallbackTokens, type Callbacks } from '#runtime/events/events.ts';
import { createFlowTests } from '#runtime/dialogues/flow-tests.ts';
import { createDesk, type Desk, type Staff } from '#runtime/desk/desk.ts';
import { runLocal } from '#runtime/effects/effects.ts';
import type { BundleSigner } from '#runtime/ports/bundle-signer.ts';
import { createFiles } from '#runtime/files/files.ts';
import type { FlowKnowledge } from '#runtime/flows/flow-knowledge.ts';
import { createFlows } from '#runtime/flows/flows.ts';
import type { ReachableSystems } from '#runtime/flows/import-conflicts.ts';
import { createTemplates } from '#runtime/flows/templates.ts';
import { createLeads, type Leads } from '#runtime/leads/leads.ts';
import { createNotices, type Colleague } from '#runtime/notices/notices.ts';
import { createReleases } from '#runtime/releases/releases.ts';
import type { Clock } from '#runtime/ports/clock.ts';
import type { IncomingResponse, OutgoingRequest } from '#runtime/ports/http-fetcher.ts';
import type { LiveBus } from '#runtime/ports/live-bus.ts';
import type { TurnWrite } from '#runtime/ports/session-store.ts';
import { createRehearsal } from '#runtime/rehearsal/rehearsal.ts';
import { whyLines } from '#runtime/rehearsal/why.ts';
import { createMoodLessons } from '#runtime/understanding/mood-lessons.ts';
import { createPlayableFlows } from '#runtime/sessions/playable-flows.ts';
import { createSessions, type Opened } from '#runtime/sessions/sessions.ts';
import { createTables } from '#runtime/tables/tables.ts';

/** What may differ from test to test. */
export interface PeopleOptions {
  readonly templatesDir?: string;
  readonly knowledge?: FlowKnowledge;
  readonly signer?: BundleSigner;
  readonly credentialNames?: (workspaceId: string) => Promise<readonly string[]>;
  readonly systems?: (workspaceId: string) => Promise<ReachableSystems>;
  readonly fetch?: (request: OutgoingRequest) => Promise<IncomingResponse>;
  readonly queueLimit?: number;
  readonly callbacks?: Callbacks;
  readonly afterTurn?: (turn: TurnWrite) => void;
  readonly colleagues?: (workspaceId: string) => Promise<readonly Colleague[]>;
  readonly staffName?: (workspaceId: string, userId: string) => Promise<string | undefined>;
}

/** Puts the rooms together the way the composition root does. */
export async function createPeople(
  base: { readonly database: OpenDatabase; readonly clock: Clock; readonly bus: LiveBus },
  options: PeopleOptions = {},
) {
  const { database, clock, bus } = base;
  const store = createSqlSessionStore({ database });
  const flowStore = createSqlFlowStore(database.kysely);
  const leadStore = createSqlLeadStore(database.kysely);
  const understanding = createLocalUnderstanding({ worker: undefined });
  const emotionOnly = understanding.load(await understanding.train({ intents: [], seed: 1 }));
  const corrections = createSqlMoodCorrectionStore(database.kysely);
  const moods = createMoodLessons({
    store: corrections,
    onCorrected: (...place) => void announced.push(desk.moodCorrected(...place)),
    sessions: store,
    understanding,
    clock,
    onProblem: (error) => {
      throw error;
    },
  });
  const playable = createPlayableFlows(flowStore, understanding, emotionOnly, moods);
  const contacts = createContacts({ store: createSqlContactStore(database.kysely) });
  const conversations = createConversations({
    store: createSqlConversationStore(database.kysely),
    sessions: store,
    published: flowStore,
    tellWhy: whyLines,
  });
  const colleagues = options.colleagues ?? (() => Promise.resolve([]));
  const leads: Leads = createLeads({
    store: leadStore,
    pushes: createSqlLeadPushStore(database.kysely),
    fetcher: { fetch: options.fetch ?? (() => Promise.reject(new Error('No network in this test.'))) },
    vault: createLocalSecretVault(Buffer.alloc(32, 7)),
    queue: createEmbeddedQueue(clock),
    bus,
    clock,
    staffName: options.staffName ?? (() => Promise.resolve(undefined)),
    offers: createSqlLeadOfferStore(database.kysely),
    colleagues,
    tell: (...notice) => notices.send(...notice),
    receive: (...act) => sessions.receive(...act),
  });
  const announced: Promise<void>[] = [];
  const filesDir = mkdtempSync(join(tmpdir(), 'tandem-people-'));
  const files = createFiles({
    store: createSqlSessionFileStore(database.kysely),
    bytes: createDiskFileStore(filesDir),
    flowOf: async ({ workspaceId, flowId, version }) => (await playable.load(workspaceId, flowId, version))?.compiled,
    clock,
    onProblem: (error) => {
      throw error;
    },
  });
  const desk: Desk = createDesk({
    store: createSqlDeskStore(database.kysely),
    files,
    leads: leadStore,
    corrections,
    sessions: store,
    conversations,
    receive: (...args) => sessions.receive(...args),
    bus,
    clock,
    ...(options.queueLimit === undefined ? {} : { queueLimit: options.queueLimit }),
  });
  const tables = createTables({ store: createSqlTableStore(database.kysely), clock });
  const notices = createNotices({
    store: createSqlNoticeStore(database.kysely),
    bus,
    clock,
    colleagues,
    online: (workspaceId) => desk.online(workspaceId),
  });
  const callbacks = options.callbacks ?? createCallbackTokens(Buffer.alloc(32, 5), () => 'https://here.test');
  const sessions = createSessions({
    store,
    published: flowStore,
    flows: playable,
    clock,
    bus,
    contactFor: contacts.contactFor,
    wake: () => undefined,
    local: (session, flow) => (effect) =>
      runLocal(
        {
          'understanding.predict': ({ request }) => ({ ...flow.understander.understand(request.text) }) as never,
          'knowledge.search': () => ({ hits: [], confidence: 0, answer: '', sources: [], modelAvailable: false }),
          'callback.issue': ({ node, visit, request }) => callbacks.issue(session.id, node, visit, request.name),
          'script.run': () => ({ exit: 'ok', values: {} }),
          'notice.address': async ({ request }) => ({
            people: [...(await notices.address(session.workspaceId, request)).people],
          }),
          'table.query': async ({ request }) => ({ ...(await tables.query(session.workspaceId, request)) }),
          'lead.find': async ({ request }) => ({ ...(await leads.find(session.workspaceId, request)) }),
          'desk.availability': async ({ request }) => ({
            ...(await desk.availability(session.workspaceId, request.department)),
          }),
        },
        effect,
        session,
      ),
    afterTurn: (turn: TurnWrite) => {
      announced.push(desk.afterTurn(turn), notices.afterTurn(turn));
      leads.afterTurn(turn);
      options.afterTurn?.(turn);
    },
  });
  const tests = createFlowTests({
    store: createSqlDialogueStore(database.kysely),
    flows: flowStore,
    rehearsal: createRehearsal({
      understanding,
      search: () => Promise.resolve({ hits: [], confidence: 0, answer: '', sources: [], modelAvailable: false }),
      script: () => Promise.resolve({ exit: 'ok', values: {} }),
      compose: (workspaceId, document) => flows.compose(workspaceId, document),
    }),
    clock,
    sessions: store,
  });
  const flows = createFlows({
    store: flowStore,
    understanding,
    clock,
    templates: createTemplates(options.templatesDir ?? '/nonexistent'),
    ...(options.knowledge === undefined ? {} : { knowledge: options.knowledge }),
    ...(options.signer === undefined ? {} : { signer: options.signer }),
    ...(options.credentialNames === undefined ? {} : { credentialNames: options.credentialNames }),
    ...(options.systems === undefined ? {} : { systems: options.systems }),
    tests,
  });

  const audit = createSqlAuditLog(database.kysely, clock);
  const releases = createReleases({
    store: { ...createSqlReleaseStore(database.kysely), ...createSqlVersionUseStore(database.kysely) },
    flows: flowStore,
    sessions,
    audit,
    clock,
    onProblem: (error) => {
      throw error;
    },
  });

  return {
    audit,
    moods,
    releases,
    store,
    flowStore,
    playable,
    leadStore,
    understanding,
    contacts,
    conversations,
    leads,
    desk,
    notices,
    files,
    /** Where the bytes of files are. */
    filesDir,
    tables,
    sessions,
    flows,
    tests,
    /** Everything announced so far has reached the bus. */
    settled: () => Promise.all(announced),
    /** Stores a flow and publishes it. */
    async publish(workspaceId: string, slug: string, document: FlowDocument) {
      const author = { id: 'u1', name: 'Ann' };
      const { flow } = await flows.create(workspaceId, author, { name: document.name, slug, document });
      await flows.publish(workspaceId, author, flow.id, { revision: 1, note: 'first' });
      return flow;
    },
    open: (slug: string, visitorId = 'v1', source: JsonObject = {}): Promise<Opened> =>
      sessions.open({ slug, channel: 'web', visitorId, locale: 'zh-CN', source, customer: {} }),
    /** The customer writes. */
    says: ({ session }: Opened, messageId: string, text: string) =>
      sessions.receive(session.workspaceId, session.id, `customer:${messageId}`, {
        type: 'message.received',
        messageId,
        text,
      }),
    /** The customer sends the lead card. */
    sends: ({ session }: Opened, messageId: string, values: JsonObject) =>
      sessions.receive(session.workspaceId, session.id, `customer:${messageId}`, {
        type: 'form.submitted',
        messageId,
        values,
      }),
    async close() {
      await store.close();
      rmSync(filesDir, { recursive: true, force: true });
    },
  };
}

/** The rooms. */
export type People = Awaited<ReturnType<typeof createPeople>>;

/** A member of staff. */
export function agent(name: string, role: Staff['role'] = 'agent'): Staff {
  return { id: `id-${name}`, name, role };
}
