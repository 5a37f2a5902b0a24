// The only way out to the network.

/** One outgoing request. `purpose` names the feature, for the log and the allow-list. */
export interface OutgoingRequest {
  readonly workspaceId: string;
  readonly purpose: 'http-node' | 'script' | 'lead-webhook' | 'tool' | 'model' | 'embedder' | 'website';
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
  readonly timeoutMs: number;
  /** Largest answer taken, after decompression. */
  readonly maxBytes: number;
  /** When given, the only hosts (`host` or `host:port`) that a redirect may lead to. */
  readonly hosts?: readonly string[];
  /** Asked before a redirect is followed; false ends the request with EGRESS_DENIED. */
  readonly mayFollow?: (url: string) => boolean | Promise<boolean>;
}

/** The answer of the other server, whatever its status. */
export interface IncomingResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** An answer whose body is still coming. `url` is the address that answered, after redirects. Whoever does not read the body returns its iterator. */
export interface StreamedResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly url: string;
  readonly body: AsyncIterable<Uint8Array>;
}

/** Tells of an address whether it may be called at all. */
export interface AddressJudge {
  /**
   * EGRESS_DENIED for an address that is none, or that names a private or special place without being allowed. Resolves and calls nothing: a host
   * name that turns out to lead inside is refused by the request itself.
   */
  judge(workspaceId: string, url: string): void;
}

/**
 * Egress with SSRF rules: http(s) only, every resolved address checked and pinned, redirects re-checked (at most 3), header injection refused.
 * Fails with EGRESS_DENIED (before any connection), EGRESS_TIMEOUT, EGRESS_TOO_LARGE or EGRESS_FAILED.
 */
export interface HttpFetcher {
  fetch(request: OutgoingRequest, signal?: AbortSignal): Promise<IncomingResponse>;
  /** The same, for answers that stream (language models, tool servers) or are no text (documents). */
  stream(request: OutgoingRequest, signal?: AbortSignal): Promise<StreamedResponse>;
}
