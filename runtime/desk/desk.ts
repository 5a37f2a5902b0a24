// The room's one door: the queue of customers who need a person, claiming one, talking, notes, and giving back.
import type { EffectResults } from '#nodes/kit/effects.ts';
import { FlowError } from '#nodes/kit/errors.ts';
import type { AgentSaid } from '#nodes/flow/events.ts';
import type { Role } from '#nodes/wire/access.ts';
import type { Message } from '#nodes/wire/customer.ts';
import type { Desk as DeskLists, DeskEvent, Handoff, HandoffDetail } from '#nodes/wire/desk.ts';
import type { Conversations } from '#runtime/conversations/conversations.ts';
import { noticeTopic } from '#runtime/notices/notices.ts';
import type { Files, IncomingFile } from '#runtime/files/files.ts';
import type { Clock } from '#runtime/ports/clock.ts';
import type { DeskStore, StoredHandoff, StoredNote } from '#runtime/ports/desk-store.ts';
import type { LeadStore } from '#runtime/ports/lead-store.ts';
import type { LiveBus } from '#runtime/ports/live-bus.ts';
import type { MoodCorrectionStore } from '#runtime/ports/mood-correction-store.ts';
import type { SessionStore, StoredSession, TurnWrite } from '#runtime/ports/session-store.ts';
import type { Act, Sessions } from '#runtime/sessions/sessions.ts';
import { createAnnounce, deskTopic, publishToDesk } from './announce.ts';
import { contextCard } from './context-card.ts';
import { correctedMoods } from './corrected-moods.ts';
import { handoffView } from './handoff-view.ts';
import { createPresence } from './presence.ts';

/** Open handoffs that a desk shows; messages of one conversation; conversations one person can carry; wait assumed before any was measured. */
const LISTED = 500;
const MESSAGES_SHOWN = 2000;
const CHATS_EACH = 5;
const USUAL_WAIT_MS = 60_000;

/** A member of staff, or a token, acting at the desk. */
export interface Staff {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
}

/** What the room leans on. `receive` is the sessions room's; it is called long after both are made. */
export interface DeskDeps {
  readonly store: DeskStore;
  readonly leads: Pick<LeadStore, 'ofSession'>;
  readonly sessions: Pick<SessionStore, 'load' | 'messages' | 'journal'>;
  readonly corrections: Pick<MoodCorrectionStore, 'ofSession'>;
  readonly conversations: Pick<Conversations, 'story'>;
  readonly receive: Sessions['receive'];
  readonly files: Pick<Files, 'offer'>;
  readonly bus: LiveBus;
  readonly clock: Clock;
  /** Waiting customers after which the flow's `queueFull` port is taken; 100 unless told. */
  readonly queueLimit?: number;
}

/** The desk room. Scoped to a workspace; a handoff of another one is RESOURCE_NOT_FOUND. */
export interface Desk {
  lists(workspaceId: string, staff: Staff): Promise<DeskLists>;
  /** The context card and the transcript. Whoever has the conversation has read it then. */
  detail(workspaceId: string, staff: Staff, handoffId: string): Promise<HandoffDetail>;
  /** Exactly one wins; the others get HANDOFF_TAKEN with the winner's name in `facts.agent`. */
  claim(workspaceId: string, staff: Staff, handoffId: string): Promise<Handoff>;
  /** Says something to the customer. The same `id` again does nothing and answers the same. */
  say(
    workspaceId: string,
    staff: Staff,
    handoffId: string,
    message: { readonly id: string; readonly text: string },
  ): Promise<Message>;
  /** Sends a file to the customer. The same `id` again does nothing and answers the same. */
  attach(workspaceId: string, staff: Staff, handoffId: string, id: string, file: IncomingFile): Promise<Message>;
  note(workspaceId: string, staff: Staff, handoffId: string, text: string): Promise<StoredNote>;
  resolve(workspaceId: string, staff: Staff, handoffId: string): Promise<Handoff>;
  /** Gives the conversation back to the flow. */
  giveBack(workspaceId: string, staff: Staff, handoffId: string, note: string): Promise<Handoff>;
  setPresence(workspaceId: string, staff: Staff, presence: 'online' | 'away'): void;
  /** Opens a live view: the listener gets every desk event, and the person counts as online until the returned function is called. */
  open(workspaceId: string, staff: Staff, listener: (event: DeskEvent) => void): () => void;
  /** Who is at the desk now and takes customers. */
  online(workspaceId: string): readonly { readonly id: string; readonly name: string }[];
  /** The local effect `desk.availability`. */
  availability(workspaceId: string, department: string): Promise<EffectResults['desk.availability']>;
  /** To be called after each committed turn; tells the open desks. Never rejects. */
  afterTurn(turn: TurnWrite): Promise<void>;
  /** To be called after a mood of a conversation was corrected or the correction taken back; tells the open desks. Never rejects. */
  moodCorrected(workspaceId: string, sessionId: string): Promise<void>;
}

