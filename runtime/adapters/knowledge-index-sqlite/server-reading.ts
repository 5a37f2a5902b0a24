// Reading by an embeddings server, which may be slow, wrong or gone: entries are read in the background, and whoever asks meanwhile is answered without it.
import { setImmediate } from 'node:timers/promises';
import type { Kysely } from 'kysely';
import { FlowError } from '#nodes/kit/errors.ts';
import type { Embedder } from '#runtime/ports/embedder.ts';
import type { ServerReadingState } from '#runtime/ports/knowledge-index.ts';
import { createDenseScan, type DenseScan } from './dense-scan.ts';
import { createMeaningReader, nearnessOf, type MeaningReader } from './meaning.ts';
import { countRead, readMissing } from './missing-meanings.ts';
import type { Reading } from './reading.ts';
import { measured, scaleBetween, type Scale } from './scale.ts';
import type { KnowledgeIndexTables } from './tables.ts';
import { directionsFromBytes } from './vectors.ts';

/** A customer waits at most so much longer for a better order. */
const QUESTION_MS = 800;
/** After a failure the server is left alone, twice as long each time. */
const FIRST_REST_MS = 15_000;
const LONGEST_REST_MS = 600_000;
const COLUMN = 'server_meaning';

/** Reading that can say how far it is. */
export interface ServerReading extends Reading {
  state(workspaceId: string): Promise<ServerReadingState>;
}

/** What is known of the server once it has answered. */
interface Link {
  readonly reader: MeaningReader;
  readonly scan: DenseScan;
  readonly scale: Scale;
}

interface Progress {
  /** Whether every entry was read when it was last looked at. */
  isWhole: boolean;
  isReading: boolean;
}

function isReady({ isWhole, isReading }: Progress): boolean {
  return isWhole && !isReading;
}

/** What the reading needs. */
export interface ServerReadingDeps {
  readonly embedder: Embedder;
  /** The one that is always there: its scale is ours. */
  readonly own: Embedder;
  readonly now: () => number;
  readonly exactUpTo?: number | undefined;
}

/** Makes it. Nothing is asked before the first search or change. */
export function createServerReading(db: Kysely<KnowledgeIndexTables>, deps: ServerReadingDeps): ServerReading {
  const { embedder, now } = deps;
  const workspaces = new Map<string, Progress>();
  let link: Link | undefined;
  let problem: string | undefined;
  let failures = 0;
  let restUntil = 0;

  function progressOf(workspaceId: string): Progress {
    const known = workspaces.get(workspaceId) ?? { isWhole: false, isReading: false };
    workspaces.set(workspaceId, known);
    return known;
  }

  function failed(error: unknown): void {
    problem = error instanceof FlowError ? `${error.code}: ${error.message}` : 'The embeddings server did not answer.';
    restUntil = now() + Math.min(LONGEST_REST_MS, FIRST_REST_MS * 2 ** failures);
    failures += 1;
  }

  function answered(): void {
    problem = undefined;
    failures = 0;
  }

  /** Vectors of another length are another model's: everything is read anew. */
  function unlink(): void {
    link = undefined;
    workspaces.clear();
  }

  async function connect(): Promise<Link> {
    const [theirs, ours] = [await measured(embedder), await measured(deps.own)];
    const { dimension } = theirs;
    const checked: Embedder = {
      name: `${embedder.name} ${String(dimension)}`,
      async embed(texts, signal) {
        const vectors = await embedder.embed(texts, signal);
        if (vectors.every((vector) => vector.length === dimension)) return vectors;
        unlink();
        throw new FlowError('MODEL_UNAVAILABLE', 'The embeddings server changed the length of its vectors.');
      },
    };
    const reader = createMeaningReader(checked, { bySentence: false, questionMs: QUESTION_MS });
    const scan = createDenseScan(db, reader, { column: COLUMN, exactUpTo: deps.exactUpTo });
    return { reader, scan, scale: scaleBetween(theirs.unrelated, ours.unrelated) };
  }

  /** Reads what is not read yet, unless that is going on or the server rests. Never fails. */
  async function catchUp(workspaceId: string): Promise<void> {
    const progress = progressOf(workspaceId);
    if (progress.isReading || now() < restUntil) return;
    progress.isReading = true;
    try {
      const { reader, scan } = (link ??= await connect());
      // A change while this runs takes the mark away again; then there is one more round.
      while (!progress.isWhole) {
        progress.isWhole = true;
        for (;;) {
          const ids = await readMissing(db, reader, COLUMN, workspaceId);
          if (ids.length === 0) break;
          await scan.changed(workspaceId, ids);
          await setImmediate();
        }
      }
      answered();
    } catch (error) {
      progress.isWhole = false;
      failed(error);
    } finally {
      progress.isReading = false;
    }
  }

  return {
    async hear(workspaceId, question) {
      const progress = progressOf(workspaceId);
      if (!isReady(progress) || link === undefined) {
        void catchUp(workspaceId);
        return undefined;
      }
      if (now() < restUntil) return undefined;
      const { reader, scan, scale } = link;
      try {
        const asked = await reader.directionOf(question);
        answered();
        if (asked === undefined) return undefined;
        return {
          column: COLUMN,
          nearest: (filter, each) =>
            scan.nearest(workspaceId, filter, asked, each, (nearness) => scale.cosine(nearness)),
          nearness: (stored) => {
            const directions = directionsFromBytes(stored, reader.model);
            return directions === undefined ? 0 : scale.nearness(nearnessOf(asked, directions));
          },
        };
      } catch (error) {
        failed(error);
        return undefined;
      }
    },
    async changed(workspaceId, ids) {
      progressOf(workspaceId).isWhole = false;
      await link?.scan.changed(workspaceId, ids);
      void catchUp(workspaceId);
    },
    async state(workspaceId) {
      void catchUp(workspaceId);
      const count =
        link === undefined
          ? { read: 0, all: (await countRead(db, '', COLUMN, workspaceId)).all }
          : await countRead(db, link.reader.model, COLUMN, workspaceId);
      return { model: embedder.name, ...count, ready: isReady(progressOf(workspaceId)), problem };
    },
  };
}
