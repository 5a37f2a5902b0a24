// Connections that never asked anything: browsers open spare ones, and a stopping server would wait for them.
import type { FastifyInstance } from 'fastify';
import type { Socket } from 'node:net';

/** Ends spare connections when the server closes; the ones with a running request are left to finish. */
export function endSpareConnections(app: FastifyInstance): void {
  const spare = new Set<Socket>();
  app.server.on('connection', (socket: Socket) => {
    spare.add(socket);
    socket.once('close', () => spare.delete(socket));
  });
  app.server.on('request', ({ socket }: { readonly socket: Socket }) => spare.delete(socket));
  app.addHook('preClose', (done) => {
    for (const socket of spare) socket.destroy();
    done();
  });
}
