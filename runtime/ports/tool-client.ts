// Speaks to servers that offer tools by the Model Context Protocol.
import type { JsonObject, Json } from '#nodes/kit/json.ts';

/** A server as it is called. `headers` and `query` are what its credential adds; they go to this address alone. */
export interface ToolServerAddress {
  readonly workspaceId: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
}

/** A tool as its server describes it. */
export interface OfferedTool {
  readonly name: string;
  /** Empty: none. */
  readonly title: string;
  readonly description: string;
  /** JSON Schema of the arguments. */
  readonly inputSchema: JsonObject;
}

/** What a tool gave back. `text`: its text parts, one after the other. `structured`: null when it gave none. `isError`: it says that it failed. */
export interface ToolAnswer {
  readonly text: string;
  readonly structured: Json;
  readonly isError: boolean;
}

/** How long, how much, and until when. `maxBytes` counts everything the server sends. */
export interface ToolLimits {
  readonly timeoutMs: number;
  readonly maxBytes: number;
  readonly signal?: AbortSignal;
}

/**
 * Talks through the one way out, one conversation a call: nothing stays connected. Fails with TOOL_FAILED (for good: the server refused, or
 * does not speak the protocol), EGRESS_FAILED (another try may do), EGRESS_TIMEOUT, EGRESS_TOO_LARGE or EGRESS_DENIED.
 */
export interface ToolClient {
  list(server: ToolServerAddress, limits: ToolLimits): Promise<readonly OfferedTool[]>;
  /** `key` marks what is asked, for servers that tell repeats apart; empty: none. */
  call(
    server: ToolServerAddress,
    asked: { readonly tool: string; readonly arguments: JsonObject; readonly key: string },
    limits: ToolLimits,
  ): Promise<ToolAnswer>;
}
