// Releases of a flow over HTTP: rollback, release to a share, changes by author, moving live sessions.
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import {
  ChangeRolloutSchema,
  MoveSessionsSchema,
  NotedChangesSchema,
  ReleaseSchema,
  RollbackSchema,
  SessionsMovedSchema,
  StartRolloutSchema,
} from '#nodes/wire/releases.ts';
import type { Principal } from '#runtime/ports/identity.ts';
import type { Author } from '#runtime/ports/flow-store.ts';
import type { Releases } from '#runtime/releases/releases.ts';
import { defineRoute, IdParams } from './route.ts';

const READERS = ['designer', 'supervisor', 'viewer'] as const;
const WRITERS = ['designer'] as const;
const tags = ['flows'];
const VersionParams = Type.Object({
  id: Type.String({ minLength: 1, maxLength: 128 }),
  version: Type.Integer({ minimum: 1 }),
});

/** Registers what releases need under /api/v1/flows/{id}. */
export function addReleaseRoutes(app: FastifyInstance, releases: Releases): void {
  addRolloutRoutes(app, releases);

  defineRoute(app, {
    method: 'GET',
    url: '/api/v1/flows/:id/changes',
    summary: 'Who last changed what in the draft',
    tags,
    access: READERS,
    rate: 'read',
    params: IdParams,
    response: { 200: NotedChangesSchema },
    handler: async ({ workspaceId, params }) => ({
      changes: (await releases.changes(workspaceId, params.id)).map(({ subject, by, at }) => ({
        key: subject,
        by: by.name,
        at: new Date(at).toISOString(),
      })),
    }),
  });

  defineRoute(app, {
    method: 'DELETE',
    url: '/api/v1/flows/:id/versions/:version',
    summary: 'Take a version off the list; one in use stays',
    tags,
    access: WRITERS,
    rate: 'write',
    params: VersionParams,
    response: { 204: Type.Null() },
    action: 'version.remove',
    async handler({ workspaceId, params, audit }) {
      audit(params.id, { version: params.version });
      await releases.removeVersion(workspaceId, params.id, params.version);
      return null;
    },
  });

  defineRoute(app, {
    method: 'POST',
    url: '/api/v1/flows/:id/move',
    summary: 'Move live conversations of one version to another, or say what that would do',
    tags,
    access: WRITERS,
    rate: 'write',
    params: IdParams,
    body: MoveSessionsSchema,
    response: { 200: SessionsMovedSchema },
    action: 'session.move',
    async handler({ workspaceId, principal, params, body, audit }) {
      audit(params.id, { from: body.from, to: body.to, stuck: body.stuck, dryRun: body.dryRun });
      const moved = await releases.move(workspaceId, authorFrom(principal), params.id, body);
      audit(params.id, { moved: moved.report.moved, left: moved.report.stuck });
      return moved;
    },
  });
}

function addRolloutRoutes(app: FastifyInstance, releases: Releases): void {
  defineRoute(app, {
    method: 'GET',
    url: '/api/v1/flows/:id/release',
    summary: 'What new conversations get, how each version fares, and where live ones are',
    tags,
    access: READERS,
    rate: 'read',
    params: IdParams,
    response: { 200: ReleaseSchema },
    handler: ({ workspaceId, params }) => releases.release(workspaceId, params.id),
  });

  defineRoute(app, {
    method: 'POST',
    url: '/api/v1/flows/:id/rollback',
    summary: 'Give new conversations an earlier version at once; the draft and running conversations stay as they are',
    tags,
    access: WRITERS,
    rate: 'write',
    params: IdParams,
    body: RollbackSchema,
    response: { 200: ReleaseSchema },
    action: 'flow.rollback',
    async handler({ workspaceId, principal, params, body, audit }) {
      audit(params.id, { version: body.version, from: body.expected });
      await releases.rollBack(workspaceId, authorFrom(principal), params.id, body);
      return releases.release(workspaceId, params.id);
    },
  });

  defineRoute(app, {
    method: 'POST',
    url: '/api/v1/flows/:id/rollout',
    summary: 'Release a version to a share of new conversations',
    tags,
    access: WRITERS,
    rate: 'write',
    params: IdParams,
    body: StartRolloutSchema,
    response: { 201: ReleaseSchema },
    action: 'rollout.start',
    async handler({ workspaceId, principal, params, body, audit }) {
      audit(params.id, { version: body.version, share: body.share });
      await releases.startRollout(workspaceId, authorFrom(principal), params.id, body);
      return releases.release(workspaceId, params.id);
    },
  });

  defineRoute(app, {
    method: 'PATCH',
    url: '/api/v1/flows/:id/rollout',
    summary: 'Raise or lower the share, release to all, or stop',
    tags,
    access: WRITERS,
    rate: 'write',
    params: IdParams,
    body: ChangeRolloutSchema,
    response: { 200: ReleaseSchema },
    action: 'rollout.change',
    async handler({ workspaceId, principal, params, body, audit }) {
      audit(params.id, { to: body.to });
      await releases.changeRollout(workspaceId, authorFrom(principal), params.id, body);
      return releases.release(workspaceId, params.id);
    },
  });
}

function authorFrom({ id, name }: Principal): Author {
  return { id, name };
}
