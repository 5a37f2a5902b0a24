// Files of conversations over HTTP: the customer uploads and opens their own, staff open those of their workspace.
import type { FastifyInstance, FastifyReply } from 'fastify';
import { Type } from 'typebox';
import type { SentFile } from '#nodes/kit/messages.ts';
import { FileUploadedSchema } from '#nodes/wire/customer.ts';
import type { Files } from '#runtime/files/files.ts';
import { asAttachment } from './attachment.ts';
import { defineRoute, IdParams } from './route.ts';
import { uploadedFile } from './uploaded-files.ts';
import { createUploadSlots } from './upload-slots.ts';

const READERS = ['designer', 'agent', 'supervisor', 'viewer'] as const;
const FileParams = Type.Object({
  id: Type.String({ minLength: 1, maxLength: 128 }),
  file: Type.String({ minLength: 1, maxLength: 128 }),
});

/** Registers the routes. */
export function addCustomerFileRoutes(app: FastifyInstance, files: Files): void {
  const slots = createUploadSlots();

  defineRoute(app, {
    method: 'POST',
    url: '/api/v1/public/sessions/:id/files',
    summary: 'Upload one file (multipart) while files are asked for; send its id with a message within an hour',
    tags: ['customer'],
    access: 'customer',
    rate: 'upload',
    params: IdParams,
    upload: true,
    response: { 201: FileUploadedSchema },
    async handler({ session, request }) {
      const rules = await files.mayUpload(session);
      const file = await slots.run(session.id, async () =>
        files.upload(session, await uploadedFile(request, rules.maxBytes), rules),
      );
      return { file };
    },
  });

  defineRoute(app, {
    method: 'GET',
    url: '/api/v1/public/sessions/:id/files/:file',
    summary: 'A file of this conversation, as an attachment',
    tags: ['customer'],
    access: 'customer',
    rate: 'read',
    params: FileParams,
    response: { 200: Type.Unknown() },
    handler: async ({ session, params, reply }) =>
      sendFile(reply, await files.open(session.workspaceId, session.id, params.file)),
  });

  defineRoute(app, {
    method: 'GET',
    url: '/api/v1/conversations/:id/files/:file',
    summary: 'A file of a conversation, as an attachment',
    tags: ['conversations'],
    access: READERS,
    rate: 'read',
    params: FileParams,
    response: { 200: Type.Unknown() },
    handler: async ({ workspaceId, params, reply }) =>
      sendFile(reply, await files.open(workspaceId, params.id, params.file)),
  });
}

/** Never a page: a browser that opens it saves it, and whatever it holds could do nothing. */
function sendFile(
  reply: FastifyReply,
  { file, bytes }: { readonly file: SentFile; readonly bytes: Uint8Array },
): FastifyReply {
  return asAttachment(reply, file.name, file.contentType)
    .header('content-security-policy', "default-src 'none'; sandbox; frame-ancestors 'none'")
    .header('cache-control', 'private, no-store')
    .send(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
}
