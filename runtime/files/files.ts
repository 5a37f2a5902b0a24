// The room's one door: files that travel in conversations. Who may send which, what they really are, and until when they are kept.
import { FlowError } from '#nodes/kit/errors.ts';
import { PERSON_FILE_RULES, sizeInWords, type FileRules } from '#nodes/kit/file-types.ts';
import type { SentFile } from '#nodes/kit/messages.ts';
import type { CompiledFlow } from '#nodes/flow/compile.ts';
import { filesAsked, type FilesAsked } from '#nodes/flow/files-asked.ts';
import type { Clock } from '#runtime/ports/clock.ts';
import type { FileStore } from '#runtime/ports/file-store.ts';
import type { SessionFileStore, StoredSessionFile } from '#runtime/ports/session-file-store.ts';
import type { StoredSession } from '#runtime/ports/session-store.ts';
import { safeName } from './safe-name.ts';
import { sniffType } from './sniff-type.ts';
import { startSweeping } from './sweep-files.ts';

const DAY_MS = 86_400_000;
/** How long what a person was sent, or sent, is kept. */
const PERSON_KEEP_DAYS = 90;
/** An upload that is never sent is forgotten after this. */
const UNSENT_MS = 3_600_000;
/** What one conversation may hold at a time. */
const MOST = { unsent: 10, bytes: 100 * 1024 * 1024 };

/** A file as it came; `bytes` is undefined when it was larger than allowed. */
export interface IncomingFile {
  readonly name: string;
  readonly bytes: Uint8Array | undefined;
}

/** What the room leans on. */
export interface FilesDeps {
  readonly store: SessionFileStore;
  readonly bytes: FileStore;
  /** The version that a session plays. */
  readonly flowOf: (session: StoredSession) => Promise<CompiledFlow | undefined>;
  readonly clock: Clock;
  readonly onProblem: (error: unknown) => void;
}

/** The files room. A file of another workspace or conversation does not exist. */
export interface Files {
  /** What the customer may send now: what the open question asks for, or anything safe while a person is there. STATE_CONFLICT when nothing. */
  mayUpload(session: StoredSession): Promise<FilesAsked>;
  /** Keeps what the customer attached; it is forgotten within an hour unless it is sent. FILE_TOO_LARGE, FILE_REFUSED, RATE_LIMITED. */
  upload(session: StoredSession, file: IncomingFile, rules: FileRules): Promise<SentFile>;
  /** The files of a message, now sent; the same message again answers the same. RESOURCE_NOT_FOUND, STATE_CONFLICT. */
  take(session: StoredSession, messageId: string, ids: readonly string[]): Promise<readonly SentFile[]>;
  /** Keeps a file that staff send to the customer. FILE_TOO_LARGE, FILE_REFUSED, RATE_LIMITED. */
  offer(workspaceId: string, sessionId: string, messageId: string, file: IncomingFile): Promise<SentFile>;
  /** The file and its bytes. RESOURCE_NOT_FOUND, also when its time is over. */
  open(
    workspaceId: string,
    sessionId: string,
    id: string,
  ): Promise<{ readonly file: SentFile; readonly bytes: Uint8Array }>;
  /** Deletes what is over, now and regularly; returns the way to stop. */
  start(): () => Promise<void>;
}

/** Opens the room. */
export function createFiles(deps: FilesDeps): Files {
  const { store, bytes: disk, clock } = deps;

  async function keep(
    file: Omit<StoredSessionFile, 'id' | 'name' | 'contentType' | 'kind' | 'sizeBytes' | 'ready' | 'createdAt'>,
    incoming: IncomingFile,
    rules: FileRules,
  ): Promise<SentFile> {
    const { type, bytes } = accepted(incoming, rules);
    const noted: StoredSessionFile = {
      ...file,
      id: crypto.randomUUID(),
      name: safeName(incoming.name, type),
      contentType: type.contentType,
      kind: type.kind,
      sizeBytes: bytes.byteLength,
      ready: false,
      createdAt: clock.now(),
    };
    // The row comes first: whatever is cut off from here on is found by it.
    if (!(await store.begin(noted, MOST))) {
      throw new FlowError('RATE_LIMITED', 'This conversation holds too many files. Send or remove some first.');
    }
    await disk.put(noted.workspaceId, bytes, noted.id);
    await store.finish(noted.workspaceId, noted.id);
    return sentFile(noted);
  }

  async function mayUpload(session: StoredSession): Promise<FilesAsked> {
    if (session.status === 'person') return { ...PERSON_FILE_RULES, keepDays: PERSON_KEEP_DAYS };
    const flow = session.status === 'bot' && session.snapshot !== null ? await deps.flowOf(session) : undefined;
    const asked = flow === undefined || session.snapshot === null ? undefined : filesAsked(flow, session.snapshot);
    if (asked === undefined) throw new FlowError('STATE_CONFLICT', 'No file is asked for in this conversation now.');
    return asked;
  }

  return {
    mayUpload,

    upload: (session, incoming, rules) =>
      keep(
        {
          workspaceId: session.workspaceId,
          sessionId: session.id,
          from: 'customer',
          messageId: null,
          expiresAt: clock.now() + UNSENT_MS,
        },
        incoming,
        rules,
      ),

    async take(session, messageId, named) {
      const { workspaceId, id: sessionId } = session;
      const ids = [...new Set(named)];
      const files = await Promise.all(ids.map((id) => store.get(workspaceId, sessionId, id)));
      const theirs = files.filter((file) => file?.from === 'customer').filter((file) => file !== undefined);
      if (ids.length === 0 || theirs.length !== ids.length) throw missing();
      if (!theirs.every((file) => file.messageId === messageId)) {
        const { keepDays } = await mayUpload(session);
        const sent = { messageId, expiresAt: clock.now() + keepDays * DAY_MS };
        if (!(await store.bind(workspaceId, sessionId, ids, sent))) throw missing();
      }
      return theirs.map(sentFile);
    },

    offer: (workspaceId, sessionId, messageId, incoming) =>
      keep(
        {
          workspaceId,
          sessionId,
          from: 'agent',
          messageId,
          expiresAt: clock.now() + PERSON_KEEP_DAYS * DAY_MS,
        },
        incoming,
        PERSON_FILE_RULES,
      ),

    async open(workspaceId, sessionId, id) {
      const file = await store.get(workspaceId, sessionId, id);
      const bytes = file === undefined ? undefined : await disk.get(workspaceId, id);
      if (file === undefined || bytes === undefined) throw missing();
      return { file: sentFile(file), bytes };
    },

    start: () => startSweeping(deps),
  };
}

/** The type of the file, if it may come in. */
function accepted({ name, bytes }: IncomingFile, { types, maxBytes }: FileRules) {
  if (bytes === undefined || bytes.byteLength > maxBytes) {
    throw new FlowError('FILE_TOO_LARGE', `A file may have ${sizeInWords(maxBytes)} at most.`, { maxBytes });
  }
  const type = sniffType(bytes, name);
  if (type === undefined || !types.includes(type.kind)) {
    throw new FlowError('FILE_REFUSED', `Accepted are: ${types.join(', ')}. What a file is, its content decides.`, {
      types: [...types],
    });
  }
  return { type, bytes };
}

function sentFile({ id, name, contentType, kind, sizeBytes }: StoredSessionFile): SentFile {
  return { id, name, contentType, kind, sizeBytes };
}

function missing(): FlowError {
  return new FlowError('RESOURCE_NOT_FOUND', 'There is no such file in this conversation, or it is no longer kept.');
}
