// Leads over HTTP, and the webhook that tells sales about them.
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import { LOCALES } from '#nodes/kit/localized.ts';
import {
  LEAD_STAGES,
  LeadListSchema,
  LeadSchema,
  LeadWebhookSchema,
  SaveLeadWebhookSchema,
  UpdateLeadSchema,
} from '#nodes/wire/leads.ts';
import type { Leads } from '#runtime/leads/leads.ts';
import { asAttachment } from './attachment.ts';
import { defineRoute, IdParams } from './route.ts';

const PEOPLE = ['sales', 'supervisor'] as const;
const tags = ['leads'];
const filter = {
  stage: Type.Optional(Type.Enum(LEAD_STAGES)),
  owner: Type.Optional(Type.String({ maxLength: 128 })),
  q: Type.Optional(Type.String({ maxLength: 200 })),
};

/** Registers /api/v1/leads and /api/v1/settings/lead-webhook. */
export function addLeadRoutes(app: FastifyInstance, leads: Leads): void {
  addListRoutes(app, leads);
  addLeadChangeRoutes(app, leads);
  addWebhookRoutes(app, leads);
}

function addListRoutes(app: FastifyInstance, leads: Leads): void {
  defineRoute(app, {
    method: 'GET',
    url: '/api/v1/leads',
    summary: 'List leads, newest first; owner is a user id or "none"',
    tags,
    access: PEOPLE,
    rate: 'read',
    query: Type.Object(
      {
        ...filter,
        cursor: Type.Optional(Type.String({ maxLength: 200 })),
        limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
      },
      { additionalProperties: false },
    ),
    response: { 200: LeadListSchema },
    handler: ({ workspaceId, query }) => leads.list(workspaceId, { ...query, limit: query.limit ?? 50 }),
  });

  defineRoute(app, {
    method: 'GET',
    url: '/api/v1/leads.csv',
    summary: 'The leads as a file for spreadsheets',
    tags,
    access: PEOPLE,
    rate: 'write',
    query: Type.Object({ ...filter, locale: Type.Optional(Type.Enum(LOCALES)) }, { additionalProperties: false }),
    response: { 200: Type.String() },
    action: 'lead.export',
    async handler({ workspaceId, query: { locale, ...rest }, reply, audit }) {
      audit('leads.csv', { ...rest });
      const csv = await leads.csv(workspaceId, rest, locale ?? 'zh-CN');
      return asAttachment(reply, 'leads.csv', 'text/csv; charset=utf-8').send(csv);
    },
  });
}

function addLeadChangeRoutes(app: FastifyInstance, leads: Leads): void {
  defineRoute(app, {
    method: 'GET',
    url: '/api/v1/leads/:id',
    summary: 'One lead; the first look is remembered',
    tags,
    access: PEOPLE,
    rate: 'read',
    params: IdParams,
    response: { 200: LeadSchema },
    handler: ({ workspaceId, params }) => leads.get(workspaceId, params.id),
  });

  defineRoute(app, {
    method: 'PATCH',
    url: '/api/v1/leads/:id',
    summary: 'Change stage, owner or note',
    tags,
    access: PEOPLE,
    rate: 'write',
    params: IdParams,
    body: UpdateLeadSchema,
    response: { 200: LeadSchema },
    handler({ workspaceId, params, body, audit }) {
      const { note, ...facts } = body;
      audit(params.id, { ...facts, ...(note === undefined ? {} : { noteChanged: true }) });
      return leads.update(workspaceId, params.id, body);
    },
  });

  defineRoute(app, {
    method: 'POST',
    url: '/api/v1/leads/:id/accept',
    summary: 'Take a lead that is offered to the caller; the flow that waits for it goes on',
    tags,
    access: PEOPLE,
    rate: 'write',
    params: IdParams,
    response: { 200: LeadSchema },
    action: 'lead.accept',
    handler: ({ workspaceId, principal, params }) => leads.accept(workspaceId, principal, params.id),
  });

  defineRoute(app, {
    method: 'POST',
    url: '/api/v1/leads/:id/push',
    summary: 'Send the lead to the webhook again',
    tags,
    access: PEOPLE,
    rate: 'write',
    params: IdParams,
    response: { 200: LeadSchema },
    action: 'lead.push',
    handler: ({ workspaceId, params }) => leads.pushAgain(workspaceId, params.id),
  });
}

function addWebhookRoutes(app: FastifyInstance, leads: Leads): void {
  defineRoute(app, {
    method: 'GET',
    url: '/api/v1/settings/lead-webhook',
    summary: 'Where leads are sent; the secret is never read back',
    tags,
    access: [],
    rate: 'read',
    response: { 200: LeadWebhookSchema },
    handler: ({ workspaceId }) => leads.webhook(workspaceId),
  });

  defineRoute(app, {
    method: 'PUT',
    url: '/api/v1/settings/lead-webhook',
    summary: 'Set where leads are sent; another host needs the secret again',
    tags,
    access: [],
    rate: 'write',
    body: SaveLeadWebhookSchema,
    response: { 200: LeadWebhookSchema },
    action: 'settings.lead-webhook',
    handler({ workspaceId, body, audit }) {
      audit('lead-webhook', { url: body.url, enabled: body.enabled, secretChanged: body.secret !== undefined });
      return leads.saveWebhook(workspaceId, body);
    },
  });
}
