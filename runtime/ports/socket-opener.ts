// The way out for protocols that are not HTTP: a connection to a checked address, nothing more.
// eslint-disable-next-line no-restricted-imports -- the type alone: sockets are opened by the egress module only
import type { Socket } from 'node:net';

/** Where to connect. `purpose` names the feature. */
export interface SocketTarget {
  readonly workspaceId: string;
  readonly purpose: 'mail';
  /** A host name or IP address, without port and path. */
  readonly host: string;
  readonly port: number;
  readonly timeoutMs: number;
}

/**
 * Opens connections under the rules of every way out: the name is resolved once, each address is checked (public, or allowed by the
 * workspace) and the connection goes to a checked one. It is plain TCP; whoever asked encrypts it and closes it.
 * Fails with EGRESS_DENIED (before any connection), EGRESS_TIMEOUT or EGRESS_FAILED.
 */
export interface SocketOpener {
  open(target: SocketTarget, signal?: AbortSignal): Promise<Socket>;
}
