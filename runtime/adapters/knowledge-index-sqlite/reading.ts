// A way of reading what texts mean, with the vectors it made of a workspace and the search over them.
import type { Kysely } from 'kysely';
import type { Embedder } from '#runtime/ports/embedder.ts';
import { createDenseScan } from './dense-scan.ts';
import type { EntryFilter } from './filter.ts';
import { createMeaningReader, nearnessOf, type MeaningReader } from './meaning.ts';
import { readMissing } from './missing-meanings.ts';
import type { KnowledgeIndexTables, MeaningColumn } from './tables.ts';
import { directionsFromBytes } from './vectors.ts';

/** A question as it was read. */
export interface Heard {
  /** Where the vectors to compare it with are. */
  readonly column: MeaningColumn;
  /** Ids of up to `each` questions and as many passages that are near. */
  nearest(filter: EntryFilter, each: number): Promise<readonly number[]>;
  /** How near an entry is, about -1..1, from what its column holds. Of all readings on one scale, that of the bundled tables. */
  nearness(stored: Uint8Array | null): number;
}

/** A way of reading. */
export interface Reading {
  /** Undefined when this reading has nothing to say: no word is known, or not all entries are read yet. */
  hear(workspaceId: string, question: string): Promise<Heard | undefined>;
  /** Called after each change in a workspace, with the entries that were written or removed. Never fails. */
  changed(workspaceId: string, ids: readonly number[]): Promise<void>;
}

/** Reading by an embedder that is always there and fast; entries are read where they are written. */
export interface OwnReading extends Reading {
  readonly reader: MeaningReader;
}

/** Makes it; `exactUpTo`: vectors of a kind in a workspace that are all looked at, above it search is approximate. */
export function createOwnReading(
  db: Kysely<KnowledgeIndexTables>,
  embedder: Embedder,
  exactUpTo: number | undefined,
): OwnReading {
  const reader = createMeaningReader(embedder);
  const scan = createDenseScan(db, reader, {
    column: 'meaning',
    exactUpTo,
    prepare: async (workspaceId) => {
      while ((await readMissing(db, reader, 'meaning', workspaceId)).length > 0);
    },
  });
  return {
    reader,
    async hear(workspaceId, question) {
      const asked = await reader.directionOf(question);
      if (asked === undefined) return undefined;
      return {
        column: 'meaning',
        nearest: (filter, each) => scan.nearest(workspaceId, filter, asked, each),
        nearness: (stored) => nearnessOf(asked, directionsFromBytes(stored, reader.model) ?? []),
      };
    },
    changed: scan.changed,
  };
}
