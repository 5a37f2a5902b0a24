// The only place where an error becomes a status: FlowErrors by their table, framework errors by a short list, the rest INTERNAL.
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { FlowError, type ErrorCode } from '#nodes/kit/errors.ts';
import { problemFrom, sendProblem } from './problem.ts';

const FRAMEWORK: Readonly<Record<string, readonly [ErrorCode, string]>> = {
  FST_ERR_CTP_INVALID_MEDIA_TYPE: ['MEDIA_UNSUPPORTED', 'Send application/json.'],
  FST_ERR_CTP_BODY_TOO_LARGE: ['REQUEST_TOO_LARGE', 'The body is larger than this address takes.'],
  FST_ERR_CTP_INVALID_JSON_BODY: ['REQUEST_INVALID', 'The body is not valid JSON.'],
  FST_ERR_CTP_EMPTY_JSON_BODY: ['REQUEST_INVALID', 'The body is empty.'],
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: ['REQUEST_INVALID', 'The body is not as long as Content-Length says.'],
  FST_ERR_BAD_URL: ['REQUEST_INVALID', 'The address cannot be decoded.'],
  FST_ERR_MAX_PARAM_LENGTH: ['REQUEST_INVALID', 'A part of the address is too long.'],
  FST_INVALID_MULTIPART_CONTENT_TYPE: ['MEDIA_UNSUPPORTED', 'Send multipart/form-data.'],
  FST_REQ_FILE_TOO_LARGE: ['FILE_TOO_LARGE', 'The file is larger than the limit.'],
  FST_PARTS_LIMIT: ['REQUEST_TOO_LARGE', 'Too many parts in one upload.'],
  FST_FILES_LIMIT: ['REQUEST_TOO_LARGE', 'Too many files in one upload.'],
  FST_FIELDS_LIMIT: ['REQUEST_TOO_LARGE', 'Too many fields in one upload.'],
  FST_PROTO_VIOLATION: ['REQUEST_INVALID', 'A field name is not allowed.'],
};

/** Fastify's error handler. */
export function handleError(
  error: FastifyError | FlowError,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  if (error instanceof FlowError) {
    if (error.code === 'INTERNAL' || error.code === 'STORE_FAILED') request.log.error({ err: error }, 'request failed');
    const seconds = error.facts['retryAfterSeconds'];
    if (typeof seconds === 'number') reply.header('retry-after', seconds);
    return sendProblem(reply, problemFrom(error.code, error.message, error.facts));
  }
  if (error.validation !== undefined) return sendProblem(reply, invalidRequest(error));
  const known = FRAMEWORK[error.code];
  if (known !== undefined) return sendProblem(reply, problemFrom(known[0], known[1]));
  if (error.statusCode !== undefined && error.statusCode >= 400 && error.statusCode < 500) {
    return sendProblem(reply, problemFrom('REQUEST_INVALID', 'The request cannot be read.'));
  }
  request.log.error({ err: error }, 'request failed');
  return sendProblem(reply, problemFrom('INTERNAL', 'Something went wrong inside; the server log has the details.'));
}

function invalidRequest(error: FastifyError): ReturnType<typeof problemFrom> {
  const part = error.validationContext ?? 'request';
  const problems = (error.validation ?? []).slice(0, 20).map((issue) => {
    const extra = issue.params['additionalProperty'] ?? issue.params['missingProperty'];
    const field = `${part}${issue.instancePath}${typeof extra === 'string' ? `/${extra.slice(0, 100)}` : ''}`;
    return { field, message: issue.message ?? 'is not valid' };
  });
  const first = problems[0];
  const detail = first === undefined ? 'The request is not of the declared form.' : `${first.field}: ${first.message}.`;
  return problemFrom('REQUEST_INVALID', detail, { problems });
}
