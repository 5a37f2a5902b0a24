// The tests of flows: kept dialogues, run on a draft, measured by what they cover, and found where they do not come.
import { FlowError } from '#nodes/kit/errors.ts';
import type { FlowDocument } from '#nodes/flow/document.ts';
import type { Dialogue } from '#nodes/wire/dialogues.ts';
import type {
  DialogueOrigin,
  DialogueRun,
  DialoguesGenerated,
  DialoguesRun,
  StoredDialogue,
} from '#nodes/wire/flow-tests.ts';
import type { Clock } from '#runtime/ports/clock.ts';
import type { DialogueStore, KeptDialogue } from '#runtime/ports/dialogue-store.ts';
import type { Author, FlowStore } from '#runtime/ports/flow-store.ts';
import type { SessionStore } from '#runtime/ports/session-store.ts';
import type { OpenRehearsal, Rehearsal } from '#runtime/rehearsal/rehearsal.ts';
import { coverageOf, placesIn, type Coverage, type Trace } from './coverage.ts';
import { dialogueFromJournal } from './dialogue-from-journal.ts';
import { playDialogue, type DialogueResult } from './dialogues.ts';
import { generateDialogues } from './generate-dialogues.ts';
import { readDialogue } from './read-dialogue.ts';

/** Tests that a flow may have. */
const MOST_DIALOGUES = 500;
/** A run that takes longer stops; what was not played is red. */
const LONGEST_RUN_MS = 120_000;

/** What the tests lean on. `sessions` is absent where there are no conversations (command line). */
export interface FlowTestsDeps {
  readonly store: DialogueStore;
  readonly flows: Pick<FlowStore, 'get'>;
  readonly rehearsal: Rehearsal;
  readonly clock: Clock;
  /** Knowledge that is still being read is waited for before anything is played. */
  readonly ready?: () => Promise<void>;
  readonly sessions?: Pick<SessionStore, 'load' | 'journal'>;
}

/** Tests of flows, scoped to a workspace; a flow of another one is RESOURCE_NOT_FOUND. Playing lets others get on after each turn. */
export interface FlowDialogues {
  read(json: readonly unknown[]): readonly Dialogue[];
  list(workspaceId: string, flowId: string): Promise<readonly Dialogue[]>;
  addAll(
    workspaceId: string,
    author: Author,
    flowId: string,
    dialogues: readonly Dialogue[],
    origin: DialogueOrigin,
  ): Promise<void>;
  play(workspaceId: string, flowId: string, document: FlowDocument): Promise<readonly DialogueRun[]>;
  stored(workspaceId: string, flowId: string): Promise<readonly StoredDialogue[]>;
  add(
    workspaceId: string,
    author: Author,
    flowId: string,
    dialogue: Dialogue,
    origin: DialogueOrigin,
  ): Promise<StoredDialogue>;
  /** Fails with REVISION_CONFLICT, whose facts say who changed it, and RESOURCE_NOT_FOUND. */
  save(
    workspaceId: string,
    author: Author,
    flowId: string,
    change: { readonly id: string; readonly revision: number; readonly dialogue: Dialogue },
  ): Promise<StoredDialogue>;
  remove(workspaceId: string, flowId: string, id: string): Promise<void>;
  /** Keeps a conversation that this flow had, personal values masked. */
  addConversation(
    workspaceId: string,
    author: Author,
    flowId: string,
    request: { readonly sessionId: string; readonly name: string },
  ): Promise<StoredDialogue>;
  run(workspaceId: string, flowId: string, request: RunRequest): Promise<DialoguesRun>;
  generate(
    workspaceId: string,
    flowId: string,
    request: { readonly document?: unknown; readonly target?: string },
  ): Promise<DialoguesGenerated>;
  ofVersion(workspaceId: string, flowId: string, version: number): Promise<readonly Dialogue[]>;
}

