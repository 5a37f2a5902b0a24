// How a lead card becomes a lead: insert or merge, known facts of the customer, and a queued push, all inside the turn.
import type { Effect, EffectRequests } from '#nodes/kit/effects.ts';
import type { Json } from '#nodes/kit/json.ts';
import type { TurnWrite } from '#runtime/ports/session-store.ts';
import { derivedId } from './derived-id.ts';
import type { Param, Statement } from './statement.ts';

const SAVE = `WITH save(workspace_id, id, contact_id, session_id, flow_id, locale, name, phone, email, wechat, fields, owner, partial,
    consent_given, consent_text, consent_version, source, at, key) AS (VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?))`;

/** The same person: same phone, e-mail or WeChat, or the card this very conversation left half filled. */
const SAME = `known.workspace_id = save.workspace_id AND (
    (save.phone <> '' AND known.phone = save.phone) OR (save.email <> '' AND known.email = save.email)
    OR (save.wechat <> '' AND known.wechat = save.wechat) OR (known.session_id = save.session_id AND known.partial = 1))`;

const INSERT = `${SAVE}
  INSERT INTO leads (workspace_id, id, contact_id, session_id, flow_id, locale, name, phone, email, wechat, fields, stage, owner_id,
    owner_name, partial, consent_given, consent_text, consent_version, consent_at, source, submissions, note, created_at, updated_at,
    opened_at, last_save_key)
  SELECT workspace_id, id, contact_id, session_id, flow_id, locale, '', '', '', '', '{}', 'new', owner, owner, 1, 0, '', '', NULL, source,
    0, '', at, at, NULL, ''
  FROM save WHERE NOT EXISTS (SELECT 1 FROM leads AS known WHERE ${SAME})
  ON CONFLICT DO NOTHING`;

// A save that was played before finds its own key and counts no second time.
const MERGE = `${SAVE}
  UPDATE leads SET
    session_id = save.session_id, contact_id = save.contact_id,
    name = CASE WHEN save.name <> '' THEN save.name ELSE leads.name END,
    phone = CASE WHEN save.phone <> '' THEN save.phone ELSE leads.phone END,
    email = CASE WHEN save.email <> '' THEN save.email ELSE leads.email END,
    wechat = CASE WHEN save.wechat <> '' THEN save.wechat ELSE leads.wechat END,
    fields = json_patch(leads.fields, save.fields),
    partial = min(leads.partial, save.partial),
    consent_given = max(leads.consent_given, save.consent_given),
    consent_text = CASE WHEN save.consent_given = 1 THEN save.consent_text ELSE leads.consent_text END,
    consent_version = CASE WHEN save.consent_given = 1 THEN save.consent_version ELSE leads.consent_version END,
    consent_at = CASE WHEN save.consent_given = 1 THEN save.at ELSE leads.consent_at END,
    submissions = leads.submissions + 1 - save.partial,
    updated_at = save.at, last_save_key = save.key
  FROM save
  WHERE leads.workspace_id = save.workspace_id AND leads.last_save_key <> save.key AND leads.id = (
    SELECT known.id FROM leads AS known WHERE ${SAME} OR (known.workspace_id = save.workspace_id AND known.id = save.id)
    ORDER BY (known.phone = save.phone AND save.phone <> '') DESC, (known.email = save.email AND save.email <> '') DESC,
      (known.wechat = save.wechat AND save.wechat <> '') DESC, known.created_at LIMIT 1)`;

const PUSH = `INSERT INTO lead_pushes (workspace_id, id, lead_id, state, attempts, due_at, last_error, created_at, delivered_at)
  SELECT lead.workspace_id, ?, lead.id, 'queued', 0, ?, '', ?, NULL
  FROM leads AS lead JOIN lead_webhooks AS hook ON hook.workspace_id = lead.workspace_id AND hook.enabled = 1
  WHERE lead.workspace_id = ? AND lead.last_save_key = ? AND NOT EXISTS (
    SELECT 1 FROM lead_pushes AS waiting WHERE waiting.workspace_id = lead.workspace_id AND waiting.lead_id = lead.id
      AND waiting.state = 'queued' AND waiting.attempts = 0)
  ON CONFLICT DO NOTHING`;

