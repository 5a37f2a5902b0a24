// The room's one door: credentials that flows name. A value goes in once, is sealed with the hosts it is for, and leaves only towards them.
import { FlowError } from '#nodes/kit/errors.ts';
import type { CreateCredential, Credential, UpdateCredential } from '#nodes/wire/credentials.ts';
import type { Clock } from '#runtime/ports/clock.ts';
import type { CredentialStore, StoredCredential } from '#runtime/ports/credential-store.ts';
import type { SecretVault } from '#runtime/ports/secret-vault.ts';

/** What a credential adds to a request. */
export interface Authorization {
  readonly headers: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
}

/** The credentials room. */
export interface Credentials {
  list(workspaceId: string): Promise<readonly Credential[]>;
  create(workspaceId: string, credential: CreateCredential): Promise<Credential>;
  /** Where the value may go cannot change without the value: CREDENTIAL_HOST_MISMATCH. */
  update(workspaceId: string, id: string, changes: UpdateCredential): Promise<Credential>;
  remove(workspaceId: string, id: string): Promise<void>;
  /** What the named credential adds to a request for this address. CREDENTIAL_MISSING, CREDENTIAL_HOST_MISMATCH. */
  authorize(workspaceId: string, name: string, url: string): Promise<Authorization>;
  /** The named signing secret, to check a call that came in; undefined when there is none of this kind. */
  signingSecret(workspaceId: string, name: string): Promise<string | undefined>;
}

/** Opens the room. */
export function createCredentials(deps: {
  readonly store: CredentialStore;
  readonly vault: SecretVault;
  readonly clock: Clock;
}): Credentials {
  const { store, vault, clock } = deps;

  async function found(workspaceId: string, id: string): Promise<StoredCredential> {
    const credential = await store.get(workspaceId, id);
    if (credential === undefined) throw new FlowError('RESOURCE_NOT_FOUND', 'There is no such credential.');
    return credential;
  }

  function sealedOf({ workspaceId, id, hosts }: Omit<StoredCredential, 'sealed'>, value: string): string {
    return vault.seal(workspaceId, `credential:${id}`, JSON.stringify({ value, hosts }));
  }

  return {
    async list(workspaceId) {
      return (await store.list(workspaceId)).map(viewOf);
    },

    async create(workspaceId, { value, ...given }) {
      checkValue(given.kind, value);
      const plain = checked({ ...given, workspaceId, id: clock.id(), updatedAt: clock.now() });
      const stored = { ...plain, sealed: sealedOf(plain, value) };
      await store.save(stored);
      return viewOf(stored);
    },

    async update(workspaceId, id, { value, ...changes }) {
      const before = await found(workspaceId, id);
      const plain = checked({ ...before, ...changes, updatedAt: clock.now() });
      const isWider =
        plain.hosts.some((host) => !before.hosts.includes(host)) ||
        plain.kind !== before.kind ||
        plain.field !== before.field;
      if (value === undefined && isWider) {
        throw new FlowError(
          'CREDENTIAL_HOST_MISMATCH',
          'The value was entered for other hosts or another way of sending it. Enter it again to change where it goes.',
        );
      }
      if (value !== undefined) checkValue(plain.kind, value);
      const { value: kept } = value === undefined ? openedOf(vault, before) : { value };
      const stored = { ...plain, sealed: sealedOf(plain, kept) };
      await store.save(stored);
      return viewOf(stored);
    },

    async remove(workspaceId, id) {
      if (!(await store.remove(workspaceId, id))) await found(workspaceId, id);
    },

    async authorize(workspaceId, name, url) {
      const credential = await store.byName(workspaceId, name);
      if (credential === undefined) {
        throw new FlowError(
          'CREDENTIAL_MISSING',
          `There is no credential "${name}" here. An admin can add it under Settings, Credentials.`,
        );
      }
      const target = URL.canParse(url) ? new URL(url) : undefined;
      const { value, hosts } = openedOf(vault, credential);
      if (target === undefined || !hosts.some((host) => [target.host, target.hostname].includes(host))) {
        throw new FlowError(
          'CREDENTIAL_HOST_MISMATCH',
          `The credential "${name}" may not be sent to ${target?.host ?? 'this address'}, only to ${hosts.join(', ')}.`,
        );
      }
      return authorizationOf(credential, value);
    },

    async signingSecret(workspaceId, name) {
      const credential = await store.byName(workspaceId, name);
      return credential?.kind === 'signing' ? openedOf(vault, credential).value : undefined;
    },
  };
}

