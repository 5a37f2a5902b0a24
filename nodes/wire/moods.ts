// Moods of a conversation's messages, and what staff corrected in them.
import { Type, type Static } from 'typebox';
import { EMOTIONS } from '#nodes/kit/effects.ts';

const Mood = Type.Enum(EMOTIONS);

/** Who corrected a mood, to what, and when. */
const Correction = Type.Object({ mood: Mood, by: Type.String(), at: Type.String() });

/** GET /api/v1/conversations/{id}/moods: the customer's messages whose mood was judged, oldest first. */
export const MessageMoodSchema = Type.Object({
  messageId: Type.String(),
  /** What it was taken for when it came in, and how strong, 0..1. */
  said: Mood,
  intensity: Type.Number(),
  /** What staff made of it; null: nothing. */
  corrected: Type.Union([Correction, Type.Null()]),
});
export const ConversationMoodsSchema = Type.Object({ moods: Type.Array(MessageMoodSchema) });

/** PUT /api/v1/conversations/{id}/moods/{messageId}. The mood it was taken for takes a correction back. */
export const CorrectMoodSchema = Type.Object({ mood: Mood }, { additionalProperties: false });

/** GET /api/v1/mood-corrections: the newest of the workspace, newest first. Personal values are masked. */
export const MoodCorrectionSchema = Type.Object({
  sessionId: Type.String(),
  messageId: Type.String(),
  flowId: Type.String(),
  text: Type.String(),
  said: Mood,
  mood: Mood,
  by: Type.String(),
  at: Type.String(),
});
export const MoodCorrectionsSchema = Type.Object({ corrections: Type.Array(MoodCorrectionSchema) });

export type MessageMood = Static<typeof MessageMoodSchema>;
export type ConversationMoods = Static<typeof ConversationMoodsSchema>;
export type MoodCorrections = Static<typeof MoodCorrectionsSchema>;