/** When a full card merged into an older lead, the half-filled one of this conversation has served. */
const TIDY = `DELETE FROM leads WHERE workspace_id = ? AND session_id = ? AND partial = 1 AND last_save_key <> ?`;

const REMEMBER = `UPDATE contacts SET facts = json_patch(facts, ?), name = CASE WHEN ? <> '' THEN ? ELSE name END, updated_at = ?
  WHERE workspace_id = ? AND id = ?`;

/** The statements of one saved card. Unfinished cards are kept, but neither counted nor pushed. */
export function leadSaved(
  turn: TurnWrite,
  effectId: string,
  request: EffectRequests['lead.save'],
): readonly Statement[] {
  const { session, journal } = turn;
  const name = textOf(request.values['name']);
  const phone = textOf(request.values['phone']);
  const email = textOf(request.values['email']).toLowerCase();
  const wechat = textOf(request.values['wechat']);
  const key = leadSaveKey(session.id, effectId);
  const id = derivedId(session.id, effectId);
  const save: readonly Param[] = [
    session.workspaceId,
    id,
    session.contactId,
    session.id,
    session.flowId,
    session.locale,
    name,
    phone,
    email,
    wechat,
    JSON.stringify(fieldsOf(request.values)),
    request.owner === undefined || request.owner === '' ? null : request.owner,
    request.partial ? 1 : 0,
    request.consent.given ? 1 : 0,
    request.consent.text,
    request.consent.version,
    JSON.stringify(session.source),
    journal.at,
    key,
  ];
  const statements: Statement[] = [
    { sql: INSERT, params: save },
    { sql: MERGE, params: save },
  ];
  if (request.partial) return statements;
  const facts = Object.fromEntries(Object.entries({ name, phone, email, wechat }).filter(([, value]) => value !== ''));
  return [
    ...statements,
    { sql: TIDY, params: [session.workspaceId, session.id, key] },
    {
      sql: REMEMBER,
      params: [JSON.stringify(facts), name, name, journal.at, session.workspaceId, session.contactId],
    },
    { sql: PUSH, params: [id, journal.at, journal.at, session.workspaceId, key] },
  ];
}

const SETTLE = `UPDATE lead_offers SET state = ?, settled_at = ?, person_id = coalesce(?, person_id), person_name = coalesce(?, person_name)
  WHERE workspace_id = ? AND session_id = ? AND node = ? AND visit = ? AND waits = 1 AND state = 'open'`;
const OWN = `UPDATE leads SET owner_id = ?, owner_name = ? WHERE workspace_id = ? AND id IN (SELECT lead_id FROM lead_offers
  WHERE workspace_id = ? AND session_id = ? AND node = ? AND visit = ? AND state = 'accepted' AND settled_at = ?)`;

/** What became of the lead that this visit offered: taken by somebody, who owns it then, or not in time. */
export function offerSettled(
  { session, journal }: TurnWrite,
  { node, visit, request }: Extract<Effect, { readonly kind: 'lead.settle' }>,
): readonly Statement[] {
  const { state, by } = request;
  const place = [session.workspaceId, session.id, node, visit];
  const settled = { sql: SETTLE, params: [state, journal.at, by?.id ?? null, by?.name ?? null, ...place] };
  if (by === null) return [settled];
  return [settled, { sql: OWN, params: [by.id, by.name, session.workspaceId, ...place, journal.at] }];
}

/** What a saved lead remembers of the effect that wrote it. */
export function leadSaveKey(sessionId: string, effectId: string): string {
  return `${sessionId}:${effectId}`;
}

/** What the form said of itself is kept in columns of its own. */
function fieldsOf(values: EffectRequests['lead.save']['values']): EffectRequests['lead.save']['values'] {
  return Object.fromEntries(Object.entries(values).filter(([name]) => name !== 'consent' && name !== 'cancelled'));
}

function textOf(value: Json | undefined): string {
  if (typeof value === 'string') return value.trim().slice(0, 500);
  return typeof value === 'number' ? String(value) : '';
}