function openedOf(vault: SecretVault, credential: StoredCredential): { value: string; hosts: readonly string[] } {
  const { workspaceId, id, sealed } = credential;
  return parseSealed(vault.open(workspaceId, `credential:${id}`, sealed));
}

/** The vault gives back exactly what `sealedOf` gave it. */
function parseSealed(text: string): { value: string; hosts: readonly string[] } {
  return JSON.parse(text) as { value: string; hosts: readonly string[] };
}

function authorizationOf({ kind, field }: StoredCredential, value: string): Authorization {
  switch (kind) {
    case 'bearer':
      return { headers: { authorization: `Bearer ${value}` }, query: {} };
    case 'basic':
      return { headers: { authorization: `Basic ${Buffer.from(`${field}:${value}`).toString('base64')}` }, query: {} };
    case 'header':
      return { headers: { [field.toLowerCase()]: value }, query: {} };
    case 'query':
      return { headers: {}, query: { [field]: value } };
    case 'signing':
      throw new FlowError('CREDENTIAL_HOST_MISMATCH', 'A signing secret checks calls that come in. It is never sent.');
  }
}

function checked<C extends Omit<StoredCredential, 'sealed'>>(credential: C): C {
  const { kind, field } = credential;
  const hosts = [...new Set(credential.hosts.map((host) => host.trim().toLowerCase()))];
  if (kind === 'signing' && hosts.length > 0)
    throw new FlowError('REQUEST_INVALID', 'hosts: a signing secret is never sent, so it has no hosts.');
  if (kind !== 'signing' && hosts.length === 0)
    throw new FlowError('REQUEST_INVALID', 'hosts: name at least one host that the value may be sent to.');
  if (!hosts.every((host) => /^([a-z0-9_-]+(\.[a-z0-9_-]+)*|\[[0-9a-f:.]+\])(:\d{1,5})?$/u.test(host))) {
    throw new FlowError('REQUEST_INVALID', 'hosts: write each as host or host:port, without https:// and path.');
  }
  if (kind === 'header' && !/^[A-Za-z0-9!#$%&'*+.^_`|~-]+$/u.test(field)) {
    throw new FlowError('REQUEST_INVALID', 'field: write the name of a header, such as X-Api-Key.');
  }
  if (kind === 'query' && field.trim() === '') {
    throw new FlowError('REQUEST_INVALID', 'field: write the name of the query parameter, such as api_key.');
  }
  if (kind === 'basic' && (field === '' || field.includes(':'))) {
    throw new FlowError('REQUEST_INVALID', 'field: write the user name, without a colon.');
  }
  return { ...credential, hosts, field: kind === 'bearer' || kind === 'signing' ? '' : field };
}

/** What is short enough to be guessed signs nothing. */
function checkValue(kind: StoredCredential['kind'], value: string): void {
  if (kind === 'signing' && value.length < SIGNING_LENGTH) {
    throw new FlowError('REQUEST_INVALID', `value: a signing secret has at least ${SIGNING_LENGTH} characters.`);
  }
}

const SIGNING_LENGTH = 24;

function viewOf({ id, name, kind, field, hosts, updatedAt }: StoredCredential): Credential {
  return { id, name, kind, field, hosts: [...hosts], updatedAt: new Date(updatedAt).toISOString() };
}
