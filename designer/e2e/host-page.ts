// A stranger's website that embeds the widget by its one line, under a policy that allows nothing else.
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';

/** A running host page. */
export interface HostPage {
  readonly url: string;
  close(): Promise<void>;
}

/** Serves the page on a port of its own: no inline script, scripts and calls only to the server of the widget. */
export async function serveHostPage(widgetOrigin: string, slug: string, language: string): Promise<HostPage> {
  const policy = [
    "default-src 'none'",
    `script-src ${widgetOrigin}`,
    `connect-src ${widgetOrigin}`,
    'img-src data:',
    "base-uri 'none'",
  ].join('; ');
  const html =
    `<!doctype html><html lang="${language}"><head>` +
    '<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">' +
    '<title>Corner shop</title><link rel="icon" href="data:,"></head><body><main><h1>Corner shop</h1><p>Bread, milk and answers.</p>' +
    '<button type="button">Add to basket</button></main>' +
    `<script src="${widgetOrigin}/widget.js" data-flow="${slug}" async></script></body></html>`;
  const server = createServer((_, answer) => {
    answer.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': policy });
    answer.end(html);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { url: `http://127.0.0.1:${String(portOf(server))}`, close: () => closed(server) };
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The host page has no port.');
  return address.port;
}

async function closed(server: Server): Promise<void> {
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
}
