// The composition root: picks the adapters, opens the rooms on them, and builds the application. The only file that knows them all.
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import type { Kysely } from 'kysely';
import { createAccess, type Access } from './access/access.ts';
import { SESSION_LIFE } from './access/sign-in.ts';
import { createIdentities } from './access/identities.ts';
import { loadWorkspaces, type Workspaces } from './access/workspaces.ts';
import { createEd25519BundleSigner, readKnownKeys } from './adapters/bundle-signer-ed25519/bundle-signer-ed25519.ts';
import { createLocalBus } from './adapters/bus-local/bus-local.ts';
import { createQuickJsRunner } from './adapters/code-runner-quickjs/code-runner-quickjs.ts';
import { createSystemClock } from './adapters/clock-system/clock-system.ts';
import { createLlamaIndexDocumentReader } from './adapters/document-reader-llamaindex/document-reader-llamaindex.ts';
import { createDiskFileStore } from './adapters/file-store-disk/file-store-disk.ts';
import { createUndiciFetcher } from './adapters/http-fetcher-undici/http-fetcher-undici.ts';
import { createLocalIdentity } from './adapters/identity-local/identity-local.ts';
import { createSqliteKnowledgeIndex } from './adapters/knowledge-index-sqlite/knowledge-index-sqlite.ts';
import type { KnowledgeIndexTables } from './adapters/knowledge-index-sqlite/tables.ts';
import { createOpenAiLanguageModel } from './adapters/language-model-openai/language-model-openai.ts';
import { createEmbeddedQueue } from './adapters/queue-embedded/queue-embedded.ts';
import { createLocalSecretVault } from './adapters/secret-vault-local/secret-vault-local.ts';
import { createSqlAccessStore } from './adapters/store-sql/access-store.ts';
import { createSqlAuditLog } from './adapters/store-sql/audit-log.ts';
import { createSqlContactStore } from './adapters/store-sql/contact-store.ts';
import { createSqlConversationStore } from './adapters/store-sql/conversation-store.ts';
import { createSqlCurrentFlow } from './adapters/store-sql/current-flow.ts';
import { openDatabase } from './adapters/store-sql/database.ts';
import { createSqlDialogueStore } from './adapters/store-sql/dialogue-store.ts';
import { createSqlDemoStore } from './adapters/store-sql/demo-store.ts';
import { createSqlDeskStore } from './adapters/store-sql/desk-store.ts';
import { createSqlFlowStore } from './adapters/store-sql/flow-store.ts';
import { createSqlKnowledgeStore } from './adapters/store-sql/knowledge-store.ts';
import { createSqlLeadPushStore } from './adapters/store-sql/lead-push-store.ts';
import { createSqlLeadStore } from './adapters/store-sql/lead-store.ts';
import { createSqlReleaseStore } from './adapters/store-sql/release-store.ts';
import { createSqlSessionStore } from './adapters/store-sql/session-store.ts';
import { createSqlSettingsStore } from './adapters/store-sql/settings-store.ts';
import { createSqlStatistics } from './adapters/store-sql/statistics.ts';
import { createOpenAiEmbedder } from './adapters/embedder-openai/embedder-openai.ts';
import { createSqlVersionUseStore } from './adapters/store-sql/version-use-store.ts';
import { createLocalUnderstanding } from './adapters/understanding-local/understanding-local.ts';
import { createSqlCredentialStore } from './adapters/store-sql/credential-store.ts';
import type { Config } from './config.ts';
import { createContacts } from './contacts/contacts.ts';
import { createConversations } from './conversations/conversations.ts';
import { createCredentials } from './credentials/credentials.ts';
import { createDemo, type Demo } from './demo/demo.ts';
import { createFlowTests } from './dialogues/flow-tests.ts';
import { createDesk } from './desk/desk.ts';
import { createFlows } from './flows/flows.ts';
import { createTemplates } from './flows/templates.ts';
import { buildApp, type AppDeps } from './http/app.ts';
import { addAuditRoutes } from './http/audit.ts';
import { addAuthRoutes } from './http/auth.ts';
import { addConversationRoutes } from './http/conversations.ts';
import { addCredentialRoutes } from './http/credentials.ts';
import { addHttpCallRoutes } from './http/http-call.ts';
import { addEventRoutes } from './http/events.ts';
import { addHookRoutes } from './http/hooks.ts';
import { addCustomerRoutes } from './http/customer.ts';
import { addSessionEventRoutes } from './http/session-events.ts';
import { addDeskRoutes } from './http/desk.ts';
import { addDialogueRoutes } from './http/dialogues.ts';
import { addFlowRoutes } from './http/flows.ts';
import { addHealthRoutes } from './http/health.ts';
import { addKnowledgeRoutes } from './http/knowledge.ts';
import { addLeadRoutes } from './http/leads.ts';
import { createTurnMeter, gauge, processMetrics, type Metric } from './http/metrics.ts';
import { addRehearsalRoutes } from './http/rehearsal.ts';
import { addReleaseRoutes } from './http/releases.ts';
import { addScriptRoutes } from './http/scripts.ts';
import { addSettingsRoutes } from './http/settings.ts';
import { addSetupRoutes } from './http/setup.ts';
import { addTokenRoutes } from './http/tokens.ts';
import { addUserRoutes } from './http/users.ts';
import { createKnowledge } from './knowledge/knowledge.ts';
import { composeEvents } from './compose-events.ts';
import { createHooks } from './hooks/hooks.ts';
import { createLeads } from './leads/leads.ts';
import { createReleases } from './releases/releases.ts';
import { createRehearsal } from './rehearsal/rehearsal.ts';
import { whyLines } from './rehearsal/why.ts';
import { createScripts } from './scripts/scripts.ts';
import { createPlayableFlows } from './sessions/playable-flows.ts';
import { createSessions } from './sessions/sessions.ts';
import { createCallOut } from './effects/http-request.ts';
import { localEffects, remoteEffects, tryCallOut } from './compose-effects.ts';
import type { Backlog } from './ports/statistics.ts';
import { createWork } from './work.ts';
import { rememberTrainings } from './understanding/understanding.ts';

