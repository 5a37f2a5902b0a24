// The workspace's mail server: what may be entered, and where its password may go.
import { FlowError } from '#nodes/kit/errors.ts';
import { breaksHeader, isMailAddress } from '#nodes/kit/mail-address.ts';
import type { MailServerView, SaveMailServer } from '#nodes/wire/mail.ts';
import type { MailServer } from '#runtime/ports/mail-sender.ts';
import type { StoredMailServer } from '#runtime/ports/mail-store.ts';
import type { SecretVault } from '#runtime/ports/secret-vault.ts';

type Settings = Omit<SaveMailServer, 'password'>;
/** Whom the password is for. Sealed with it. */
type Door = Pick<Settings, 'host' | 'port' | 'security' | 'user'>;

/** The vault's name for the password. */
const SECRET_ID = 'mail-server';
const HOST = /^(?:[a-z0-9]([a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*|\[[0-9a-f:.]+\])$/u;

/** The settings, tidied. REQUEST_INVALID names the field. */
export function checkServer(settings: Settings): Settings {
  const host = settings.host.trim().toLowerCase();
  const { security, fromName } = settings;
  const user = settings.user.trim();
  const fromAddress = settings.fromAddress.trim();
  if (!HOST.test(host)) throw invalid('host', 'write it as mail.example.com, without port and path.');
  if (!isMailAddress(fromAddress)) throw invalid('fromAddress', 'write one e-mail address.');
  if (breaksHeader(fromName) || breaksHeader(user)) throw invalid('fromName', 'write it on one line.');
  if (security === 'none' && user !== '') {
    throw invalid('security', 'a password is never sent unencrypted. Choose TLS or STARTTLS, or leave the user empty.');
  }
  return { ...settings, host, user, fromAddress, fromName: fromName.trim() };
}

/** The sealed password for these settings: the new one, or the one before if it stays where it was meant for. */
export function sealLogin(
  vault: SecretVault,
  workspaceId: string,
  settings: Settings,
  before: StoredMailServer | undefined,
  password: string | undefined,
): string | null {
  if (settings.user === '') return null;
  if (password !== undefined)
    return vault.seal(workspaceId, SECRET_ID, JSON.stringify([...doorOf(settings), password]));
  if (before === undefined || before.sealed === null) throw invalid('password', 'write the password of this user.');
  if (doorOf(before).join('\n') !== doorOf(settings).join('\n')) {
    throw new FlowError(
      'CREDENTIAL_HOST_MISMATCH',
      'The password was entered for another server, port, encryption or user. Enter it again.',
      { field: '/password' },
    );
  }
  return before.sealed;
}

/** The server with its password, for one mail. CREDENTIAL_HOST_MISMATCH when the stored row was changed behind the password's back. */
export function openServer(vault: SecretVault, stored: StoredMailServer): MailServer {
  const { workspaceId, host, port, security, user, sealed } = stored;
  if (sealed === null) return { host, port, security, login: undefined };
  const opened = parseSealed(vault.open(workspaceId, SECRET_ID, sealed));
  const password = opened.at(-1) ?? '';
  if (opened.slice(0, -1).join('\n') !== doorOf(stored).join('\n')) {
    throw new FlowError(
      'CREDENTIAL_HOST_MISMATCH',
      'The password of the mail server is for another server. Enter it again under Settings, Mail server.',
    );
  }
  return { host, port, security, login: { user, password } };
}

/** The server as admins see it. */
export function viewOf(stored: StoredMailServer): MailServerView {
  const { host, port, security, user, fromAddress, fromName, sealed, updatedAt } = stored;
  return {
    host,
    port,
    security,
    user,
    fromAddress,
    fromName,
    hasPassword: sealed !== null,
    updatedAt: new Date(updatedAt).toISOString(),
  };
}

function doorOf({ host, port, security, user }: Door): readonly string[] {
  return [host, String(port), security, user];
}

/** The vault gives back exactly what `sealLogin` gave it. */
function parseSealed(text: string): readonly string[] {
  return JSON.parse(text) as readonly string[];
}

function invalid(field: string, how: string): FlowError {
  return new FlowError('REQUEST_INVALID', `${field}: ${how}`, { field: `/${field}` });
}
