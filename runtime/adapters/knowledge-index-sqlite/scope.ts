// Names a workspace and a base as single full-text tokens, so that the filter is part of the match itself.
import { createHash } from 'node:crypto';

/** The scope column of an entry. */
export function scopeOf(workspaceId: string, baseId: string): string {
  return `${workspaceToken(workspaceId)} ${baseToken(workspaceId, baseId)}`;
}

/** The scope part of a match: the named bases of the workspace, or all of them when none is named. */
export function scopeMatch(workspaceId: string, baseIds: readonly string[]): string {
  const tokens = baseIds.length === 0 ? [workspaceToken(workspaceId)] : baseIds.map((id) => baseToken(workspaceId, id));
  return `scope : (${tokens.map(quoted).join(' OR ')})`;
}

/** The words part of a match: any of the tokens, in title or text. */
export function wordsMatch(tokens: readonly string[]): string {
  return `{lead body} : (${tokens.map(quoted).join(' OR ')})`;
}

function quoted(token: string): string {
  return `"${token.replaceAll('"', '""')}"`;
}

function workspaceToken(workspaceId: string): string {
  return `w${digest(workspaceId)}`;
}

function baseToken(workspaceId: string, baseId: string): string {
  return `b${digest(`${workspaceId}\u0000${baseId}`)}`;
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 24);
}
