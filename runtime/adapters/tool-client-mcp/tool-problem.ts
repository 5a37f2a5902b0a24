// What a failed conversation with a tool server means, and whether another try may do.
import { FlowError } from '#nodes/kit/errors.ts';
import type { ToolServerAddress } from '#runtime/ports/tool-client.ts';

const LONGEST = 300;

/** The problem. `lateMs`: its time was up. */
export function toolProblem(error: unknown, { url }: ToolServerAddress, lateMs: number | undefined): FlowError {
  const { host } = new URL(url);
  const options = { cause: error };
  const code: unknown = error instanceof Error && 'code' in error ? error.code : undefined;
  if (lateMs !== undefined || code === 'REQUEST_TIMEOUT') {
    return new FlowError('EGRESS_TIMEOUT', `The tool server ${host} did not answer in time.`, {}, options);
  }
  const status: unknown = error instanceof Error && 'status' in error ? error.status : undefined;
  if (status === 401 || status === 403) {
    return new FlowError(
      'TOOL_FAILED',
      `The tool server ${host} does not let us in (${status}). Choose a credential for it under Settings, Tool servers.`,
      {},
      options,
    );
  }
  if (typeof status === 'number') {
    const isTemporary = status >= 500 || status === 429;
    return new FlowError(
      isTemporary ? 'EGRESS_FAILED' : 'TOOL_FAILED',
      `The tool server ${host} answered ${status}. Is this the address of its MCP endpoint?`,
      {},
      options,
    );
  }
  const said = error instanceof Error ? error.message.replaceAll(/[\p{C}\s]+/gu, ' ').slice(0, LONGEST) : '';
  return new FlowError(
    'TOOL_FAILED',
    `The tool server ${host} refused or did not answer by the protocol: ${said}`,
    {},
    options,
  );
}
