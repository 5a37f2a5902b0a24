// What a turn writes for desk and contacts, as SQLite statements of the turn's own transaction.
import type { Effect, EffectRequests } from '#nodes/kit/effects.ts';
import type { JsonObject } from '#nodes/kit/json.ts';
import type { FlowEvent } from '#nodes/flow/events.ts';
import { MAX_CUSTOMER_LENGTH } from '#nodes/flow/variable-places.ts';
import type { TurnWrite } from '#runtime/ports/session-store.ts';
import { leadSaved, offerSettled } from './lead-writes.ts';
import { derivedId } from './derived-id.ts';
import type { Statement } from './statement.ts';

const NONE: readonly Statement[] = [];
/** Longest text kept on a handoff for the list. */
const PREVIEW_LENGTH = 300;
/** Longest facts of a contact, as JSON. One conversation may write a quarter of it. */
const MAX_FACTS = 4 * MAX_CUSTOMER_LENGTH;

/** Handoffs, contacts, tags, leads, ratings and endings of a turn, in order: what happened, what the flow asked for, what the list shows. */
export function peopleWrites(turn: TurnWrite): readonly Statement[] {
  const reaction = reactionTo(turn);
  const { status } = turn.session;
  const opening = opened(turn);
  if (opening !== undefined) return [opening, ...effectsOf(turn, reaction)];
  if (turn.facts !== undefined) return effectsOf(turn, reaction);
  const concernsDesk = status !== 'bot' || turn.journal.fault !== null;
  if (reaction === undefined && turn.domain.length === 0 && !concernsDesk) return NONE;
  return effectsOf(turn, reaction);
}

/** The customer becomes known with the first turn. */
function opened({ session, visitorId }: TurnWrite): Statement | undefined {
  if (visitorId === undefined || session.revision !== 1) return undefined;
  return {
    sql: `INSERT INTO contacts (workspace_id, id, channel, visitor_id, name, facts, created_at, updated_at)
          VALUES (?, ?, ?, ?, '', '{}', ?, ?) ON CONFLICT DO NOTHING`,
    params: [session.workspaceId, session.contactId, session.channel, visitorId, session.createdAt, session.createdAt],
  };
}

function effectsOf(turn: TurnWrite, reaction: Statement | undefined): readonly Statement[] {
  const { status } = turn.session;
  const statements: Statement[] = reaction === undefined ? [] : [reaction];
  for (const { effect } of turn.domain) statements.push(...written(turn, effect));
  if (turn.facts !== undefined) statements.push(factsKept(turn, turn.facts));
  if (status === 'queue' || status === 'person') statements.push(...previewed(turn));
  else if (status === 'closed' || turn.journal.fault !== null) statements.push(ended(turn, 'abandoned'));
  return statements;
}

/** Only what the flow took up counts: an acceptance it did not listen to leaves the handoff as it was. */
function reactionTo(turn: TurnWrite): Statement | undefined {
  const event: FlowEvent = turn.journal.event;
  const withPerson = turn.session.status === 'person';
  if (withPerson !== (event.type === 'agent.accepted')) return undefined;
  switch (event.type) {
    case 'agent.accepted':
      return {
        sql: `UPDATE handoffs SET state = 'active', agent_id = ?, agent_name = ?, claimed_at = ?, unread = 0
              WHERE workspace_id = ? AND session_id = ? AND state = 'waiting'`,
        params: [event.agent.id, event.agent.name, event.at, turn.session.workspaceId, turn.session.id],
      };
    case 'handoff.resolved':
      return ended(turn, 'resolved');
    case 'handoff.returned':
      return ended(turn, 'returned');
    case 'handoff.abandoned':
      return ended(turn, 'abandoned');
    default:
      return undefined;
  }
}

function written(turn: TurnWrite, effect: Effect): readonly Statement[] {
  switch (effect.kind) {
    case 'handoff.enqueue':
      return [enqueued(turn, effect.id, effect.request)];
    case 'handoff.close':
      return [ended(turn, effect.request.outcome)];
    case 'lead.save':
      return leadSaved(turn, effect.id, effect.request);
    case 'lead.settle':
      return offerSettled(turn, effect);
    case 'contact.update':
      return [contactUpdated(turn, effect.request)];
    case 'contact.tag':
      return tagged(turn, effect.request);
    case 'rating.record':
      return [rated(turn, effect.id, effect.request)];
    case 'consent.record':
      return [consented(turn, effect.id, effect.request)];
    case 'session.close':
      return [closed(turn, effect.request)];
    default:
      return NONE;
  }
}

function enqueued(turn: TurnWrite, effectId: string, request: EffectRequests['handoff.enqueue']): Statement {
  const { session, journal } = turn;
  return {
    sql: `INSERT INTO handoffs (workspace_id, id, session_id, flow_id, version, contact_id, locale, source, department, reason,
            summary, mood, priority, state, agent_id, agent_name, created_at, claimed_at, ended_at, last_from, last_text, last_at, unread)
          VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'waiting', NULL, NULL, ?, NULL, NULL, '', '', ?, 0)
          ON CONFLICT DO NOTHING`,
    params: [
      session.workspaceId,
      derivedId(session.id, effectId),
      session.id,
      session.flowId,
      session.version,
      session.contactId,
      session.locale,
      JSON.stringify(session.source),
      request.department,
      request.reason,
      JSON.stringify(request.summary),
      moodOf(turn),
      request.priority,
      journal.at,
      journal.at,
    ],
  };
}

