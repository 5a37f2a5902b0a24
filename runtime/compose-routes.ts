// The routes of the rooms: which file of `http` serves which room.
import type { Config } from './config.ts';
import { addAuditRoutes } from './http/audit.ts';
import { addAuthRoutes } from './http/auth.ts';
import type { RouteSet } from './http/app.ts';
import { addCommentRoutes } from './http/comments.ts';
import { addConversationRoutes } from './http/conversations.ts';
import { addCredentialRoutes } from './http/credentials.ts';
import { addCustomerFileRoutes } from './http/customer-files.ts';
import { addCustomerRoutes } from './http/customer.ts';
import { addDeskRoutes } from './http/desk.ts';
import { addDialogueRoutes } from './http/dialogues.ts';
import { addEventRoutes } from './http/events.ts';
import { addFlowRoutes } from './http/flows.ts';
import { addHealthRoutes } from './http/health.ts';
import { addHookRoutes } from './http/hooks.ts';
import { addHttpCallRoutes } from './http/http-call.ts';
import { addJobRoutes } from './http/jobs.ts';
import { addKnowledgeRoutes } from './http/knowledge.ts';
import { addLeadRoutes } from './http/leads.ts';
import { addMailRoutes } from './http/mail.ts';
import { addMoodRoutes } from './http/moods.ts';
import { addNodePackRoutes } from './http/node-packs.ts';
import { addNoticeRoutes } from './http/notices.ts';
import { addRehearsalRoutes } from './http/rehearsal.ts';
import { addReleaseRoutes } from './http/releases.ts';
import { addScriptRoutes } from './http/scripts.ts';
import { addSessionEventRoutes } from './http/session-events.ts';
import { addSettingsRoutes } from './http/settings.ts';
import { addSetupRoutes } from './http/setup.ts';
import { addTableRoutes } from './http/tables.ts';
import { addTokenRoutes } from './http/tokens.ts';
import { addToolRoutes } from './http/tools.ts';
import { addTrainerRoutes } from './http/trainer.ts';
import { addUserRoutes } from './http/users.ts';
import type { Features } from './http/staff-cookie.ts';

const ROUTES = {
  health: addHealthRoutes,
  setup: addSetupRoutes,
  auth: addAuthRoutes,
  users: addUserRoutes,
  tokens: addTokenRoutes,
  audit: addAuditRoutes,
  settings: addSettingsRoutes,
  flows: addFlowRoutes,
  comments: addCommentRoutes,
  nodePacks: addNodePackRoutes,
  releases: addReleaseRoutes,
  dialogues: addDialogueRoutes,
  rehearsal: addRehearsalRoutes,
  trainer: addTrainerRoutes,
  moods: addMoodRoutes,
  scripts: addScriptRoutes,
  credentials: addCredentialRoutes,
  httpCalls: addHttpCallRoutes,
  mail: addMailRoutes,
  tools: addToolRoutes,
  knowledge: addKnowledgeRoutes,
  desk: addDeskRoutes,
  leads: addLeadRoutes,
  notices: addNoticeRoutes,
  tables: addTableRoutes,
  jobs: addJobRoutes,
  conversations: addConversationRoutes,
  customer: addCustomerRoutes,
  customerFiles: addCustomerFileRoutes,
  sessionEvents: addSessionEventRoutes,
  hooks: addHookRoutes,
  events: addEventRoutes,
} as const;

type Routes = typeof ROUTES;

/** What each set of routes leans on. */
export type RouteRooms = { readonly [Name in keyof Routes]: Parameters<Routes[Name]>[1] };

/** Every set of routes on its rooms. */
export function routesOf(rooms: RouteRooms): readonly RouteSet[] {
  return Object.entries(ROUTES).map(([name, add]) => {
    // Each set is called with the part that carries its own name.
    const addTo = add as (scope: Parameters<RouteSet>[0], room: unknown) => void;
    return (scope) => addTo(scope, rooms[name as keyof Routes]);
  });
}

/** What the designer is told that IT has set up. */
export function featuresOf({ model, embedder, ocr }: Config): Features {
  return { model: model !== undefined, embedder: embedder !== undefined, imageText: ocr !== undefined };
}
