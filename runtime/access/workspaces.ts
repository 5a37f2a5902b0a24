// Workspaces and their settings, held in memory because egress and CORS ask on every request.
import { FlowError } from '#nodes/kit/errors.ts';
import type { Clock } from '#runtime/ports/clock.ts';
import type { SettingsStore, Workspace } from '#runtime/ports/settings-store.ts';

/** What an admin may set. */
export interface SettingsChanges {
  readonly workspace?: { readonly name: string; readonly locale: string | null; readonly timeZone: string };
  readonly egressAllow?: readonly string[];
  readonly widgetOrigins?: readonly string[];
  /** Sealed already. */
  readonly identitySecret?: string | null;
}

/** Workspaces, readable at once. */
export interface Workspaces {
  /** The workspace an installation starts with. */
  readonly home: string;
  /** RESOURCE_NOT_FOUND for an unknown one. */
  get(workspaceId: string): Workspace;
  /** Checks every value (REQUEST_INVALID), stores, and shows the change from then on. */
  update(workspaceId: string, changes: SettingsChanges): Promise<Workspace>;
  /** Private hosts that the workspace's flows may call. */
  egressAllow(workspaceId: string): readonly string[];
  /** Origins of all workspaces that may embed; empty when any workspace allows all. */
  widgetOrigins(): readonly string[];
}

/** Loads the workspaces; makes the first one on an empty database. */
export async function loadWorkspaces(store: SettingsStore, clock: Clock): Promise<Workspaces> {
  const known = new Map<string, Workspace>();
  for (const workspace of await store.list()) known.set(workspace.id, workspace);
  if (known.size === 0) {
    const first: Workspace = {
      id: clock.id(),
      name: 'Tandem',
      locale: null,
      timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
      egressAllow: [],
      widgetOrigins: [],
      identitySecret: null,
      createdAt: clock.now(),
    };
    await store.insert(first);
    known.set(first.id, first);
  }
  const [home = ''] = known.keys();

  function get(workspaceId: string): Workspace {
    const workspace = known.get(workspaceId);
    if (workspace === undefined) throw new FlowError('RESOURCE_NOT_FOUND', 'There is no such workspace.');
    return workspace;
  }

  return {
    home,
    get,
    async update(workspaceId, changes) {
      const after = await store.update(workspaceId, {
        ...(changes.workspace === undefined ? {} : checkedWorkspace(changes.workspace)),
        ...(changes.egressAllow === undefined
          ? {}
          : { egressAllow: [...new Set(changes.egressAllow.map(checkedHost))] }),
        ...(changes.widgetOrigins === undefined
          ? {}
          : { widgetOrigins: [...new Set(changes.widgetOrigins.map(checkedOrigin))] }),
        ...(changes.identitySecret === undefined ? {} : { identitySecret: changes.identitySecret }),
      });
      if (after === undefined) throw new FlowError('RESOURCE_NOT_FOUND', 'There is no such workspace.');
      known.set(workspaceId, after);
      return after;
    },
    egressAllow: (workspaceId) => known.get(workspaceId)?.egressAllow ?? [],
    widgetOrigins() {
      const lists = [...known.values()].map((workspace) => workspace.widgetOrigins);
      return lists.some((list) => list.length === 0) ? [] : [...new Set(lists.flat())];
    },
  };
}

function checkedWorkspace(workspace: NonNullable<SettingsChanges['workspace']>) {
  try {
    Intl.DateTimeFormat('en', { timeZone: workspace.timeZone });
  } catch {
    throw new FlowError('REQUEST_INVALID', 'workspace/timeZone: is not a known time zone, such as Asia/Shanghai.');
  }
  return workspace;
}

function checkedHost(entry: string): string {
  const host = entry.trim().toLowerCase();
  const port = /:(\d+)$/.exec(host.replace(/^\[[^\]]*\]/, ''))?.[1];
  const form =
    /^(?:[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(?:\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*|\[[0-9a-f:.]+\])(?::\d{1,5})?$/;
  if (!form.test(host) || (port !== undefined && (Number(port) < 1 || Number(port) > 65_535))) {
    throw new FlowError(
      'REQUEST_INVALID',
      'egressAllow: write each entry as host or host:port, without http:// and path.',
    );
  }
  return host;
}

function checkedOrigin(entry: string): string {
  const url = URL.canParse(entry.trim()) ? new URL(entry.trim()) : undefined;
  const web = url?.protocol === 'https:' || url?.protocol === 'http:';
  const bare = url !== undefined && url.pathname === '/' && url.search === '' && url.hash === '' && url.username === '';
  if (!web || !bare || !/^[\w.:[\]-]+$/.test(url.host)) {
    throw new FlowError(
      'REQUEST_INVALID',
      'widgetOrigins: write each entry as https://www.example.com, without a path.',
    );
  }
  return url.origin;
}
