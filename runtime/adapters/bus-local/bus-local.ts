// Live events inside one process.
import type { Json } from '#nodes/kit/json.ts';
import type { LiveBus } from '#runtime/ports/live-bus.ts';

type Listener = (event: Json) => void;

/** Makes the bus. Delivery is synchronous; an event published by a listener follows the one being delivered. */
export function createLocalBus(): LiveBus {
  const topics = new Map<string, Set<Listener>>();
  const queue: { readonly topic: string; readonly event: Json }[] = [];
  let delivering = false;

  function drop(topic: string, listener: Listener): void {
    const listeners = topics.get(topic);
    if (listeners?.delete(listener) === true && listeners.size === 0) topics.delete(topic);
  }

  function deliver(topic: string, event: Json): void {
    const listeners = topics.get(topic);
    if (listeners === undefined) return;
    for (const listener of [...listeners]) {
      if (!listeners.has(listener)) continue;
      try {
        listener(event);
      } catch {
        drop(topic, listener);
      }
    }
  }

  return {
    publish(topic, event) {
      if (!topics.has(topic)) return;
      queue.push({ topic, event });
      if (delivering) return;
      delivering = true;
      for (let next = queue.shift(); next !== undefined; next = queue.shift()) deliver(next.topic, next.event);
      delivering = false;
    },
    subscribe(topic, listener) {
      // A function of its own, so that the same listener may listen twice and leave once.
      const own: Listener = (event) => listener(event);
      const listeners = topics.get(topic) ?? new Set();
      topics.set(topic, listeners.add(own));
      return () => drop(topic, own);
    },
    listeners: (topic) => topics.get(topic)?.size ?? 0,
  };
}
