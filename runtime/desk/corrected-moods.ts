// The last moods of a conversation as staff sees them: each sample with the correction of the very message it was judged from.
import type { MoodSample } from '#nodes/flow/context.ts';
import type { FlowEvent } from '#nodes/flow/events.ts';
import type { HandoffDetail } from '#nodes/wire/desk.ts';
import type { MoodCorrection } from '#runtime/ports/mood-correction-store.ts';

/**
 * Samples keep words and no message id: from the newest backwards each one takes the next older judged message with its words.
 * `events` are the conversation's, oldest first.
 */
export function correctedMoods(
  samples: readonly MoodSample[],
  events: readonly FlowEvent[],
  corrections: readonly MoodCorrection[],
): HandoffDetail['context']['moods'] {
  const made = new Map(corrections.map((correction) => [correction.messageId, correction]));
  const judged = events.filter((event) => event.type === 'message.received' && event.understood !== undefined);
  let at = judged.length;
  return samples
    .toReversed()
    .map(({ label, intensity, text }) => {
      do at--;
      while (at >= 0 && !textOf(judged[at]).startsWith(text));
      const event = judged[at];
      const found = event?.type === 'message.received' ? made.get(event.messageId) : undefined;
      return found === undefined
        ? { label, intensity, text, corrected: null }
        : { label: found.mood, intensity, text, corrected: { said: label, by: found.by.name } };
    })
    .toReversed();
}

function textOf(event: FlowEvent | undefined): string {
  return event?.type === 'message.received' ? event.text : '';
}
