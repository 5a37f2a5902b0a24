// Which other origins may use the customer API: any, or those of the workspace; never with cookies.
import type { FastifyInstance } from 'fastify';

/** The part of the API that pages of other origins may call. */
export const PUBLIC_PREFIX = '/api/v1/public/';

/** Adds CORS answers to the customer API and leaves everything else without. */
export function addCors(app: FastifyInstance, mayEmbed: (origin: string) => boolean): void {
  app.addHook('onRequest', (request, reply, next) => {
    if (!request.url.startsWith(PUBLIC_PREFIX)) {
      next();
      return;
    }
    const { origin } = request.headers;
    reply.header('vary', 'origin').header('cross-origin-resource-policy', 'cross-origin');
    if (origin !== undefined && mayEmbed(origin)) reply.header('access-control-allow-origin', origin);
    if (request.method !== 'OPTIONS') {
      next();
      return;
    }
    reply
      .code(204)
      .header('access-control-allow-methods', 'GET, POST')
      .header('access-control-allow-headers', 'authorization, content-type, last-event-id, accept-language')
      .header('access-control-max-age', '600')
      .send();
  });
}
