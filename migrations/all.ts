// Every change of the database, in the order it is applied. Add a line at the end; never change or remove one that was released.
import type { Kysely } from 'kysely';
import { up as sessions } from './0001_sessions.ts';
import { up as access } from './0002_access.ts';
import { up as flows } from './0003_flows.ts';
import { up as people } from './0004_people.ts';
import { up as knowledge } from './0005_knowledge.ts';
import { up as demo } from './0006_demo.ts';
import { up as flowCalls } from './0020_flow_calls.ts';
import { up as credentials } from './0030_credentials.ts';
import { up as consents } from './0040_consents.ts';
import { up as identity } from './0041_identity.ts';
import { up as flowDialogues } from './0050_flow_dialogues.ts';
import { up as releases } from './0060_releases.ts';
import { up as timerPolicies } from './0070_timer_policies.ts';
import { up as notices } from './0080_notices.ts';
import { up as leadOffers } from './0081_lead_offers.ts';
import { up as tables } from './0082_tables.ts';
import { up as flowJobs } from './0083_flow_jobs.ts';
import { up as sessionFiles } from './0085_session_files.ts';
import { up as events } from './0086_events.ts';
import { up as flowComments } from './0086_flow_comments.ts';
import { up as schedules } from './0087_schedules.ts';
import { up as inbox } from './0090_inbox.ts';
import { up as knowledgeRules } from './0090_knowledge_rules.ts';
import { up as flowValues } from './0091_flow_values.ts';
import { up as knowledgeSites } from './0100_knowledge_sites.ts';
import { up as mail } from './0110_mail.ts';
import { up as toolServers } from './0111_tool_servers.ts';
import { up as retention } from './0112_retention.ts';
import { up as moodCorrections } from './0120_mood_corrections.ts';
import { up as knowledgeRerank } from './0121_knowledge_rerank.ts';
import { up as accountLocale } from './0123_account_locale.ts';
import { up as serverMeaning } from './0130_server_meaning.ts';
import { up as listsAtAddresses } from './0131_lists_at_addresses.ts';

/** One change. Runs once, in a transaction of its own; runs on an empty and on a filled database. */
export interface Migration {
  /** File name without its ending; remembered in the table `migrations`. */
  readonly name: string;
  up(db: Kysely<unknown>): Promise<void>;
}

/** All changes, oldest first. */
export const migrations: readonly Migration[] = [
  { name: '0001_sessions', up: sessions },
  { name: '0002_access', up: access },
  { name: '0003_flows', up: flows },
  { name: '0004_people', up: people },
  { name: '0005_knowledge', up: knowledge },
  { name: '0006_demo', up: demo },
  { name: '0020_flow_calls', up: flowCalls },
  { name: '0030_credentials', up: credentials },
  { name: '0040_consents', up: consents },
  { name: '0041_identity', up: identity },
  { name: '0050_flow_dialogues', up: flowDialogues },
  { name: '0060_releases', up: releases },
  { name: '0070_timer_policies', up: timerPolicies },
  { name: '0080_notices', up: notices },
  { name: '0081_lead_offers', up: leadOffers },
  { name: '0082_tables', up: tables },
  { name: '0083_flow_jobs', up: flowJobs },
  { name: '0085_session_files', up: sessionFiles },
  { name: '0086_events', up: events },
  { name: '0086_flow_comments', up: flowComments },
  { name: '0087_schedules', up: schedules },
  { name: '0090_inbox', up: inbox },
  { name: '0090_knowledge_rules', up: knowledgeRules },
  { name: '0091_flow_values', up: flowValues },
  { name: '0100_knowledge_sites', up: knowledgeSites },
  { name: '0110_mail', up: mail },
  { name: '0111_tool_servers', up: toolServers },
  { name: '0112_retention', up: retention },
  { name: '0120_mood_corrections', up: moodCorrections },
  { name: '0121_knowledge_rerank', up: knowledgeRerank },
  { name: '0123_account_locale', up: accountLocale },
  { name: '0130_server_meaning', up: serverMeaning },
  { name: '0131_lists_at_addresses', up: listsAtAddresses },
];
