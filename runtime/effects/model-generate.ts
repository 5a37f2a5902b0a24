// model.generate: an answer written from passages; whoever has the conversation open sees it grow.
import type { EffectRequests, EffectResults } from '#nodes/kit/effects.ts';
import { FlowError } from '#nodes/kit/errors.ts';
import type { LiveBus } from '#runtime/ports/live-bus.ts';
import type { RemoteHandlers } from './effects.ts';

/** Writes an answer, telling each new piece. Fails with MODEL_UNAVAILABLE or EGRESS_TIMEOUT. */
export type WriteAnswer = (
  request: EffectRequests['model.generate'],
  options: { readonly signal: AbortSignal; readonly onDelta: (text: string) => void },
) => Promise<EffectResults['model.generate']>;

/** Creates the handler. Without `write` there is no model, and the flow gives the quoted answer. */
export function createModelGenerate(write: WriteAnswer | undefined, bus: LiveBus): RemoteHandlers['model.generate'] {
  return async (effect, row, signal) => {
    if (write === undefined) {
      throw new FlowError('MODEL_UNAVAILABLE', 'Set TANDEM_LLM_BASE_URL and TANDEM_LLM_MODEL, then restart.');
    }
    const topic = `session:${row.sessionId}`;
    let text = '';
    return write(effect.request, {
      signal,
      onDelta(piece) {
        text += piece;
        if (bus.listeners(topic) > 0) bus.publish(topic, { type: 'delta', streamId: row.key, text });
      },
    });
  };
}
