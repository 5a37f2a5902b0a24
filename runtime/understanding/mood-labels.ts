// How other people's mood labels translate to ours, for measuring on their files.
import { EMOTIONS, type Emotion } from '#nodes/kit/effects.ts';

/** For each mood the labels that may stand for it, the best first. */
const LABELS: Readonly<Record<Emotion, readonly string[]>> = {
  calm: ['calm', 'neutral', 'relaxed', 'none'],
  anxious: ['anxious', 'fear', 'worried', 'worry', 'nervousness', 'negative-other', 'negative'],
  angry: ['angry', 'anger', 'disgust', 'annoyance', 'negative-other', 'negative'],
  sad: ['sad', 'sadness', 'depress', 'disappointment', 'negative-other', 'negative'],
  happy: ['happy', 'joy', 'love', 'grateful', 'positive-other', 'positive'],
};

/** Labels of moods that a service desk wants to hear about. */
export const NEGATIVE_LABELS: ReadonlySet<string> = new Set([...LABELS.anxious, ...LABELS.angry, ...LABELS.sad]);

/** The likeliest label among those a file has: moods without a label of their own there are left out. */
export function labelOfMood(scores: Readonly<Record<Emotion, number>>, labels: ReadonlySet<string>): string {
  const totals = new Map<string, number>();
  for (const mood of EMOTIONS) {
    const label = LABELS[mood].find((name) => labels.has(name));
    if (label !== undefined) totals.set(label, (totals.get(label) ?? 0) + scores[mood]);
  }
  let best = '';
  for (const [label, total] of totals) if (total > (totals.get(best) ?? -1)) best = label;
  return best;
}

/** The mood a label stands for; the first one that has it among its labels, undefined when none has. */
export function moodOfLabel(label: string): Emotion | undefined {
  return EMOTIONS.find((mood) => LABELS[mood].includes(label));
}