function consented(turn: TurnWrite, effectId: string, request: EffectRequests['consent.record']): Statement {
  const { session, journal } = turn;
  return {
    sql: `INSERT INTO consents (workspace_id, id, contact_id, session_id, purpose, text, version, given, at, until)
          VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
    params: [
      session.workspaceId,
      derivedId(session.id, effectId),
      session.contactId,
      session.id,
      request.purpose,
      request.text,
      request.version,
      request.given ? 1 : 0,
      journal.at,
      request.given ? journal.at + request.keepDays * 86_400_000 : null,
    ],
  };
}

/** Ends whatever handoff of the session is open. */
function ended(turn: TurnWrite, outcome: string): Statement {
  const known = ['resolved', 'returned', 'timeout'];
  return {
    sql: `UPDATE handoffs SET state = ?, ended_at = ?, unread = 0
          WHERE workspace_id = ? AND session_id = ? AND state IN ('waiting', 'active')`,
    params: [
      known.includes(outcome) ? outcome : 'abandoned',
      turn.journal.at,
      turn.session.workspaceId,
      turn.session.id,
    ],
  };
}

/** Keeps the newest words, the unread count and the mood on the handoff, so that the desk's list is one query. */
function previewed(turn: TurnWrite): readonly Statement[] {
  const spoken = turn.messages.filter((message) => message.from === 'customer' || message.from === 'agent');
  const last = spoken.at(-1);
  if (last === undefined) return NONE;
  const answered = last.from === 'agent';
  return [
    {
      sql: `UPDATE handoffs SET last_from = ?, last_text = ?, last_at = ?, unread = unread * ? + ?, mood = coalesce(?, mood)
            WHERE workspace_id = ? AND session_id = ? AND state IN ('waiting', 'active')`,
      params: [
        last.from,
        (last.text ?? '').slice(0, PREVIEW_LENGTH),
        turn.journal.at,
        answered ? 0 : 1,
        answered ? 0 : spoken.length,
        moodOf(turn),
        turn.session.workspaceId,
        turn.session.id,
      ],
    },
  ];
}

function contactUpdated(turn: TurnWrite, request: EffectRequests['contact.update']): Statement {
  const { name } = request.values;
  return {
    sql: `UPDATE contacts SET facts = json_patch(facts, ?), name = coalesce(?, name), updated_at = ?
          WHERE workspace_id = ? AND id = ?`,
    params: [
      JSON.stringify(request.values),
      typeof name === 'string' && name !== '' ? name : null,
      turn.journal.at,
      turn.session.workspaceId,
      turn.session.contactId,
    ],
  };
}

/** Each fact as a whole: what was under its name before goes. A contact that would grow beyond all bounds stays as it is. */
function factsKept({ session, journal }: TurnWrite, facts: JsonObject): Statement {
  const { name } = facts;
  const gone = JSON.stringify(Object.fromEntries(Object.keys(facts).map((fact) => [fact, null])));
  return {
    sql: `UPDATE contacts SET facts = json_patch(json_patch(facts, ?), ?), name = coalesce(?, name), updated_at = ?
          WHERE workspace_id = ? AND id = ? AND length(facts) + ? <= ?`,
    params: [
      gone,
      JSON.stringify(facts),
      typeof name === 'string' && name !== '' ? name : null,
      journal.at,
      session.workspaceId,
      session.contactId,
      JSON.stringify(facts).length,
      MAX_FACTS,
    ],
  };
}

function tagged(turn: TurnWrite, request: EffectRequests['contact.tag']): readonly Statement[] {
  const { workspaceId, contactId } = turn.session;
  return [
    ...request.add.map((tag) => ({
      sql: `INSERT INTO contact_tags (workspace_id, contact_id, tag, at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING`,
      params: [workspaceId, contactId, tag, turn.journal.at],
    })),
    ...request.remove.map((tag) => ({
      sql: `DELETE FROM contact_tags WHERE workspace_id = ? AND contact_id = ? AND tag = ?`,
      params: [workspaceId, contactId, tag],
    })),
  ];
}

function rated(turn: TurnWrite, effectId: string, request: EffectRequests['rating.record']): Statement {
  const { workspaceId, id, flowId } = turn.session;
  return {
    sql: `INSERT INTO ratings (workspace_id, key, session_id, flow_id, target, agent_id, score, max, comment, at)
          VALUES (?, ?, ?, ?, ?, (SELECT agent_id FROM handoffs WHERE session_id = ? AND agent_id IS NOT NULL
            ORDER BY created_at DESC LIMIT 1), ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
    params: [
      workspaceId,
      `${id}:${effectId}`,
      id,
      flowId,
      request.target,
      // Looked up only for ratings of a person; no session has an empty id.
      request.target === 'agent' ? id : '',
      request.score,
      request.max,
      request.comment ?? '',
      turn.journal.at,
    ],
  };
}

function closed(turn: TurnWrite, request: EffectRequests['session.close']): Statement {
  return {
    sql: `INSERT INTO session_endings (workspace_id, session_id, reason, resolved, at) VALUES (?, ?, ?, ?, ?)
          ON CONFLICT DO NOTHING`,
    params: [turn.session.workspaceId, turn.session.id, request.reason, request.resolved ? 1 : 0, turn.journal.at],
  };
}

function moodOf(turn: TurnWrite): string | null {
  return turn.session.snapshot?.context.moods.at(-1)?.label ?? null;
}
