// The one table of error codes, and the error that carries one.
import type { JsonObject } from './json.ts';

/** Every code the product can answer with, its HTTP status and what it means. */
export const ERROR_CODES = {
  AUTH_REQUIRED: { status: 401, title: 'Sign in first' },
  AUTH_FAILED: { status: 401, title: 'E-mail or password is wrong' },
  TOKEN_INVALID: { status: 401, title: 'The token is missing, expired or wrong' },
  SIGNATURE_INVALID: { status: 401, title: 'The signature is missing, too old or wrong' },
  CSRF_INVALID: { status: 403, title: 'The CSRF token is missing or wrong' },
  ACCESS_DENIED: { status: 403, title: 'Your role may not do this' },
  SETUP_DONE: { status: 410, title: 'Set-up is already finished' },
  SETUP_TOKEN_INVALID: { status: 403, title: 'The set-up link is wrong or was already used' },
  RESOURCE_NOT_FOUND: { status: 404, title: 'Not found' },
  REQUEST_INVALID: { status: 422, title: 'The request is not of the declared form' },
  REQUEST_TOO_LARGE: { status: 413, title: 'The request is too large' },
  MEDIA_UNSUPPORTED: { status: 415, title: 'This content type is not accepted' },
  RATE_LIMITED: { status: 429, title: 'Too many requests' },
  REVISION_CONFLICT: { status: 409, title: 'Someone else changed this meanwhile' },
  STATE_CONFLICT: { status: 409, title: 'This is not possible in the current state' },
  HANDOFF_TAKEN: { status: 409, title: 'A colleague already took this conversation' },
  NAME_TAKEN: { status: 409, title: 'This name is already in use' },
  CALLBACK_USED: { status: 410, title: 'This address was used already' },
  SESSION_CLOSED: { status: 409, title: 'This conversation has ended' },
  FLOW_INVALID: { status: 422, title: 'The flow has problems' },
  DIALOGUES_RED: { status: 422, title: 'Dialogues of the flow do not pass' },
  FLOW_NOT_PUBLISHED: { status: 404, title: 'This flow is not published' },
  FLOW_FORMAT_UNKNOWN: { status: 422, title: 'Not a flow document this version can read' },
  NODE_UNKNOWN: { status: 422, title: 'Unknown node type' },
  EXPRESSION_INVALID: { status: 422, title: 'The expression cannot be read' },
  EXPRESSION_FAILED: { status: 422, title: 'The expression failed while running' },
  FLOW_RUNAWAY: { status: 422, title: 'The flow goes round without waiting' },
  BUNDLE_INVALID: { status: 422, title: 'The bundle cannot be read' },
  FILE_REFUSED: { status: 415, title: 'This file is not accepted' },
  FILE_TOO_LARGE: { status: 413, title: 'The file is too large' },
  FILE_UNREADABLE: { status: 422, title: 'The file cannot be read' },
  INGEST_LIMIT: { status: 422, title: 'The file exceeds a limit' },
  EGRESS_DENIED: { status: 403, title: 'This address may not be called' },
  EGRESS_FAILED: { status: 502, title: 'The other server did not answer properly' },
  EGRESS_TIMEOUT: { status: 504, title: 'The other server took too long' },
  EGRESS_TOO_LARGE: { status: 502, title: 'The answer of the other server is too large' },
  CREDENTIAL_MISSING: { status: 422, title: 'This credential does not exist or has no value' },
  CREDENTIAL_HOST_MISMATCH: { status: 403, title: 'This credential may not be sent to that host' },
  MAIL_SERVER_MISSING: { status: 422, title: 'No mail server is set up' },
  MAIL_REFUSED: { status: 502, title: 'The mail server did not take the mail' },
  TOOL_SERVER_MISSING: { status: 422, title: 'There is no tool server of this name' },
  TOOL_FAILED: { status: 502, title: 'The tool server refused or failed' },
  SCRIPT_FAILED: { status: 422, title: 'The script failed' },
  JOB_FAILED: { status: 422, title: 'The program that took the job gave it up' },
  SCRIPT_LIMIT: { status: 422, title: 'The script took too much time, memory or space' },
  MODEL_UNAVAILABLE: { status: 503, title: 'No language model is available' },
  UNDERSTANDING_FAILED: { status: 500, title: 'Understanding failed' },
  SECRET_UNREADABLE: { status: 500, title: 'A stored secret cannot be read with this key' },
  CONFIG_INVALID: { status: 500, title: 'The configuration is wrong' },
  STORE_FAILED: { status: 503, title: 'The database did not answer' },
  SERVER_BUSY: { status: 503, title: 'The server is busy' },
  INTERNAL: { status: 500, title: 'Something went wrong inside' },
} as const satisfies Record<string, { status: number; title: string }>;

/** A stable error code. */
export type ErrorCode = keyof typeof ERROR_CODES;

/** An error with a code of the table. `message` says what, where and how to mend it; never a secret, never a customer's text. */
export class FlowError extends Error {
  override readonly name = 'FlowError';
  readonly code: ErrorCode;
  /** Facts for the reader of the answer, such as `{ node, problems }`. */
  readonly facts: JsonObject;

  constructor(code: ErrorCode, message: string, facts: JsonObject = {}, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.facts = facts;
  }
}