/** What to run. */
export interface RunRequest {
  /** Absent: the stored draft. */
  readonly document?: unknown;
  /** Absent: all. */
  readonly only?: readonly string[];
}

/** Opens them. */
export function createFlowTests(deps: FlowTestsDeps): FlowDialogues {
  const { store, clock } = deps;

  async function draftOf(workspaceId: string, flowId: string): Promise<FlowDocument> {
    const found = await deps.flows.get(workspaceId, flowId);
    if (found === undefined) throw new FlowError('RESOURCE_NOT_FOUND', 'There is no such flow here.');
    return found.document;
  }

  async function open(workspaceId: string, flowId: string, document: unknown): Promise<OpenRehearsal> {
    const draft = await draftOf(workspaceId, flowId);
    return deps.rehearsal.open(workspaceId, document ?? draft);
  }

  async function playAll(workspaceId: string, rehearsal: OpenRehearsal, kept: readonly KeptDialogue[]) {
    if (kept.length > 0) await deps.ready?.();
    const until = clock.now() + LONGEST_RUN_MS;
    const results: DialogueRun[] = [];
    const traces: Trace[] = [];
    for (const one of kept) {
      const { id, dialogue } = one;
      const result =
        clock.now() > until ? tooLong(dialogue) : await playDialogue(rehearsal, dialogue, { workspaceId, between });
      traces.push(result.trace);
      results.push({ ...runFrom(id, result), binding: isBinding(one) });
    }
    return { results, traces };
  }

  async function insert(
    workspaceId: string,
    author: Author,
    flowId: string,
    dialogues: readonly Dialogue[],
    origin: DialogueOrigin,
  ): Promise<readonly KeptDialogue[]> {
    const at = clock.now();
    const kept = dialogues.map((dialogue) => ({ id: clock.id(), revision: 1, dialogue, origin, by: author, at }));
    if ((await store.add(workspaceId, flowId, kept, MOST_DIALOGUES)) === 'added') return kept;
    throw new FlowError(
      'STATE_CONFLICT',
      `A flow can have ${MOST_DIALOGUES} test dialogues. Delete some, then add this one.`,
    );
  }

  async function addOne(...[workspaceId, author, flowId, dialogue, origin]: Parameters<FlowDialogues['add']>) {
    await draftOf(workspaceId, flowId);
    const read = readDialogue(dialogue, dialogue.name);
    const [kept] = await insert(workspaceId, author, flowId, [read], origin);
    if (kept === undefined) throw new FlowError('INTERNAL', 'The dialogue was not stored.');
    return storedFrom(kept);
  }

  return {
    read: (json) => json.map((one, index) => readDialogue(one, `dialogue ${index + 1}`)),
    list: async (workspaceId, flowId) => (await store.list(workspaceId, flowId)).map(({ dialogue }) => dialogue),
    async addAll(...asked) {
      await insert(...asked);
    },
    async play(workspaceId, flowId, document) {
      const kept = (await store.list(workspaceId, flowId)).filter(isBinding);
      if (kept.length === 0) return [];
      return (await playAll(workspaceId, await deps.rehearsal.open(workspaceId, document), kept)).results;
    },

    async stored(workspaceId, flowId) {
      await draftOf(workspaceId, flowId);
      return (await store.list(workspaceId, flowId)).map(storedFrom);
    },
    add: addOne,

    async save(workspaceId, author, flowId, { id, revision, dialogue }) {
      await draftOf(workspaceId, flowId);
      const change = { dialogue: readDialogue(dialogue, dialogue.name), by: author, at: clock.now() };
      const written = await store.save(workspaceId, flowId, id, revision, change);
      if (written.outcome === 'missing') throw gone();
      if (written.outcome === 'conflict') {
        const { by, at, revision: stands } = written.standing;
        throw new FlowError('REVISION_CONFLICT', 'Someone else changed this dialogue meanwhile. Load it again.', {
          revision: stands,
          by: by.name,
          at: new Date(at).toISOString(),
        });
      }
      const kept = (await store.list(workspaceId, flowId)).find((one) => one.id === id);
      if (kept === undefined) throw gone();
      return storedFrom(kept);
    },

    async remove(workspaceId, flowId, id) {
      await draftOf(workspaceId, flowId);
      if (!(await store.remove(workspaceId, flowId, id))) throw gone();
    },

    async addConversation(workspaceId, author, flowId, { sessionId, name }) {
      const session = await deps.sessions?.load(workspaceId, sessionId);
      if (deps.sessions === undefined || session === undefined || session.flowId !== flowId) {
        throw new FlowError('RESOURCE_NOT_FOUND', 'This flow had no such conversation.');
      }
      const dialogue = dialogueFromJournal(name, session, await deps.sessions.journal(workspaceId, sessionId));
      if (dialogue === null) {
        throw new FlowError('STATE_CONFLICT', 'Nothing happened in this conversation yet that could be played again.');
      }
      return addOne(workspaceId, author, flowId, dialogue, 'conversation');
    },

    async run(workspaceId, flowId, { document, only }) {
      const rehearsal = await open(workspaceId, flowId, document);
      const all = await store.list(workspaceId, flowId);
      const kept = only === undefined ? all : all.filter(({ id }) => only.includes(id));
      const { results, traces } = await playAll(workspaceId, rehearsal, kept);
      return { results, coverage: wireCoverage(coverageOf(rehearsal.document, traces)) };
    },

    async generate(workspaceId, flowId, { document, target }) {
      const rehearsal = await open(workspaceId, flowId, document);
      const { traces } = await playAll(workspaceId, rehearsal, await store.list(workspaceId, flowId));
      const found = await generateDialogues(rehearsal, {
        workspaceId,
        covered: placesIn(traces.flat()),
        between,
        ...(target === undefined ? {} : { target }),
      });
      const coverage = coverageOf(rehearsal.document, [...traces, ...found.traces]);
      return { dialogues: [...found.dialogues], coverage: wireCoverage(coverage) };
    },

    async ofVersion(workspaceId, flowId, version) {
      await draftOf(workspaceId, flowId);
      return store.ofVersion(workspaceId, flowId, version);
    },
  };
}

