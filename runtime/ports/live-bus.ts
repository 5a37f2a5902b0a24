// Live listeners: who has a session or the desk open right now. Nothing here is durable; the store is the truth.
import type { Json } from '#nodes/kit/json.ts';

/** Publish and subscribe by topic: `session:<id>`, `desk:<workspaceId>`. Delivery is in order, at most once, in-process first. */
export interface LiveBus {
  publish(topic: string, event: Json): void;
  /** Returns the way to stop listening. A listener that throws is dropped. */
  subscribe(topic: string, listener: (event: Json) => void): () => void;
  /** How many listen now. */
  listeners(topic: string): number;
}
