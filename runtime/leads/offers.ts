// Offers leads to sales: whose turn it is, telling them, and what happens when somebody takes one.
import { createHash } from 'node:crypto';
import type { Effect, EffectResults } from '#nodes/kit/effects.ts';
import { FlowError } from '#nodes/kit/errors.ts';
import type { Role } from '#nodes/wire/access.ts';
import type { Clock } from '#runtime/ports/clock.ts';
import type { LeadOfferStore, NewOffer, StoredOffer } from '#runtime/ports/lead-offer-store.ts';
import type { LeadPushStore, LeadStore, StoredLead } from '#runtime/ports/lead-store.ts';
import type { NewNotice } from '#runtime/ports/notice-store.ts';
import type { OutboxRow } from '#runtime/ports/session-store.ts';
import type { Sessions } from '#runtime/sessions/sessions.ts';

/** A member of staff who may get leads. */
export interface Salesperson {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
}

/** What offering leans on. `receive` is the sessions room's; it is called long after both are made. */
export interface OffersDeps {
  readonly store: Pick<LeadStore, 'get' | 'ofSession'>;
  readonly offers: LeadOfferStore;
  readonly pushes: Pick<LeadPushStore, 'webhook' | 'enqueue'>;
  readonly clock: Pick<Clock, 'now'>;
  /** Accounts that are not switched off, oldest first. */
  readonly colleagues: (workspaceId: string) => Promise<readonly Salesperson[]>;
  readonly tell: (workspaceId: string, notice: Omit<NewNotice, 'at'>) => Promise<void>;
  readonly receive: Sessions['receive'];
  /** Called when a lead got another owner or was taken. */
  readonly changed: (workspaceId: string, leadId: string) => void;
  /** There is a new push. */
  readonly wakePusher: () => void;
}

type OfferEffect = Extract<Effect, { readonly kind: 'lead.offer' }>;

/** Offering and taking. */
export interface Offers {
  /** The remote effect `lead.offer`; the same row again makes no second offer. */
  offer(
    effect: OfferEffect,
    row: Pick<OutboxRow, 'workspaceId' | 'sessionId' | 'key'>,
  ): Promise<EffectResults['lead.offer']>;
  /** Takes the open offer of a lead. STATE_CONFLICT when there is none, or the time is up; ACCESS_DENIED for somebody else's. */
  accept(workspaceId: string, by: Salesperson, leadId: string): Promise<void>;
}

/** Makes the offers. */
export function createOffers(deps: OffersDeps): Offers {
  const { store, offers, pushes, clock } = deps;

  async function leadOf(workspaceId: string, sessionId: string): Promise<StoredLead> {
    const ids = await store.ofSession(workspaceId, sessionId);
    const leads = await Promise.all(ids.map((id) => store.get(workspaceId, id)));
    const [newest] = leads
      .filter((lead): lead is StoredLead => lead !== undefined && !lead.partial)
      .sort((a, b) => b.updatedAt - a.updatedAt);
    if (newest !== undefined) return newest;
    throw new FlowError('RESOURCE_NOT_FOUND', 'This conversation has no lead. Put a lead card before the step.');
  }

  async function candidates(
    workspaceId: string,
    { rule, person }: OfferEffect['request'],
    lead: StoredLead,
  ): Promise<NewOffer['people']> {
    const everybody = await deps.colleagues(workspaceId);
    const wanted = rule === 'person' ? person : rule === 'owner' ? lead.owner?.id : undefined;
    const named = everybody.find(({ id }) => id === wanted);
    if (named !== undefined) return [named];
    const [first, ...others] = rule === 'person' ? [] : everybody.filter(({ role }) => role === 'sales');
    if (first !== undefined) return [first, ...others];
    throw new FlowError(
      'STATE_CONFLICT',
      rule === 'person'
        ? 'The colleague named in the step has no account here any more. Choose another one.'
        : 'Nobody here has the role "sales". Add somebody under Settings, Users.',
    );
  }

  async function firstTime(
    workspaceId: string,
    place: Pick<NewOffer, 'id' | 'sessionId' | 'node' | 'visit'>,
    request: OfferEffect['request'],
  ): Promise<StoredOffer> {
    const lead = await leadOf(workspaceId, place.sessionId);
    const people = await candidates(workspaceId, request, lead);
    const at = clock.now();
    const dueAt = request.dueMs === 0 ? null : at + request.dueMs;
    return offers.offer(workspaceId, { ...place, leadId: lead.id, people, waits: request.waits, dueAt, at });
  }

  /** Each part may run again: ids are derived from the row. */
  async function announce(
    workspaceId: string,
    offer: StoredOffer,
    { channel, text }: OfferEffect['request'],
    hasWebhook: boolean,
  ): Promise<void> {
    if (channel !== 'webhook') {
      const { id, sessionId, leadId, person } = offer;
      await deps.tell(workspaceId, { id, sessionId, leadId, text, urgent: false, people: [person.id] });
    }
    if (channel !== 'notice' && hasWebhook) {
      await pushes.enqueue(workspaceId, offer.leadId, offer.id, offer.at);
      deps.wakePusher();
    }
    deps.changed(workspaceId, offer.leadId);
  }

  return {
    async offer({ node, visit, request }, { workspaceId, sessionId, key }) {
      const hasWebhook = (await pushes.webhook(workspaceId))?.enabled === true;
      if (request.channel === 'webhook' && !hasWebhook) {
        throw new FlowError(
          'STATE_CONFLICT',
          'The push to the sales system is switched off. Switch it on under Leads.',
        );
      }
      const id = createHash('sha256').update(key).digest('base64url').slice(0, 22);
      const offer =
        (await offers.get(workspaceId, id)) ?? (await firstTime(workspaceId, { id, sessionId, node, visit }, request));
      await announce(workspaceId, offer, request, hasWebhook);
      return { leadId: offer.leadId, owner: offer.person, accepted: offer.state === 'accepted' };
    },

    async accept(workspaceId, { id, name, role }, leadId) {
      const offer = await offers.openOf(workspaceId, leadId);
      if (offer === undefined) throw notOpen();
      if (offer.person.id !== id && role !== 'supervisor' && role !== 'admin') {
        throw new FlowError('ACCESS_DENIED', `This lead was offered to ${offer.person.name}.`);
      }
      const by = { id, name };
      if (offer.waits) await tellFlow(workspaceId, offer, by);
      const after = await offers.get(workspaceId, offer.id);
      const isMine = after?.state === 'accepted' && after.person.id === id;
      // The flow has moved on without a word (a person was asked for, the conversation ended): the lead is to be had all the same.
      if (!isMine && !(await offers.accept(workspaceId, offer.id, by, clock.now()))) throw notOpen();
      deps.changed(workspaceId, leadId);
    },
  };

  /** The session decides between taking and the end of the time: whichever it plays first. */
  async function tellFlow(workspaceId: string, offer: StoredOffer, by: StoredOffer['person']): Promise<void> {
    const { node, visit, sessionId, id } = offer;
    const output = { accepted: true, by: { ...by } };
    try {
      await deps.receive(workspaceId, sessionId, `offer:${id}`, {
        type: 'effect.completed',
        node,
        visit,
        index: 1,
        output,
      });
    } catch (error) {
      if (!(error instanceof FlowError) || error.code !== 'SESSION_CLOSED') throw error;
    }
  }
}

function notOpen(): FlowError {
  return new FlowError('STATE_CONFLICT', 'This lead is not on offer any more: somebody took it, or the time was up.');
}
