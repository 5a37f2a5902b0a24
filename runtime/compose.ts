// The composition root: picks the adapters, opens the rooms on them, and builds the application. The only file that knows them all.
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import { createAccess, type Access } from './access/access.ts';
import { SESSION_LIFE } from './access/sign-in.ts';
import { createIdentities } from './access/identities.ts';
import { loadWorkspaces, type Workspaces } from './access/workspaces.ts';
import { createEd25519BundleSigner, readKnownKeys } from './adapters/bundle-signer-ed25519/bundle-signer-ed25519.ts';
import { createLocalBus } from './adapters/bus-local/bus-local.ts';
import { createQuickJsRunner } from './adapters/code-runner-quickjs/code-runner-quickjs.ts';
import { createSystemClock } from './adapters/clock-system/clock-system.ts';
import { createDiskFileStore } from './adapters/file-store-disk/file-store-disk.ts';
import { createLocalIdentity } from './adapters/identity-local/identity-local.ts';
import { createOpenAiLanguageModel } from './adapters/language-model-openai/language-model-openai.ts';
import { createEmbeddedQueue } from './adapters/queue-embedded/queue-embedded.ts';
import { createLocalSecretVault } from './adapters/secret-vault-local/secret-vault-local.ts';
import { createSqlAccessStore } from './adapters/store-sql/access-store.ts';
import { createSqlAuditLog } from './adapters/store-sql/audit-log.ts';
import { createSqlCommentStore } from './adapters/store-sql/comment-store.ts';
import { createSqlContactStore } from './adapters/store-sql/contact-store.ts';
import { createSqlConversationStore } from './adapters/store-sql/conversation-store.ts';
import { createSqlCurrentFlow } from './adapters/store-sql/current-flow.ts';
import { openDatabase } from './adapters/store-sql/database.ts';
import { createSqlDialogueStore } from './adapters/store-sql/dialogue-store.ts';
import { createSqlDemoStore } from './adapters/store-sql/demo-store.ts';
import { createSqlFlowStore } from './adapters/store-sql/flow-store.ts';
import { createSqlReleaseStore } from './adapters/store-sql/release-store.ts';
import { createSqlSessionFileStore } from './adapters/store-sql/session-file-store.ts';
import { createSqlSessionStore } from './adapters/store-sql/session-store.ts';
import { createSqlSettingsStore } from './adapters/store-sql/settings-store.ts';
import { createSqlStatistics } from './adapters/store-sql/statistics.ts';
import { createOpenAiEmbedder } from './adapters/embedder-openai/embedder-openai.ts';
import { createSqlVersionUseStore } from './adapters/store-sql/version-use-store.ts';
import { createLocalUnderstanding } from './adapters/understanding-local/understanding-local.ts';
import type { Config } from './config.ts';
import { createComments } from './comments/comments.ts';
import { createContacts } from './contacts/contacts.ts';
import { createConversations } from './conversations/conversations.ts';
import { createDemo, type Demo } from './demo/demo.ts';
import { createFlowTests } from './dialogues/flow-tests.ts';
import { addressOf } from './address-of.ts';
import { createCallbackTokens } from './events/events.ts';
import { createFiles } from './files/files.ts';
import { createFlows } from './flows/flows.ts';
import { createTemplates } from './flows/templates.ts';
import { buildApp, type AppDeps } from './http/app.ts';
import { createTurnMeter, processMetrics } from './http/metrics.ts';
import { definitionsOf, loadPacks, type NodePacks } from './packs/packs.ts';
import { createReleases } from './releases/releases.ts';
import { createRehearsal } from './rehearsal/rehearsal.ts';
import { whyLines } from './rehearsal/why.ts';
import { createScripts } from './scripts/scripts.ts';
import { createPlayableFlows } from './sessions/playable-flows.ts';
import { createSessions } from './sessions/sessions.ts';
import { backlogMetrics } from './compose-metrics.ts';
import { composeKnowledge } from './compose-knowledge.ts';
import { composeOutside } from './compose-outside.ts';
import { composePeople } from './compose-people.ts';
import { featuresOf, routesOf } from './compose-routes.ts';
import { composeEgress, composeSystems } from './compose-systems.ts';
import { composeMoods, composeTrainer } from './compose-trainer.ts';
import { localEffects, remoteEffects, tryCallOut } from './compose-effects.ts';
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
  /** The operator's own node types, and what keeps others from being used. */
  readonly nodePacks: NodePacks;
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
  const audit = createSqlAuditLog(kysely, clock);
  const statistics = createSqlStatistics(kysely);
  const workspaces = await loadWorkspaces(createSqlSettingsStore(kysely), clock);
  const identity = createLocalIdentity(accessStore, clock, SESSION_LIFE);
  const vault = createLocalSecretVault(config.secretKey);
  const egress = composeEgress(config, workspaces);
  const { fetcher } = egress;
  const nodePacks = await loadPacks(config.nodesDir);
  const embedder = config.embedder === undefined ? undefined : createOpenAiEmbedder({ ...config.embedder, fetcher });
  const understanding = rememberTrainings(createLocalUnderstanding({ embedder }));
  const moodsOnly = understanding.load(await understanding.train({ intents: [], seed: 1 }));

  const moods = composeMoods({ kysely, sessions: sessionStore, understanding, clock, desk: () => desk, onProblem });
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
  const fileStore = createDiskFileStore(join(config.dataDir, 'files'));
  const files = createFiles({
    store: createSqlSessionFileStore(kysely),
    bytes: fileStore,
    flowOf: async ({ workspaceId, flowId, version }) => (await playable.load(workspaceId, flowId, version))?.compiled,
    clock,
    onProblem: (error) => onProblem('files', error),
  });
  const { desk, leads, notices } = composePeople({
    kysely,
    files,
    accounts: accessStore.accounts,
    sessions: sessionStore,
    conversations,
    receive: (...act) => sessions.receive(...act),
    fetcher,
    vault,
    queue,
    bus,
    clock,
  });
  const engine = config.model;
  const model = engine === undefined ? undefined : createOpenAiLanguageModel({ ...engine, fetcher });
  const { knowledge, tables } = composeKnowledge({
    kysely,
    files: fileStore,
    clock,
    websites: { fetcher, queue },
    onFault: (fault) => onProblem('knowledge or tables', fault),
    server: embedder,
    ocr: config.ocr,
    model,
  });
  const { credentials, callOut, mail, tools, systems } = composeSystems({ kysely, vault, files, clock, egress });
  const rehearsal = createRehearsal({
    understanding,
    moods,
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
  const templates = createTemplates(join(installation.rootDir, 'templates'));
  const flows = createFlows({
    store: flowStore,
    tests,
    understanding,
    clock,
    knowledge: knowledge.packs,
    nodePacks: definitionsOf(nodePacks),
    signer: createEd25519BundleSigner({
      secretKey: config.secretKey,
      knownKeys: readKnownKeys(join(config.dataDir, 'trusted-bundle-keys.txt')),
    }),
    credentialNames: async (workspaceId) => (await credentials.list(workspaceId)).map(({ name }) => name),
    systems,
    templates,
  });
  const trainer = composeTrainer({ kysely, understanding, clock, flows: flowStore, templates, model });
  const comments = createComments({
    store: createSqlCommentStore(kysely),
    hasFlow: async (workspaceId, flowId) => (await flowStore.get(workspaceId, flowId)) !== undefined,
    people: async (workspaceId) =>
      (await access.users.list(workspaceId)).flatMap(({ id, name, disabled }) => (disabled ? [] : [{ id, name }])),
    clock,
  });
  const runner = createQuickJsRunner();
  const scripts = createScripts({ runner, fetcher });
  const callbacks = createCallbackTokens(config.secretKey, () => addressOf(config, app.server.address()));
  const playable = createPlayableFlows(flowStore, understanding, moodsOnly, moods);
  const sessions = createSessions({
    store: sessionStore,
    published: currentFlow,
    flows: playable,
    clock,
    bus,
    local: localEffects({
      desk,
      leads,
      notices,
      tables,
      search: knowledge.search,
      contactTags: async (workspaceId, contactId) => (await contacts.get(workspaceId, contactId))?.tags ?? [],
      scripts,
      callbacks,
    }),
    wake: (key, at) => queue.wake(key, at),
    afterTurn(turn) {
      leads.afterTurn(turn);
      hooks.afterTurn(turn);
      void desk.afterTurn(turn);
      void notices.afterTurn(turn);
    },
    contactFor: contacts.contactFor,
  });
  const { hooks, events, jobs, schedules, housekeeping } = composeOutside({
    kysely,
    sessions,
    journal: sessionStore,
    callbacks,
    published: currentFlow,
    versions: flowStore,
    flows: playable,
    secretOf: (workspaceId, name) => credentials.signingSecret(workspaceId, name),
    clock,
    keptDays: config.keptDays,
    onProblem: (error) => onProblem('schedules', error),
  });
  let stopSchedules = (): Promise<void> => Promise.resolve();

  const releases = createReleases({
    store: { ...createSqlReleaseStore(kysely), ...createSqlVersionUseStore(kysely) },
    flows: flowStore,
    sessions,
    audit,
    clock,
    onProblem: (error) => onProblem('releases', error),
  });
  let stopWatching = (): void => undefined;
  let stopSweepingFiles = (): Promise<void> => Promise.resolve();
  const demo = createDemo({
    store: createSqlDemoStore(kysely),
    wiped: moods.refresh,
    flows,
    sessions,
    desk,
    clock,
    removeBase: (workspaceId, baseId) => knowledge.packs.remove(workspaceId, baseId),
  });

  const meter = createTurnMeter();
  const staff = { access, identity, workspaces, features: featuresOf(config) };
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
    routesOf({
      health: {
        version: installation.version,
        checks: [{ name: 'database', run: async () => (await statistics.probe(), 'SQLite') }],
        counts: (workspaceId) => statistics.counts(workspaceId),
        metrics: async () => [
          ...meter.metrics(),
          ...backlogMetrics(await statistics.backlog(clock.now())),
          ...processMetrics(),
        ],
        metricsToken: config.metricsToken,
      },
      setup: { ...staff, demo },
      auth: staff,
      users: access.users,
      tokens: access.tokens,
      audit,
      settings: {
        workspaces,
        identities,
        publicUrl: config.publicUrl,
        model:
          engine === undefined || model === undefined
            ? undefined
            : { baseUrl: engine.baseUrl, name: engine.model, client: model },
        embedder:
          config.embedder === undefined ? undefined : { baseUrl: config.embedder.baseUrl, name: config.embedder.model },
      },
      flows,
      comments,
      nodePacks: nodePacks.packs,
      releases,
      dialogues: tests,
      rehearsal,
      trainer,
      moods,
      scripts,
      credentials,
      httpCalls: tryCallOut(callOut),
      mail: { mail, accounts: accessStore.accounts },
      tools,
      knowledge,
      desk,
      leads,
      notices,
      tables,
      jobs,
      conversations,
      customer: { sessions, store: sessionStore, published: flowStore, identities, files, bus, meter },
      customerFiles: files,
      sessionEvents: sessions,
      hooks,
      events,
    }),
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
      leads,
      mail,
      tools,
      tables,
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
    nodePacks,
    async startWork() {
      await work.start();
      await leads.start();
      await knowledge.start();
      await tables.start();
      stopWatching = releases.start();
      stopSweepingFiles = files.start();
      stopSchedules = schedules.start();
      housekeeping.start();
    },
    async close() {
      app.beginDrain();
      await app.close();
      stopWatching();
      await stopSweepingFiles();
      await stopSchedules();
      await housekeeping.stop();
      await work.stop();
      await runner.close();
      await queue.close();
      await tables.close();
      await knowledge.close();
      await sessionStore.close();
      currentFlow.close();
      await database.close();
    },
  };
}
