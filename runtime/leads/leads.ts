// The room's one door: leads as sales works them, the file export, and the webhook that tells another system.
import type { EffectRequests, EffectResults } from '#nodes/kit/effects.ts';
import { FlowError } from '#nodes/kit/errors.ts';
import type { Locale } from '#nodes/kit/localized.ts';
import type { Lead, LeadList, LeadStage } from '#nodes/wire/leads.ts';
import { LEAD_STAGES } from '#nodes/wire/leads.ts';
import type { Clock } from '#runtime/ports/clock.ts';
import type { HttpFetcher } from '#runtime/ports/http-fetcher.ts';
import type { JobQueue } from '#runtime/ports/job-queue.ts';
import type { LeadOfferStore } from '#runtime/ports/lead-offer-store.ts';
import type { LeadPushStore, LeadStore, StoredLead } from '#runtime/ports/lead-store.ts';
import type { LiveBus } from '#runtime/ports/live-bus.ts';
import type { SecretVault } from '#runtime/ports/secret-vault.ts';
import type { TurnWrite } from '#runtime/ports/session-store.ts';
import { csvFromLeads } from './csv.ts';
import { leadView } from './lead-view.ts';
import { createOffers, type Offers, type OffersDeps, type Salesperson } from './offers.ts';
import { createLeadPusher, WEBHOOK_SECRET_ID } from './push.ts';

const EXPORT_PAGE = 1000;
/** Rows of one exported file. */
const EXPORT_LIMIT = 50_000;

/** Which leads. `q` is searched in name, phone, e-mail, WeChat and note; `owner` is a user id or `none`. */
export interface LeadFilter {
  readonly stage?: LeadStage;
  readonly owner?: string;
  readonly q?: string;
}

/** The webhook as admins see it; the secret never comes back. */
export interface WebhookView {
  readonly url: string;
  readonly enabled: boolean;
  readonly hasSecret: boolean;
}

/** What the room leans on. `staffName` answers undefined for somebody who is not in the workspace. */
export interface LeadsDeps {
  readonly store: LeadStore;
  readonly pushes: LeadPushStore;
  readonly fetcher: Pick<HttpFetcher, 'fetch'>;
  readonly vault: SecretVault;
  readonly queue: JobQueue;
  readonly bus: LiveBus;
  readonly clock: Clock;
  readonly staffName: (workspaceId: string, userId: string) => Promise<string | undefined>;
  readonly offers: LeadOfferStore;
  readonly colleagues: OffersDeps['colleagues'];
  readonly tell: OffersDeps['tell'];
  readonly receive: OffersDeps['receive'];
}

/** The leads room. Scoped to a workspace; a lead of another one is RESOURCE_NOT_FOUND. */
export interface Leads {
  list(
    workspaceId: string,
    filter: LeadFilter & { readonly cursor?: string; readonly limit: number },
  ): Promise<LeadList>;
  /** The first look is remembered as the moment sales opened the lead. */
  get(workspaceId: string, leadId: string): Promise<Lead>;
  /** Fails with REQUEST_INVALID for an owner who is not staff here. */
  update(
    workspaceId: string,
    leadId: string,
    change: { readonly stage?: LeadStage; readonly ownerId?: string | null; readonly note?: string },
  ): Promise<Lead>;
  csv(workspaceId: string, filter: LeadFilter, locale: Locale): Promise<string>;
  webhook(workspaceId: string): Promise<WebhookView>;
  /** The secret is needed again whenever the address leads to another host: it must never reach a server it was not meant for. */
  saveWebhook(
    workspaceId: string,
    change: { readonly url: string; readonly enabled: boolean; readonly secret?: string },
  ): Promise<WebhookView>;
  /** Queues the push of a lead again, by hand. */
  pushAgain(workspaceId: string, leadId: string): Promise<Lead>;
  /** Takes a lead that is on offer: STATE_CONFLICT when it is not any more, ACCESS_DENIED for one offered to somebody else. */
  accept(workspaceId: string, by: Salesperson, leadId: string): Promise<Lead>;
  /** The remote effect `lead.offer`. */
  readonly offer: Offers['offer'];
  /** The local effect `lead.find`. */
  find(workspaceId: string, who: EffectRequests['lead.find']): Promise<EffectResults['lead.find']>;
  /** Takes up the pushes that wait, also those from before a restart. */
  start(): Promise<void>;
  /** To be called after each committed turn; wakes the pusher when a lead was saved. */
  afterTurn(turn: TurnWrite): void;
}

