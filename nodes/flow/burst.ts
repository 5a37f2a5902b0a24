// Bursts: short messages that come close together are held and become one turn.
import type { FlowContext, FlowSnapshot } from './context.ts';
import type { FlowEvent, MessageReceived } from './events.ts';
import type { TimerToSet } from './step-result.ts';

/** The timer of the window; timers of the chart have other ids. */
export const BURST_TIMER = '_burst';
/** What its row is called. */
export const BURST_EVENT = 'burst.over';
/** However quickly more words follow, the first ones are answered after this long. */
const MAX_HELD_MS = 30_000;
/** What one turn may hold, in UTF-16 units; as long as a single message may be. */
const MAX_TEXT = 20_000;
/** Writing without blanks between words, and lines such as "name: Ann". */
const UNSPACED = /[:：\n\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u;

/** Is there room for these words beside those that are held? */
export function hasRoom({ burst }: FlowContext, text: string): boolean {
  return burst === undefined || burst.texts.reduce((sum, held) => sum + held.length + 1, text.length) <= MAX_TEXT;
}

/** The context that holds the message too, and the timer of the window, which begins anew. */
export function heldMessage(
  context: FlowContext,
  { at, messageId, text }: MessageReceived,
  windowMs: number,
): { readonly context: FlowContext; readonly timer: TimerToSet } {
  const { burst } = context;
  const since = burst?.since ?? at;
  const delayMs = Math.max(0, Math.min(windowMs, since + MAX_HELD_MS - at));
  return {
    context: { ...context, burst: { since, messageId, texts: [...(burst?.texts ?? []), text] } },
    timer: { id: BURST_TIMER, event: BURST_EVENT, delayMs },
  };
}

/** The turn that the held messages become, without what understanding says of it; undefined while none are held. */
export function messageOfBurst(
  snapshot: Pick<FlowSnapshot, 'context'> | null,
): Omit<MessageReceived, 'at' | 'understood'> | undefined {
  const burst = snapshot?.context.burst;
  if (burst === undefined) return undefined;
  const { messageId, texts } = burst;
  const inLines = texts.some((text) => UNSPACED.test(text));
  return { type: 'message.received', messageId, text: texts.join(inLines ? '\n' : ' '), merged: texts.length };
}

/** Has the window of held messages run out? */
export function isBurstOver(event: Pick<FlowEvent, 'type'> & { readonly timerId?: string }): boolean {
  return event.type === 'timer.elapsed' && event.timerId === BURST_TIMER;
}

/** The context once the held messages are played. */
export function withoutBurst(context: FlowContext): FlowContext {
  const { burst, ...rest } = context;
  return burst === undefined ? context : rest;
}
