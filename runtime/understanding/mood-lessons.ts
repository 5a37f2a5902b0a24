// What staff corrected in the moods of messages: kept, taken back, listed, and learnt by the workspace before the next message is judged.
import type { Emotion } from '#nodes/kit/effects.ts';
import { FlowError } from '#nodes/kit/errors.ts';
import { maskPersonal } from '#nodes/kit/mask-personal.ts';
import type { FlowEvent } from '#nodes/flow/events.ts';
import type { ConversationMoods, MoodCorrections } from '#nodes/wire/moods.ts';
import type { Clock } from '#runtime/ports/clock.ts';
import type { MoodCorrection, MoodCorrectionStore } from '#runtime/ports/mood-correction-store.ts';
import type { SessionStore } from '#runtime/ports/session-store.ts';
import type { MoodSense, Understanding } from '#runtime/ports/understanding.ts';
import type { WorkspaceMoods } from './understanding.ts';

/** As many as the engine learns. */
const LEARNT = 2_000;
const LISTED = 300;
const LONGEST = 500;

/** What the room leans on. */
export interface MoodLessonsDeps {
  readonly store: MoodCorrectionStore;
  readonly sessions: Pick<SessionStore, 'load' | 'journal'>;
  readonly understanding: Pick<Understanding, 'learnMoods' | 'loadMoods'>;
  readonly clock: Clock;
  /** Staff corrected a mood of this conversation, or took a correction back; it is stored and learnt. */
  readonly onCorrected: (workspaceId: string, sessionId: string) => void;
  /** What was stored could not be learnt: the moods stay as they were. */
  readonly onProblem: (error: unknown) => void;
}

/** Corrections of moods. Scoped to a workspace: what its staff says is learnt by its flows and no others. */
export interface MoodLessons extends WorkspaceMoods {
  /** The judged messages of a conversation with what staff made of them. Fails with RESOURCE_NOT_FOUND. */
  ofConversation(workspaceId: string, sessionId: string): Promise<ConversationMoods>;
  /** Resolves when the workspace has learnt it. The mood the message was taken for takes a correction back. Fails with RESOURCE_NOT_FOUND. */
  correct(
    workspaceId: string,
    by: MoodCorrection['by'],
    sessionId: string,
    messageId: string,
    mood: Emotion,
  ): Promise<ConversationMoods>;
  /** The newest 300. */
  list(workspaceId: string): Promise<MoodCorrections>;
  /** Learns anew after rows were taken away with the conversations they were about. */
  readonly refresh: (workspaceId: string) => Promise<void>;
}

/** Opens it. */
export function createMoodLessons(deps: MoodLessonsDeps): MoodLessons {
  const { store, sessions, understanding, clock } = deps;
  const senses = new Map<string, MoodSense | undefined>();
  const learning = new Map<string, Promise<void>>();

  async function learn(workspaceId: string): Promise<void> {
    try {
      const lessons = [...(await store.newest(workspaceId, LEARNT))].reverse();
      const sense = lessons.length === 0 ? undefined : understanding.loadMoods(await understanding.learnMoods(lessons));
      senses.set(workspaceId, sense);
    } catch (error) {
      deps.onProblem(error);
    }
  }

  /** One after the other: what is learnt last is what was stored last. */
  function relearn(workspaceId: string): Promise<void> {
    const next = (learning.get(workspaceId) ?? Promise.resolve()).then(() => learn(workspaceId));
    learning.set(workspaceId, next);
    return next;
  }

  async function judged(workspaceId: string, sessionId: string) {
    const [session, journal] = await Promise.all([
      sessions.load(workspaceId, sessionId),
      sessions.journal(workspaceId, sessionId),
    ]);
    if (session === undefined) throw new FlowError('RESOURCE_NOT_FOUND', 'There is no such conversation here.');
    return { session, messages: journal.flatMap(({ event }) => judgedMessage(event)) };
  }

  async function ofConversation(workspaceId: string, sessionId: string): Promise<ConversationMoods> {
    const [{ messages }, corrections] = await Promise.all([
      judged(workspaceId, sessionId),
      store.ofSession(workspaceId, sessionId),
    ]);
    const made = new Map(corrections.map((correction) => [correction.messageId, correction]));
    return {
      moods: messages.map(({ messageId, understood: { emotion } }) => {
        const found = made.get(messageId);
        return {
          messageId,
          said: emotion.label,
          intensity: emotion.intensity,
          corrected:
            found === undefined ? null : { mood: found.mood, by: found.by.name, at: new Date(found.at).toISOString() },
        };
      }),
    };
  }

  return {
    ofConversation,
    now: (workspaceId) => senses.get(workspaceId),
    ready: (workspaceId) => learning.get(workspaceId) ?? relearn(workspaceId),
    refresh: relearn,

    async correct(workspaceId, by, sessionId, messageId, mood) {
      const { session, messages } = await judged(workspaceId, sessionId);
      const message = messages.find((one) => one.messageId === messageId);
      if (message === undefined) {
        throw new FlowError(
          'RESOURCE_NOT_FOUND',
          'The mood of this message was not judged; there is nothing to correct.',
        );
      }
      const { text, understood } = message;
      if (mood === understood.emotion.label) await store.remove(workspaceId, sessionId, messageId);
      else {
        await store.put(workspaceId, {
          sessionId,
          messageId,
          flowId: session.flowId,
          text: maskPersonal(text, understood.entities, LONGEST),
          said: understood.emotion.label,
          mood,
          by: { id: by.id, name: by.name },
          at: clock.now(),
        });
      }
      await relearn(workspaceId);
      deps.onCorrected(workspaceId, sessionId);
      return ofConversation(workspaceId, sessionId);
    },

    async list(workspaceId) {
      const corrections = await store.newest(workspaceId, LISTED);
      return {
        corrections: corrections.map(({ by, at, ...rest }) => ({
          ...rest,
          by: by.name,
          at: new Date(at).toISOString(),
        })),
      };
    },
  };
}

function judgedMessage(event: FlowEvent) {
  if (event.type !== 'message.received' || event.understood === undefined) return [];
  const { messageId, text, understood } = event;
  return [{ messageId, text, understood }];
}
