// The files of a multipart request, one after the other, each held to the size limit.
import type {} from '@fastify/multipart';
import type { FastifyRequest } from 'fastify';
import { FlowError } from '#nodes/kit/errors.ts';
import { MAX_DOCUMENT_BYTES } from '#runtime/ports/document-reader.ts';

const MAX_FILES = 20;

/** A file; `bytes` is undefined when it is larger than the limit. Its rest is thrown away as it comes, never kept. */
export interface ReceivedFile {
  readonly name: string;
  readonly bytes: Uint8Array | undefined;
}

/** One file of a request that brings one. Fails with REQUEST_INVALID when there is none. */
export async function uploadedFile(request: FastifyRequest, maxBytes: number): Promise<ReceivedFile> {
  let only: ReceivedFile | undefined;
  for await (const file of uploadedFiles(request, maxBytes, 1)) only = file;
  if (only === undefined) throw new FlowError('REQUEST_INVALID', 'Send a file.');
  return only;
}

/** The files in order. Fails with REQUEST_INVALID when there is none. */
export async function* uploadedFiles(
  request: FastifyRequest,
  maxBytes = MAX_DOCUMENT_BYTES,
  maxFiles = MAX_FILES,
): AsyncGenerator<ReceivedFile> {
  let count = 0;
  const limits = { fileSize: maxBytes, files: maxFiles, parts: maxFiles * 2, fields: maxFiles };
  // The plugin reads this option here, too; its types name it only at registration.
  const options = { limits, throwFileSizeLimit: false };
  for await (const part of request.parts(options)) {
    if (part.type !== 'file') continue;
    const chunks: Buffer[] = [];
    for await (const chunk of part.file as AsyncIterable<Buffer>) chunks.push(chunk);
    count += 1;
    yield { name: part.filename, bytes: part.file.truncated ? undefined : Buffer.concat(chunks) };
  }
  if (count === 0) throw new FlowError('REQUEST_INVALID', 'Send at least one file.');
}