/** Opens the room. */
export function createDesk(deps: DeskDeps): Desk {
  const { store, sessions, bus, clock, receive } = deps;
  const presence = createPresence(clock, (workspaceId) =>
    publishToDesk(bus, workspaceId, { type: 'presence', agentsOnline: [...presence.online(workspaceId)] }),
  );

  async function mustGet(workspaceId: string, handoffId: string): Promise<StoredHandoff> {
    const handoff = await store.get(workspaceId, handoffId);
    if (handoff === undefined) throw new FlowError('RESOURCE_NOT_FOUND', 'There is no such conversation at this desk.');
    return handoff;
  }

  async function moodsOf({ workspaceId, id, snapshot }: StoredSession) {
    const samples = snapshot?.context.moods ?? [];
    const corrections = samples.length === 0 ? [] : await deps.corrections.ofSession(workspaceId, id);
    const journal = corrections.length === 0 ? [] : await sessions.journal(workspaceId, id);
    return correctedMoods(
      samples,
      journal.map(({ event }) => event),
      corrections,
    );
  }

  /** Ends a handoff by an event that only its holder or a supervisor may send. */
  async function end(workspaceId: string, staff: Staff, handoffId: string, verb: string, act: Act): Promise<Handoff> {
    const handoff = await mustGet(workspaceId, handoffId);
    const leads = staff.role === 'supervisor' || staff.role === 'admin';
    if (handoff.state === 'active' && handoff.agent?.id !== staff.id && !leads) throw taken(handoff);
    if (handoff.state !== 'active') throw notNow(handoff);
    await receive(workspaceId, handoff.sessionId, `${verb}:${handoffId}:${clock.id()}`, act);
    const after = await mustGet(workspaceId, handoffId);
    if (after.state === 'active') throw notNow(after);
    return handoffView(after);
  }

  /** Says something, if it is this person who has the conversation. `words` is made once that is sure. */
  async function say(
    workspaceId: string,
    staff: Staff,
    handoffId: string,
    messageId: string,
    words: (sessionId: string) => Promise<Pick<AgentSaid, 'text' | 'files'>>,
  ): Promise<Message> {
    const handoff = await mustGet(workspaceId, handoffId);
    if (handoff.state !== 'active') throw notNow(handoff);
    if (handoff.agent?.id !== staff.id) throw taken(handoff);
    const agent = { id: staff.id, name: staff.name };
    const act: Act = { type: 'agent.said', messageId, agent, ...(await words(handoff.sessionId)) };
    const received = await receive(workspaceId, handoff.sessionId, `said:${staff.id}:${messageId}`, act);
    const said = received.messages.find((message) => message.from === 'agent');
    if (said === undefined) throw notNow(await mustGet(workspaceId, handoffId));
    return said;
  }

  return {
    async lists(workspaceId, staff) {
      const open = (await store.open(workspaceId, LISTED)).map(handoffView);
      const active = open.filter(({ state }) => state === 'active');
      return {
        waiting: open.filter(({ state }) => state === 'waiting'),
        mine: active.filter(({ agent }) => agent?.id === staff.id),
        others: active.filter(({ agent }) => agent?.id !== staff.id),
        presence: presence.isAway(workspaceId, staff.id) ? 'away' : 'online',
        agentsOnline: [...presence.online(workspaceId)],
      };
    },

    async detail(workspaceId, staff, handoffId) {
      const handoff = await mustGet(workspaceId, handoffId);
      const isHolder = handoff.state === 'active' && handoff.agent?.id === staff.id;
      if (isHolder && handoff.unread > 0) await store.markRead(workspaceId, handoffId);
      const session = await sessions.load(workspaceId, handoff.sessionId);
      if (session === undefined) throw new FlowError('RESOURCE_NOT_FOUND', 'The conversation no longer exists.');
      const [messages, story, notes, moods] = await Promise.all([
        sessions.messages(workspaceId, handoff.sessionId, 0, MESSAGES_SHOWN),
        deps.conversations.story(session),
        store.notes(workspaceId, handoffId),
        moodsOf(session),
      ]);
      return {
        handoff: handoffView(isHolder ? { ...handoff, unread: 0 } : handoff),
        context: contextCard(handoff, story, messages, moods),
        messages: [...messages],
        notes: notes.map((note) => ({ ...note, at: new Date(note.at).toISOString() })),
      };
    },

    async claim(workspaceId, staff, handoffId) {
      const before = await mustGet(workspaceId, handoffId);
      if (before.state === 'waiting') {
        const act: Act = { type: 'agent.accepted', agent: { id: staff.id, name: staff.name } };
        // One event id for all: whoever comes second is a duplicate and changes nothing.
        const { outcome } = await receive(workspaceId, before.sessionId, `claim:${handoffId}`, act);
        const played = await mustGet(workspaceId, handoffId);
        // An event with our id that did not claim can only be a stranger's; the flow itself takes one acceptance at most.
        if (played.state === 'waiting' && outcome === 'duplicate') {
          await receive(workspaceId, before.sessionId, `claim:${handoffId}:${clock.id()}`, act);
        }
      }
      const after = await mustGet(workspaceId, handoffId);
      if (after.state === 'active' && after.agent?.id === staff.id) return handoffView(after);
      throw after.state === 'active' ? taken(after) : notNow(after);
    },

    say: (workspaceId, staff, handoffId, { id, text }) =>
      say(workspaceId, staff, handoffId, id, () => Promise.resolve({ text })),

    attach: (workspaceId, staff, handoffId, id, incoming) =>
      say(workspaceId, staff, handoffId, id, async (sessionId) => {
        const file = await deps.files.offer(workspaceId, sessionId, id, incoming);
        return { text: file.name, files: [file] };
      }),

    async note(workspaceId, staff, handoffId, text) {
      await mustGet(workspaceId, handoffId);
      const note = { id: clock.id(), at: clock.now(), by: { id: staff.id, name: staff.name }, text };
      await store.addNote(workspaceId, handoffId, note);
      return note;
    },

    resolve: (workspaceId, staff, handoffId) =>
      end(workspaceId, staff, handoffId, 'resolve', {
        type: 'handoff.resolved',
        agent: { id: staff.id, name: staff.name },
      }),

    async giveBack(workspaceId, staff, handoffId, note) {
      const agent = { id: staff.id, name: staff.name };
      const ended = await end(workspaceId, staff, handoffId, 'return', { type: 'handoff.returned', agent, note });
      if (note !== '') {
        await store.addNote(workspaceId, handoffId, { id: clock.id(), at: clock.now(), by: agent, text: note });
      }
      return ended;
    },

    setPresence: (workspaceId, staff, value) => presence.setAway(workspaceId, staff.id, value === 'away'),

    open(workspaceId, staff, listener) {
      const hear = (event: unknown): void => listener(parseDeskEvent(event));
      const stops = [deskTopic(workspaceId), noticeTopic(workspaceId, staff.id)].map((topic) =>
        bus.subscribe(topic, hear),
      );
      const leave = presence.enter(workspaceId, { id: staff.id, name: staff.name });
      return () => {
        for (const stop of stops) stop();
        leave();
      };
    },

    online: (workspaceId) => presence.online(workspaceId),

    async availability(workspaceId, department) {
      const agentsOnline = presence.online(workspaceId).length;
      const { waiting, active, recentWaitsMs } = await store.load(workspaceId, department);
      const isFull = waiting >= (deps.queueLimit ?? 100);
      const isBusy = waiting > 0 || active >= agentsOnline * CHATS_EACH;
      return {
        state: agentsOnline === 0 ? 'offline' : isFull ? 'full' : isBusy ? 'busy' : 'available',
        waiting,
        agentsOnline,
        position: waiting + 1,
        etaSeconds: Math.ceil((medianOf(recentWaitsMs) / 1000) * Math.ceil((waiting + 1) / Math.max(1, agentsOnline))),
      };
    },

    ...createAnnounce(deps),
  };
}

function medianOf(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? USUAL_WAIT_MS;
}

function taken(handoff: StoredHandoff): FlowError {
  const name = handoff.agent?.name ?? '';
  return new FlowError('HANDOFF_TAKEN', `${name} already has this conversation.`, { agent: name });
}

function notNow(handoff: StoredHandoff): FlowError {
  return new FlowError(
    'STATE_CONFLICT',
    handoff.state === 'waiting'
      ? 'Nobody has taken this conversation yet. Take it first.'
      : handoff.state === 'active'
        ? 'The flow is in the middle of something with the customer. Try again after their next answer.'
        : 'This conversation is no longer at the desk.',
    { state: handoff.state },
  );
}

/** Only `publishToDesk` and the notices room write to these topics. */
function parseDeskEvent(event: unknown): DeskEvent {
  return event as DeskEvent;
}
