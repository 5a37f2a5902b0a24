// Which version a slug leads to: asked at the start of every conversation, so it is one prepared statement on a connection that only reads.
import { FlowError } from '#nodes/kit/errors.ts';
import type { PublishedFlows, PublishedRef } from '#runtime/ports/published-flows.ts';
import { openConnection } from './connection.ts';
import type { OpenDatabase } from './database.ts';

interface Row {
  readonly workspaceId: string;
  readonly flowId: string;
  readonly version: number;
  readonly candidate: number | null;
  readonly share: number | null;
}

/** The look-up and the way to end it. Close it before the database. */
export interface CurrentFlow extends Pick<PublishedFlows, 'current'> {
  close(): void;
}

/** Opens it. */
export function createSqlCurrentFlow(database: OpenDatabase): CurrentFlow {
  const connection = database.raw.memory ? database.raw : openConnection(database.file, { readonly: true });
  const find = connection.prepare<[string], Row>(
    `select workspace_id as workspaceId, id as flowId, published_version as version,
       candidate_version as candidate, candidate_share as share
     from flows where slug = ? and published_version is not null`,
  );
  return {
    current(slug) {
      try {
        const row = find.get(slug);
        return Promise.resolve(row === undefined ? undefined : refFrom(row, slug));
      } catch (cause) {
        const reason = cause instanceof Error ? cause.message : String(cause);
        return Promise.reject(new FlowError('STORE_FAILED', `The database could not be read: ${reason}`));
      }
    },
    close() {
      if (connection !== database.raw) connection.close();
    },
  };
}

function refFrom({ workspaceId, flowId, version, candidate, share }: Row, slug: string): PublishedRef {
  const ref = { workspaceId, flowId, slug, version };
  return candidate === null || share === null ? ref : { ...ref, candidate: { version: candidate, share } };
}
