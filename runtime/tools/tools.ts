// The room's one door: tool servers of a workspace, what they offer, and the calls that flows make of them.
import type { EffectRequests, EffectResults } from '#nodes/kit/effects.ts';
import { FlowError } from '#nodes/kit/errors.ts';
import { isJsonObject } from '#nodes/kit/json.ts';
import type { CreateToolServer, ToolServer, UpdateToolServer } from '#nodes/wire/tools.ts';
import type { Credentials } from '#runtime/credentials/credentials.ts';
import type { Clock } from '#runtime/ports/clock.ts';
import type { OfferedTool, ToolClient, ToolServerAddress } from '#runtime/ports/tool-client.ts';
import type { StoredToolServer, ToolServerStore } from '#runtime/ports/tool-server-store.ts';

const LIST_LIMITS = { timeoutMs: 15_000, maxBytes: 1_000_000 };
/** What comes back is kept in the conversation. */
const MOST_BYTES = 256_000;

/** What the room leans on. */
export interface ToolsDeps {
  readonly store: ToolServerStore;
  readonly client: ToolClient;
  readonly credentials: Pick<Credentials, 'authorize'>;
  readonly clock: Clock;
}

/** The tools room. */
export interface Tools {
  /** By name. */
  servers(workspaceId: string): Promise<readonly ToolServer[]>;
  /** NAME_TAKEN, REQUEST_INVALID. */
  create(workspaceId: string, server: CreateToolServer): Promise<ToolServer>;
  /** NAME_TAKEN, REQUEST_INVALID, RESOURCE_NOT_FOUND. */
  update(workspaceId: string, id: string, changes: UpdateToolServer): Promise<ToolServer>;
  remove(workspaceId: string, id: string): Promise<void>;
  /** What the named server offers, asked just now. */
  offered(workspaceId: string, server: string): Promise<readonly OfferedTool[]>;
  /** The remote effect `tool.call`. */
  call(
    row: { readonly workspaceId: string; readonly key: string },
    request: EffectRequests['tool.call'],
    signal?: AbortSignal,
  ): Promise<EffectResults['tool.call']>;
}

/** Opens the room. */
export function createTools({ store, client, credentials, clock }: ToolsDeps): Tools {
  async function found(workspaceId: string, id: string): Promise<StoredToolServer> {
    const server = await store.get(workspaceId, id);
    if (server === undefined) throw new FlowError('RESOURCE_NOT_FOUND', 'There is no such tool server.');
    return server;
  }

  async function addressOf(workspaceId: string, name: string): Promise<ToolServerAddress> {
    const server = await store.byName(workspaceId, name);
    if (server === undefined) {
      throw new FlowError(
        'TOOL_SERVER_MISSING',
        `There is no tool server "${name}" here. An admin can add it under Settings, Tool servers.`,
      );
    }
    const { url, credential } = server;
    const added =
      credential === '' ? { headers: {}, query: {} } : await credentials.authorize(workspaceId, credential, url);
    return { workspaceId, url, ...added };
  }

  return {
    async servers(workspaceId) {
      return (await store.list(workspaceId)).map(viewOf);
    },

    async create(workspaceId, given) {
      const stored = { ...given, url: checkedUrl(given.url), workspaceId, id: clock.id(), updatedAt: clock.now() };
      await store.save(stored);
      return viewOf(stored);
    },

    async update(workspaceId, id, changes) {
      const before = await found(workspaceId, id);
      const after = { ...before, ...changes, updatedAt: clock.now() };
      const stored = { ...after, url: checkedUrl(after.url) };
      await store.save(stored);
      return viewOf(stored);
    },

    async remove(workspaceId, id) {
      if (!(await store.remove(workspaceId, id))) await found(workspaceId, id);
    },

    async offered(workspaceId, name) {
      return client.list(await addressOf(workspaceId, name), LIST_LIMITS);
    },

    async call({ workspaceId, key }, { server, tool, arguments: given, timeoutMs }, signal) {
      if (!isJsonObject(given)) throw new FlowError('REQUEST_INVALID', 'The arguments of a tool are a JSON object.');
      const address = await addressOf(workspaceId, server);
      const limits = { timeoutMs, maxBytes: MOST_BYTES, ...(signal === undefined ? {} : { signal }) };
      return { ...(await client.call(address, { tool, arguments: given, key }, limits)) };
    },
  };
}

const SECRET_PARAMETER = /^(?:access_?token|api_?key|key|secret|token|password|sig|signature)$/iu;

function checkedUrl(text: string): string {
  const url = URL.canParse(text.trim()) ? new URL(text.trim()) : undefined;
  if (url === undefined || !/^https?:$/u.test(url.protocol)) {
    throw invalid('write it as https://tools.example.com/mcp.');
  }
  if (
    url.username !== '' ||
    url.password !== '' ||
    [...url.searchParams.keys()].some((name) => SECRET_PARAMETER.test(name))
  ) {
    throw invalid('keep keys out of it. Add a credential under Settings, Credentials, and choose it here.');
  }
  url.hash = '';
  return url.href;
}

function invalid(how: string): FlowError {
  return new FlowError('REQUEST_INVALID', `url: ${how}`, { field: '/url' });
}

function viewOf({ id, name, url, credential, updatedAt }: StoredToolServer): ToolServer {
  return { id, name, url, credential, updatedAt: new Date(updatedAt).toISOString() };
}
