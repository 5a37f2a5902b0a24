// The mail server, for admins; whether there is one, for designers.
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import { FlowError } from '#nodes/kit/errors.ts';
import {
  MailServerSchema,
  MailSettingsSchema,
  MailStateSchema,
  MailTestSchema,
  SaveMailServerSchema,
} from '#nodes/wire/mail.ts';
import type { Mail } from '#runtime/mail/mail.ts';
import type { AccountStore } from '#runtime/ports/access-store.ts';
import { defineRoute } from './route.ts';

/** What the routes lean on. */
export interface MailRoutesDeps {
  readonly mail: Mail;
  readonly accounts: Pick<AccountStore, 'get'>;
}

const TestBody = Type.Object({ locale: Type.Enum(['zh-CN', 'en']) }, { additionalProperties: false });

/** Registers /api/v1/mail. */
export function addMailRoutes(app: FastifyInstance, { mail, accounts }: MailRoutesDeps): void {
  defineRoute(app, {
    method: 'GET',
    url: '/api/v1/mail',
    summary: 'The mail server, without its password',
    tags: ['operate'],
    access: [],
    rate: 'read',
    response: { 200: MailSettingsSchema },
    handler: async ({ workspaceId }) => ({ server: (await mail.server(workspaceId)) ?? null }),
  });

  defineRoute(app, {
    method: 'GET',
    url: '/api/v1/mail/state',
    summary: 'Whether flows can send mails',
    tags: ['flows'],
    access: ['designer'],
    rate: 'read',
    response: { 200: MailStateSchema },
    handler: async ({ workspaceId }) => ({ configured: (await mail.server(workspaceId)) !== undefined }),
  });

  defineRoute(app, {
    method: 'PUT',
    url: '/api/v1/mail',
    summary: 'Enter or change the mail server; another server or user needs the password again',
    tags: ['operate'],
    access: [],
    rate: 'write',
    body: SaveMailServerSchema,
    response: { 200: MailServerSchema },
    async handler({ workspaceId, body, audit }) {
      audit(body.host, { port: body.port, security: body.security, user: body.user, from: body.fromAddress });
      return await mail.save(workspaceId, body);
    },
  });

  defineRoute(app, {
    method: 'DELETE',
    url: '/api/v1/mail',
    summary: 'Forget the mail server; steps that send mails fail from then on',
    tags: ['operate'],
    access: [],
    rate: 'write',
    response: { 204: Type.Null() },
    async handler({ workspaceId }) {
      await mail.remove(workspaceId);
      return null;
    },
  });

  defineRoute(app, {
    method: 'POST',
    url: '/api/v1/mail/test',
    summary: 'Send a test mail to whoever asks',
    tags: ['operate'],
    access: [],
    rate: 'auth',
    body: TestBody,
    response: { 200: MailTestSchema },
    async handler({ workspaceId, principal, body }) {
      const account = principal.kind === 'user' ? await accounts.get(workspaceId, principal.id) : undefined;
      if (account === undefined) {
        throw new FlowError('STATE_CONFLICT', 'A token has no mailbox. Sign in as a person to send the test mail.');
      }
      return await mail.test(workspaceId, account.email, body.locale);
    },
  });
}
