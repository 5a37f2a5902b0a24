// Answers that are saved as a file.
import type { FastifyReply } from 'fastify';

/** Marks the answer as a file of this name; the name may hold any letters. */
export function asAttachment(reply: FastifyReply, name: string, contentType: string): FastifyReply {
  const plain = name.replace(/[^\w.-]+/g, '_');
  return reply
    .type(contentType)
    .header('content-disposition', `attachment; filename="${plain}"; filename*=UTF-8''${encodeURIComponent(name)}`);
}
