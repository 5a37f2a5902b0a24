// The room's one door: what colleagues say to each other about a flow, pinned to its canvas.
import { FlowError } from '#nodes/kit/errors.ts';
import type { CommentNote, Comments as CommentList, CommentThread } from '#nodes/wire/comments.ts';
import type { Clock } from '#runtime/ports/clock.ts';
import type { CommentStore, StoredThread } from '#runtime/ports/comment-store.ts';
import type { Author } from '#runtime/ports/flow-store.ts';

const MOST_THREADS = 500;
const MOST_NOTES = 200;

/** Somebody who can be mentioned. */
export interface Colleague {
  readonly id: string;
  readonly name: string;
}

/** What the room leans on. */
export interface CommentsDeps {
  readonly store: CommentStore;
  readonly hasFlow: (workspaceId: string, flowId: string) => Promise<boolean>;
  readonly people: (workspaceId: string) => Promise<readonly Colleague[]>;
  readonly clock: Clock;
}

/** The comments of a flow. A flow or thread of another workspace is RESOURCE_NOT_FOUND. */
export interface Comments {
  list(workspaceId: string, flowId: string): Promise<CommentList>;
  /** STATE_CONFLICT when the flow has 500 threads. */
  begin(
    workspaceId: string,
    by: Author,
    flowId: string,
    thread: Pick<StoredThread, 'id' | 'node' | 'x' | 'y'> & { readonly text: string },
  ): Promise<CommentThread>;
  /** STATE_CONFLICT when the thread has 200 notes. */
  add(
    workspaceId: string,
    by: Author,
    flowId: string,
    threadId: string,
    note: { readonly id: string; readonly text: string },
  ): Promise<CommentThread>;
  resolve(workspaceId: string, by: Author, flowId: string, threadId: string, resolved: boolean): Promise<CommentThread>;
}

/** Opens the room. */
export function createComments({ store, hasFlow, people, clock }: CommentsDeps): Comments {
  async function mustHave(workspaceId: string, flowId: string): Promise<void> {
    if (!(await hasFlow(workspaceId, flowId))) throw new FlowError('RESOURCE_NOT_FOUND', 'There is no such flow here.');
  }

  async function thread(workspaceId: string, flowId: string, threadId: string): Promise<CommentThread> {
    const found = await store.get(workspaceId, flowId, threadId);
    if (found === undefined) throw new FlowError('RESOURCE_NOT_FOUND', 'There is no such comment on this flow.');
    return threadView(found, await people(workspaceId));
  }

  return {
    async list(workspaceId, flowId) {
      await mustHave(workspaceId, flowId);
      const [threads, all] = await Promise.all([store.list(workspaceId, flowId), people(workspaceId)]);
      return { threads: threads.map((one) => threadView(one, all)), people: [...all] };
    },

    async begin(workspaceId, by, flowId, { id, node, x, y, text }) {
      await mustHave(workspaceId, flowId);
      const first = { id, by, text: text.trim(), at: clock.now() };
      const begun = await store.begin(
        workspaceId,
        flowId,
        { id, node, x, y, resolved: null, notes: [first] },
        MOST_THREADS,
      );
      if (!begun) throw new FlowError('STATE_CONFLICT', `A flow has ${MOST_THREADS} comments at most.`);
      return thread(workspaceId, flowId, id);
    },

    async add(workspaceId, by, flowId, threadId, { id, text }) {
      await mustHave(workspaceId, flowId);
      await thread(workspaceId, flowId, threadId);
      const note = { id, by, text: text.trim(), at: clock.now() };
      if (!(await store.add(workspaceId, flowId, threadId, note, MOST_NOTES)))
        throw new FlowError('STATE_CONFLICT', `A comment has ${MOST_NOTES} answers at most. Begin a new one.`);
      return thread(workspaceId, flowId, threadId);
    },

    async resolve(workspaceId, by, flowId, threadId, resolved) {
      await mustHave(workspaceId, flowId);
      await store.resolve(workspaceId, flowId, threadId, resolved ? { by: by.name, at: clock.now() } : null);
      return thread(workspaceId, flowId, threadId);
    },
  };
}

function threadView({ resolved, notes, ...thread }: StoredThread, people: readonly Colleague[]): CommentThread {
  return {
    ...thread,
    resolved: resolved === null ? null : { by: resolved.by, at: isoOf(resolved.at) },
    notes: notes.map(({ id, by, text, at }): CommentNote => ({
      id,
      by,
      text,
      at: isoOf(at),
      mentions: [...mentionsIn(text, people)],
    })),
  };
}

/** Ids of the colleagues that a text names as `@Name`; of two names that begin alike the longer one counts. */
export function mentionsIn(text: string, people: readonly Colleague[]): readonly string[] {
  const longestFirst = people.filter(({ name }) => name !== '').sort((a, b) => b.name.length - a.name.length);
  const found = text
    .split('@')
    .slice(1)
    .flatMap((rest) => {
      const named = longestFirst.find(({ name }) => rest.toLowerCase().startsWith(name.toLowerCase()));
      return named === undefined ? [] : [named.id];
    });
  return [...new Set(found)];
}

function isoOf(at: number): string {
  return new Date(at).toISOString();
}