/** Opens the room. */
export function createLeads(deps: LeadsDeps): Leads {
  const { store, pushes, clock, bus } = deps;
  const changed = (workspaceId: string, leadId: string): void =>
    bus.publish(`desk:${workspaceId}`, { type: 'lead', leadId });
  const pusher = createLeadPusher({ ...deps, settled: changed });
  const offers = createOffers({ ...deps, changed, wakePusher: () => pusher.wake() });

  async function mustGet(workspaceId: string, leadId: string): Promise<StoredLead> {
    const lead = await store.get(workspaceId, leadId);
    if (lead === undefined) throw new FlowError('RESOURCE_NOT_FOUND', 'There is no such lead here.');
    return lead;
  }

  async function ownerOf(workspaceId: string, userId: string): Promise<{ readonly id: string; readonly name: string }> {
    const name = await deps.staffName(workspaceId, userId);
    if (name === undefined) {
      throw new FlowError('REQUEST_INVALID', 'The owner is not a member of this workspace.', { field: '/ownerId' });
    }
    return { id: userId, name };
  }

  return {
    async list(workspaceId, { cursor, limit, ...filter }) {
      const before = cursor === undefined ? {} : { before: parseCursor(cursor) };
      const [found, counts] = await Promise.all([
        store.list(workspaceId, { ...filter, ...before, limit: limit + 1 }),
        store.counts(workspaceId),
      ]);
      const page = found.slice(0, limit);
      const last = page.at(-1);
      return {
        leads: page.map(leadView),
        nextCursor: found.length > limit && last !== undefined ? `${last.createdAt}.${last.id}` : null,
        counts: Object.fromEntries(LEAD_STAGES.map((stage) => [stage, counts[stage] ?? 0])),
      };
    },

    async get(workspaceId, leadId) {
      const lead = await mustGet(workspaceId, leadId);
      if (lead.openedAt !== null) return leadView(lead);
      const at = clock.now();
      await store.markOpened(workspaceId, leadId, at);
      return leadView({ ...lead, openedAt: at });
    },

    async update(workspaceId, leadId, { stage, ownerId, note }) {
      await mustGet(workspaceId, leadId);
      const owner = ownerId === undefined || ownerId === null ? ownerId : await ownerOf(workspaceId, ownerId);
      const change = {
        ...(stage === undefined ? {} : { stage }),
        ...(owner === undefined ? {} : { owner }),
        ...(note === undefined ? {} : { note }),
      };
      await store.update(workspaceId, leadId, change, clock.now());
      return leadView(await mustGet(workspaceId, leadId));
    },

    async csv(workspaceId, filter, locale) {
      const all: StoredLead[] = [];
      while (all.length < EXPORT_LIMIT) {
        const last = all.at(-1);
        const before = last === undefined ? {} : { before: { createdAt: last.createdAt, id: last.id } };
        const page = await store.list(workspaceId, { ...filter, ...before, limit: EXPORT_PAGE });
        all.push(...page);
        if (page.length < EXPORT_PAGE) break;
      }
      return csvFromLeads(all, locale);
    },

    async webhook(workspaceId) {
      const stored = await pushes.webhook(workspaceId);
      return {
        url: stored?.url ?? '',
        enabled: stored?.enabled ?? false,
        hasSecret: stored !== undefined && stored.sealedSecret !== null,
      };
    },

    async saveWebhook(workspaceId, { url, enabled, secret }) {
      const stored = await pushes.webhook(workspaceId);
      const origin = url === '' && !enabled ? '' : originOf(url);
      const isSameHost = stored !== undefined && stored.url !== '' && origin !== '' && originOf(stored.url) === origin;
      const kept = isSameHost ? stored.sealedSecret : null;
      const sealedSecret = secret === undefined ? kept : deps.vault.seal(workspaceId, WEBHOOK_SECRET_ID, secret);
      if (enabled && sealedSecret === null) {
        throw new FlowError(
          'REQUEST_INVALID',
          stored === undefined || stored.sealedSecret === null
            ? 'Give the secret that pushes are signed with.'
            : 'The address leads to another host: give the secret again.',
          { field: '/secret' },
        );
      }
      await pushes.saveWebhook(workspaceId, { url, enabled, sealedSecret });
      if (enabled) pusher.wake();
      return { url, enabled, hasSecret: sealedSecret !== null };
    },

    async pushAgain(workspaceId, leadId) {
      await mustGet(workspaceId, leadId);
      const webhook = await pushes.webhook(workspaceId);
      if (webhook?.enabled !== true) throw new FlowError('STATE_CONFLICT', 'The webhook is switched off.');
      await pushes.enqueue(workspaceId, leadId, clock.id(), clock.now());
      pusher.wake();
      return leadView(await mustGet(workspaceId, leadId));
    },

    async accept(workspaceId, by, leadId) {
      await mustGet(workspaceId, leadId);
      await offers.accept(workspaceId, by, leadId);
      return leadView(await mustGet(workspaceId, leadId));
    },

    offer: (...asked) => offers.offer(...asked),

    async find(workspaceId, who) {
      const leadId = await store.find(workspaceId, wanted(who));
      return leadId === undefined ? { found: false } : { found: true, leadId };
    },

    start: () => pusher.start(),

    afterTurn(turn) {
      if (turn.domain.some(({ kind }) => kind === 'lead.save')) pusher.wake();
    },
  };
}

/** A flow may ask with `null` for what it does not know. */
function wanted(who: EffectRequests['lead.find']): EffectRequests['lead.find'] {
  const known = Object.entries(who).filter(([, value]: [string, unknown]) => typeof value === 'string');
  return Object.fromEntries(known.map(([key, value]) => [key, key === 'email' ? value.toLowerCase() : value]));
}

function originOf(url: string): string {
  const parsed = URL.parse(url);
  if (parsed === null || (parsed.protocol !== 'https:' && parsed.protocol !== 'http:') || parsed.username !== '') {
    throw new FlowError('REQUEST_INVALID', 'The address must begin with https:// or http://, without a user name.', {
      field: '/url',
    });
  }
  return parsed.origin;
}

function parseCursor(cursor: string): { readonly createdAt: number; readonly id: string } {
  const match = /^(\d{1,15})\.(.{1,128})$/.exec(cursor);
  if (match?.[1] === undefined || match[2] === undefined) {
    throw new FlowError('REQUEST_INVALID', 'The cursor is not one that this list gave.');
  }
  return { createdAt: Number(match[1]), id: match[2] };
}
