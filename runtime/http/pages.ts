// Serves what was built: the staff application, the customer's page and the embed script. Only files found at boot are served.
import { existsSync, readdirSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import type { FastifyInstance, FastifyReply } from 'fastify';
import type {} from '@fastify/static';
import { Type } from 'typebox';
import { FlowError } from '#nodes/kit/errors.ts';
import { defineRoute } from './route.ts';
import { protectChatPage, protectStaffPage } from './security-headers.ts';

/** Where the built browser parts are, and what their headers depend on. */
export interface PagesOptions {
  readonly distDir: string;
  readonly https: boolean;
  /** Origins that may frame the customer's page; empty: any. */
  widgetOrigins(): readonly string[];
}

const File = { 200: Type.Unknown() };
const APP_ROUTE = /^\/(?!(?:api|assets|chat|widget)(?:\/|$))(?:[\w-]+(?:\/[\w-]+)*\/?)?$/i;

/** Registers `/`, `/assets/*`, `/chat/:slug`, `/widget.js`, `/widget/*` and the fallback of the staff application. */
export function addPages(app: FastifyInstance, options: PagesOptions): void {
  const designerDir = join(options.distDir, 'designer');
  const widgetDir = join(options.distDir, 'widget');
  const designerFiles = filesIn(designerDir);
  const widgetFiles = filesIn(widgetDir);

  function sendWidgetFile(reply: FastifyReply, path: string, immutable: boolean): FastifyReply {
    if (!widgetFiles.has(path)) throw new FlowError('RESOURCE_NOT_FOUND', 'There is no such file.');
    protectChatPage(reply, options.https, options.widgetOrigins());
    reply.header('access-control-allow-origin', '*');
    reply.header('cache-control', immutable ? 'public, max-age=31536000, immutable' : 'public, max-age=300');
    return reply.sendFile(path, widgetDir, { cacheControl: false });
  }

  defineRoute(app, {
    method: 'GET',
    url: '/chat/:slug',
    summary: 'The hosted conversation page of a flow',
    tags: ['pages'],
    access: 'public',
    rate: 'page',
    params: Type.Object({ slug: Type.String({ maxLength: 128 }) }),
    response: File,
    handler({ reply }) {
      if (!widgetFiles.has('chat.html'))
        throw new FlowError('RESOURCE_NOT_FOUND', 'The page is not built: run npm run build.');
      protectChatPage(reply, options.https, options.widgetOrigins());
      reply.header('cache-control', 'no-cache');
      return reply.sendFile('chat.html', widgetDir, { cacheControl: false });
    },
  });

  defineRoute(app, {
    method: 'GET',
    url: '/widget.js',
    summary: 'The embed script',
    tags: ['pages'],
    access: 'public',
    rate: 'page',
    response: File,
    handler: ({ reply }) => sendWidgetFile(reply, 'widget.js', false),
  });

  defineRoute(app, {
    method: 'GET',
    url: '/widget/*',
    summary: 'Files of the customer page',
    tags: ['pages'],
    access: 'public',
    rate: 'page',
    response: File,
    handler({ request, reply }) {
      const file = (request.url.split('?', 1)[0] ?? '').slice('/widget/'.length);
      return sendWidgetFile(reply, file, isHashed(file));
    },
  });

  defineRoute(app, {
    method: 'GET',
    url: '/*',
    summary: 'The staff application',
    tags: ['pages'],
    access: 'public',
    rate: 'page',
    response: File,
    handler({ request, reply }) {
      const path = request.url.split('?', 1)[0] ?? '/';
      const file = path.slice(1);
      const found = file !== 'index.html' && designerFiles.has(file);
      if (!found && (!APP_ROUTE.test(path) || !designerFiles.has('index.html'))) {
        throw new FlowError('RESOURCE_NOT_FOUND', 'There is nothing at this address.');
      }
      protectStaffPage(reply, options.https);
      const immutable = found && file.startsWith('assets/');
      reply.header('cache-control', immutable ? 'public, max-age=31536000, immutable' : 'no-cache');
      return reply.sendFile(found ? file : 'index.html', designerDir, { cacheControl: false });
    },
  });
}

function filesIn(dir: string): ReadonlySet<string> {
  if (!existsSync(dir)) return new Set();
  const entries = readdirSync(dir, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && !entry.name.startsWith('.'));
  return new Set(files.map((entry) => relative(dir, join(entry.parentPath, entry.name)).split(sep).join('/')));
}

function isHashed(path: string): boolean {
  return /[-.][\w-]{8,}\.(?:js|css|woff2|svg|png)$/.test(path);
}
