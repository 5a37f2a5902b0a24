// Names of mails and recipients that say nothing of them: the same effect always gives the same Message-ID.
import { createHash } from 'node:crypto';

/** The Message-ID of an effect's mail, whenever and however often it is tried. */
export function messageIdOf(workspaceId: string, key: string, fromAddress: string): string {
  const domain = fromAddress.slice(fromAddress.lastIndexOf('@') + 1);
  return `<${hashOf(['mail', workspaceId, key])}@${new URL(`http://${domain}/`).hostname}>`;
}

/** What is kept of an address: enough to count, not enough to read. Upper and lower case are the same address. */
export function digestOf(workspaceId: string, address: string): string {
  return hashOf(['recipient', workspaceId, address.toLowerCase()]);
}

function hashOf(parts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 40);
}
