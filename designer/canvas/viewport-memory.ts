// Remembers where one looked at a flow, on this device.
import type { Viewport } from '@xyflow/react';

const PREFIX = 'tandem.viewport.';

/** The last viewport of a flow; `null` when there is none. */
export function readViewport(flowId: string): Viewport | null {
  try {
    return parseViewport(JSON.parse(window.localStorage.getItem(PREFIX + flowId) ?? 'null'));
  } catch {
    return null;
  }
}

export function writeViewport(flowId: string, viewport: Viewport): void {
  try {
    window.localStorage.setItem(PREFIX + flowId, JSON.stringify(viewport));
  } catch {
    // A full or closed storage only costs the comfort of being remembered.
  }
}

function parseViewport(value: unknown): Viewport | null {
  if (typeof value !== 'object' || value === null) return null;
  const { x, y, zoom } = value as Partial<Viewport>;
  return [x, y, zoom].every((part) => typeof part === 'number' && Number.isFinite(part)) ? (value as Viewport) : null;
}