/** What came with a template speaks of the template's words: it binds nobody who makes them their own, until it is changed itself. */
function isBinding({ origin, revision }: KeptDialogue): boolean {
  return origin !== 'template' || revision > 1;
}

/** Requests and timers get their turn before the next act is played. */
function between(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

function runFrom(id: string, { name, passed, turns }: DialogueResult): DialogueRun {
  const failed = turns.findIndex(({ problems }) => problems.length > 0);
  return {
    id,
    name,
    passed,
    failedTurn: failed < 0 ? null : failed,
    turns: turns.map((turn) => ({
      ...turn,
      replies: [...turn.replies],
      problems: [...turn.problems],
      differences: [...turn.differences],
    })),
  };
}

function tooLong({ name }: Dialogue): DialogueResult {
  const text = 'not played: the dialogues of this flow take longer than two minutes';
  const differences = [{ what: 'act' as const, expected: '', seen: text, text }];
  return {
    name,
    passed: false,
    turns: [{ act: 'the conversation opens', replies: [], status: 'bot', problems: [text], differences }],
    trace: [],
  };
}

function storedFrom({ id, revision, dialogue, origin, by, at }: KeptDialogue): StoredDialogue {
  return { id, revision, dialogue, origin, by: by.name, at: new Date(at).toISOString() };
}

function wireCoverage({ nodes, ports }: Coverage): DialoguesRun['coverage'] {
  return {
    nodes: { ...nodes, missing: [...nodes.missing] },
    ports: { ...ports, missing: [...ports.missing] },
  };
}

function gone(): FlowError {
  return new FlowError('RESOURCE_NOT_FOUND', 'There is no such dialogue in this flow.');
}
