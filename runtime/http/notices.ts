// Notices to colleagues over HTTP: one's own list, marking as read; and whom a step may name.
import type { FastifyInstance } from 'fastify';
import { ColleaguesSchema, NoticeListSchema, ReadNoticesSchema } from '#nodes/wire/notices.ts';
import type { Notices } from '#runtime/notices/notices.ts';
import { defineRoute } from './route.ts';

const READERS = ['agent', 'supervisor', 'sales'] as const;
const tags = ['desk'];

/** Registers /api/v1/notices and /api/v1/colleagues. */
export function addNoticeRoutes(app: FastifyInstance, notices: Notices): void {
  defineRoute(app, {
    method: 'GET',
    url: '/api/v1/notices',
    summary: "The caller's own notices, newest first, and how many are unread",
    tags,
    access: READERS,
    rate: 'read',
    response: { 200: NoticeListSchema },
    handler: ({ workspaceId, principal }) => notices.list(workspaceId, principal.id),
  });

  defineRoute(app, {
    method: 'POST',
    url: '/api/v1/notices/read',
    summary: 'Mark notices of the caller as read; without ids, all of them',
    tags,
    access: READERS,
    rate: 'write',
    body: ReadNoticesSchema,
    response: { 200: NoticeListSchema },
    action: 'notice.read',
    handler({ workspaceId, principal, body, audit }) {
      audit('notices', { count: body.ids?.length ?? 'all' });
      return notices.read(workspaceId, principal.id, body.ids);
    },
  });

  defineRoute(app, {
    method: 'GET',
    url: '/api/v1/colleagues',
    summary: 'Names of the people a step may notify or give leads to',
    tags: ['flows'],
    access: ['designer', 'supervisor', 'viewer'],
    rate: 'read',
    response: { 200: ColleaguesSchema },
    handler: async ({ workspaceId }) => ({
      colleagues: (await notices.colleagues(workspaceId)).map(({ id, name, role }) => ({ id, name, role })),
    }),
  });
}
