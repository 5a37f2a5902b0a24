// Things that happen to a session besides what the customer does, by the names that "on event" listens to.
import type { Json } from '#nodes/kit/json.ts';
import type { FlowEvent } from './events.ts';
import type { StepResult } from './step-result.ts';

/** A named happening with what is known of it. */
export interface Signal {
  readonly name: string;
  readonly data: Json;
}

/** The signals that a played event and its result give off, in order. `session.started` and `session.ended` are played by `step` before their event. */
export function signalsOf(event: FlowEvent, result: StepResult): readonly Signal[] {
  const signals: Signal[] = [];
  switch (event.type) {
    case 'agent.accepted':
      signals.push({ name: 'agent.joined', data: { agent: event.agent } });
      break;
    case 'handoff.resolved':
    case 'handoff.returned':
      signals.push({ name: 'agent.left', data: { agent: event.agent, resolved: event.type === 'handoff.resolved' } });
      break;
    case 'signal.raised':
      signals.push({ name: event.name, data: event.data });
      break;
    default:
  }
  for (const effect of result.effects)
    if (effect.kind === 'lead.save')
      signals.push({ name: 'lead.created', data: { values: effect.request.values, partial: effect.request.partial } });
  const { fault } = result;
  if (fault !== null)
    signals.push({ name: 'flow.error', data: { code: fault.code, message: fault.message, node: fault.node } });
  return signals;
}
