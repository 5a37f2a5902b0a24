// Reading the keyboard the way an input method editor needs it.
import type { KeyboardEvent } from 'react';

/** Whether a key belongs to an input method that is still composing; Safari says it only by key code 229. */
export function isComposing(event: KeyboardEvent | globalThis.KeyboardEvent): boolean {
  const native = 'nativeEvent' in event ? event.nativeEvent : event;
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- the only sign Safari gives of a composing key
  return native.isComposing || native.keyCode === 229;
}

/** Whether the Enter key means "send": alone, and not the one that confirms a candidate. */
export function isSendKey(event: KeyboardEvent): boolean {
  return event.key === 'Enter' && !event.shiftKey && !event.altKey && !isComposing(event);
}

/** Whether someone is typing, so that single-key shortcuts must stay quiet. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
}
