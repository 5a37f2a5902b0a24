// Ids of rows that a turn makes: derived, so that playing the turn again makes the same row.
import { createHash } from 'node:crypto';

/** 128 bits from the session's random id and the effect's own id. */
export function derivedId(sessionId: string, effectId: string): string {
  return createHash('sha256').update(`${sessionId}\n${effectId}`).digest('base64url').slice(0, 22);
}