/** Dialogues are played without what takes longer to be read. */
const KNOWLEDGE_WAIT_MS = 20_000;

/** A server, built and not yet listening. */
export interface Server {
  readonly app: FastifyInstance;
  readonly access: Access;
  readonly workspaces: Workspaces;
  readonly demo: Demo;
  /** Takes up timers and outgoing work, also from before a restart. */
  startWork(): Promise<void>;
  /** Answers what is running, then closes everything in order. */
  close(): Promise<void>;
}

/** Where the parts of the product are, and which version it is. */
export interface Installation {
  readonly version: string;
  /** Folder with `dist/` and `templates/`. */
  readonly rootDir: string;
  readonly onProblem: (what: string, error: unknown) => void;
  /** Other rate limits than the usual ones. */
  readonly limits?: AppDeps['limits'];
}

/** Builds the server. Opens the database and migrates it. */
export async function composeServer(config: Config, installation: Installation): Promise<Server> {
  const { onProblem } = installation;
  const clock = createSystemClock();
  const bus = createLocalBus();
  const queue = createEmbeddedQueue(clock, { onError: (key, error) => onProblem(`queue ${key}`, error) });
  const database = await openDatabase({ file: join(config.dataDir, 'tandem.db') });
  const { kysely } = database;

  const sessionStore = createSqlSessionStore({ database });
  const accessStore = createSqlAccessStore(kysely);
  const flowStore = createSqlFlowStore(kysely);
  const currentFlow = createSqlCurrentFlow(database);
  const leadStore = createSqlLeadStore(kysely);
  const audit = createSqlAuditLog(kysely, clock);
  const statistics = createSqlStatistics(kysely);
  const workspaces = await loadWorkspaces(createSqlSettingsStore(kysely), clock);
  const identity = createLocalIdentity(accessStore, clock, SESSION_LIFE);
  const vault = createLocalSecretVault(config.secretKey);
  const fetcher = createUndiciFetcher({
    egressAllow: (workspaceId) => workspaces.egressAllow(workspaceId),
    trustedOrigins: [config.model, config.embedder].flatMap((engine) =>
      engine === undefined ? [] : [new URL(engine.baseUrl).origin],
    ),
  });
  const embedder = config.embedder === undefined ? undefined : createOpenAiEmbedder({ ...config.embedder, fetcher });
  const understanding = rememberTrainings(createLocalUnderstanding({ embedder }));
  const moodsOnly = understanding.load(await understanding.train({ intents: [], seed: 1 }));

  const access = createAccess({
    store: accessStore,
    clock,
    secretKey: config.secretKey,
    homeWorkspaceId: workspaces.home,
  });
  const identities = createIdentities({ workspaces, vault, clock });
  const contacts = createContacts({ store: createSqlContactStore(kysely) });
  const conversations = createConversations({
    store: createSqlConversationStore(kysely),
    sessions: sessionStore,
    published: flowStore,
    tellWhy: whyLines,
  });
  const leads = createLeads({
    store: leadStore,
    pushes: createSqlLeadPushStore(kysely),
    fetcher,
    vault,
    queue,
    bus,
    clock,
    staffName: async (workspaceId, id) => (await accessStore.accounts.get(workspaceId, id))?.name,
  });
  const desk = createDesk({
    store: createSqlDeskStore(kysely),
    leads: leadStore,
    sessions: sessionStore,
    conversations,
    receive: (...act) => sessions.receive(...act),
    bus,
    clock,
  });
  const engine = config.model;
  const model = engine === undefined ? undefined : createOpenAiLanguageModel({ ...engine, fetcher });
  const knowledge = createKnowledge({
    store: createSqlKnowledgeStore(kysely),
    index: createSqliteKnowledgeIndex(parseKnowledgeTables(kysely)),
    files: createDiskFileStore(join(config.dataDir, 'files')),
    reader: createLlamaIndexDocumentReader(),
    clock,
    onFault: (fault) => onProblem('knowledge', fault),
    modelAvailable: model !== undefined,
  });
  const credentials = createCredentials({ store: createSqlCredentialStore(kysely), vault, clock });
  const rehearsal = createRehearsal({
    understanding,
    search: knowledge.search,
    script: (workspaceId, request) => scripts.run(`rehearsal:${workspaceId}`, request),
    compose: (workspaceId, document) => flows.compose(workspaceId, document),
  });
  const tests = createFlowTests({
    store: createSqlDialogueStore(kysely),
    flows: flowStore,
    rehearsal,
    clock,
    ready: () => Promise.race([knowledge.settled(), delay(KNOWLEDGE_WAIT_MS, undefined, { ref: false })]),
    sessions: sessionStore,
  });
  const flows = createFlows({
    store: flowStore,
    tests,
    understanding,
    clock,
    knowledge: knowledge.packs,
    signer: createEd25519BundleSigner({
      secretKey: config.secretKey,
      knownKeys: readKnownKeys(join(config.dataDir, 'trusted-bundle-keys.txt')),
    }),
    credentialNames: async (workspaceId) => (await credentials.list(workspaceId)).map(({ name }) => name),
    templates: createTemplates(join(installation.rootDir, 'templates')),
  });
  const callOut = createCallOut(fetcher, (...asked) => credentials.authorize(...asked));
  const runner = createQuickJsRunner();
  const scripts = createScripts({ runner, fetcher });
  const playable = createPlayableFlows(flowStore, understanding, moodsOnly);
  const sessions = createSessions({
    store: sessionStore,
    published: currentFlow,
    flows: playable,
    clock,
    bus,
    local: localEffects({ desk, leads, search: knowledge.search, scripts }),
    wake: (key, at) => queue.wake(key, at),
    afterTurn(turn) {
      leads.afterTurn(turn);
      hooks.afterTurn(turn);
      void desk.afterTurn(turn);
    },
    contactFor: contacts.contactFor,
  });
  const hooks = createHooks({
    sessions,
    published: currentFlow,
    flows: playable,
    secretOf: (workspaceId, name) => credentials.signingSecret(workspaceId, name),
    belongs: async (workspaceId, id, flowId) => (await sessionStore.load(workspaceId, id))?.flowId === flowId,
    clock,
  });

  const happenings = composeEvents(kysely, { published: flowStore, sessions, journal: sessionStore, clock, onProblem });

  const releases = createReleases({
    store: { ...createSqlReleaseStore(kysely), ...createSqlVersionUseStore(kysely) },
    flows: flowStore,
    sessions,
    audit,
    clock,
    onProblem: (error) => onProblem('releases', error),
  });
  let stopWatching = (): void => undefined;
  const demo = createDemo({
    store: createSqlDemoStore(kysely),
    flows,
    sessions,
    desk,
    clock,
    removeBase: (workspaceId, baseId) => knowledge.packs.remove(workspaceId, baseId),
  });

  const meter = createTurnMeter();
  // Passages are found by their words; no adapter asks an embedding server yet.
  const features = { model: model !== undefined, embedder: embedder !== undefined };
  const staff = { access, identity, workspaces, features };
  const app = await buildApp(
    {
      version: installation.version,
      identity,
      sessions,
      audit,
      homeWorkspaceId: workspaces.home,
      publicUrl: config.publicUrl,
      trustProxy: config.trustProxy,
      distDir: join(installation.rootDir, 'dist'),
      widgetOrigins: () => workspaces.widgetOrigins(),
      log: true,
      ...(installation.limits === undefined ? {} : { limits: installation.limits }),
    },
    [
      (scope) =>
        addHealthRoutes(scope, {
          version: installation.version,
          checks: [{ name: 'database', run: async () => (await statistics.probe(), 'SQLite') }],
          counts: (workspaceId) => statistics.counts(workspaceId),
          metrics: async () => [
            ...meter.metrics(),
            ...backlogMetrics(await statistics.backlog(clock.now())),
            ...processMetrics(),
          ],
          metricsToken: config.metricsToken,
        }),
      (scope) => addSetupRoutes(scope, { ...staff, demo }),
      (scope) => addAuthRoutes(scope, staff),
      (scope) => addUserRoutes(scope, access.users),
      (scope) => addTokenRoutes(scope, access.tokens),
      (scope) => addAuditRoutes(scope, audit),
      (scope) =>
        addSettingsRoutes(scope, {
          workspaces,
          identities,
          publicUrl: config.publicUrl,
          model:
            engine === undefined || model === undefined
              ? undefined
              : { baseUrl: engine.baseUrl, name: engine.model, client: model },
          embedder:
            config.embedder === undefined
              ? undefined
              : { baseUrl: config.embedder.baseUrl, name: config.embedder.model },
        }),
      (scope) => addFlowRoutes(scope, flows),
      (scope) => addReleaseRoutes(scope, releases),
      (scope) => addDialogueRoutes(scope, tests),
      (scope) => addRehearsalRoutes(scope, rehearsal),
      (scope) => addScriptRoutes(scope, scripts),
      (scope) => addCredentialRoutes(scope, credentials),
      (scope) => addHttpCallRoutes(scope, tryCallOut(callOut)),
      (scope) => addKnowledgeRoutes(scope, knowledge),
      (scope) => addDeskRoutes(scope, desk),
      (scope) => addLeadRoutes(scope, leads),
      (scope) => addConversationRoutes(scope, conversations),
      (scope) =>
        addCustomerRoutes(scope, { sessions, store: sessionStore, published: flowStore, identities, bus, meter }),
      (scope) => addSessionEventRoutes(scope, sessions),
      (scope) => addHookRoutes(scope, hooks),
      (scope) => addEventRoutes(scope, happenings.events),
    ],
  );

  const work = createWork({
    clock,
    queue,
    work: sessionStore,
    sessions,
    remote: remoteEffects({
      callOut,
      model,
      bus,
      scripts,
      async history(workspaceId, sessionId, count) {
        const session = await sessionStore.load(workspaceId, sessionId);
        const after = Math.max(0, (session?.lastSeq ?? 0) - count);
        return session === undefined ? [] : sessionStore.messages(workspaceId, sessionId, after, count);
      },
    }),
    onProblem,
  });

  return {
    app,
    access,
    workspaces,
    demo,
    async startWork() {
      await work.start();
      await leads.start();
      await knowledge.start();
      stopWatching = releases.start();
      happenings.start();
    },
    async close() {
      app.beginDrain();
      await app.close();
      stopWatching();
      await happenings.stop();
      await work.stop();
      await runner.close();
      await queue.close();
      await knowledge.close();
      await sessionStore.close();
      currentFlow.close();
      await database.close();
    },
  };
}

/** The index has tables of its own in the same file; adapters do not know each other's. */
function parseKnowledgeTables(kysely: unknown): Kysely<KnowledgeIndexTables> {
  return kysely as Kysely<KnowledgeIndexTables>;
}

function backlogMetrics(backlog: Backlog): readonly Metric[] {
  return [
    gauge('tandem_outbox_rows', 'Outgoing effects that wait.', backlog.outboxRows),
    gauge('tandem_outbox_age_seconds', 'Age of the oldest due outgoing effect.', backlog.outboxAgeMs / 1000),
    gauge('tandem_timers', 'Timers that wait.', backlog.timers),
    gauge('tandem_timer_lateness_seconds', 'How late the oldest due timer is.', backlog.timerLatenessMs / 1000),
    gauge('tandem_sessions_open', 'Conversations that have not ended.', backlog.openSessions),
  ];
}
