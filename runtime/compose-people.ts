// Puts the rooms of people together: the desk, what colleagues are told, and leads.
import type { Kysely } from 'kysely';
import type { Database } from './adapters/store-sql/database.ts';
import { createSqlDeskStore } from './adapters/store-sql/desk-store.ts';
import { createSqlLeadOfferStore } from './adapters/store-sql/lead-offer-store.ts';
import { createSqlLeadPushStore } from './adapters/store-sql/lead-push-store.ts';
import { createSqlLeadStore } from './adapters/store-sql/lead-store.ts';
import { createSqlMoodCorrectionStore } from './adapters/store-sql/mood-correction-store.ts';
import { createSqlNoticeStore } from './adapters/store-sql/notice-store.ts';
import { createDesk, type Desk, type DeskDeps } from './desk/desk.ts';
import { createLeads, type Leads, type LeadsDeps } from './leads/leads.ts';
import { createNotices, type Notices } from './notices/notices.ts';
import type { AccountStore } from './ports/access-store.ts';

/** What these rooms lean on besides their stores. */
export type PeopleDeps = Pick<DeskDeps, 'files' | 'sessions' | 'conversations' | 'receive' | 'bus' | 'clock'> &
  Pick<LeadsDeps, 'fetcher' | 'vault' | 'queue'> & {
    readonly kysely: Kysely<Database>;
    readonly accounts: Pick<AccountStore, 'get' | 'list'>;
  };

/** Opens the three rooms; each knows the others through functions. */
export function composePeople(deps: PeopleDeps): {
  readonly desk: Desk;
  readonly leads: Leads;
  readonly notices: Notices;
} {
  const { kysely, accounts } = deps;
  const leadStore = createSqlLeadStore(kysely);
  const colleagues = async (workspaceId: string) =>
    (await accounts.list(workspaceId)).filter(({ disabled }) => !disabled);
  const desk = createDesk({
    ...deps,
    store: createSqlDeskStore(kysely),
    leads: leadStore,
    corrections: createSqlMoodCorrectionStore(kysely),
  });
  const notices = createNotices({
    ...deps,
    store: createSqlNoticeStore(kysely),
    colleagues,
    online: (workspaceId) => desk.online(workspaceId),
  });
  const leads = createLeads({
    ...deps,
    store: leadStore,
    pushes: createSqlLeadPushStore(kysely),
    offers: createSqlLeadOfferStore(kysely),
    staffName: async (workspaceId, id) => (await accounts.get(workspaceId, id))?.name,
    colleagues,
    tell: (...notice) => notices.send(...notice),
  });
  return { desk, leads, notices };
}
