// The schedules of a document, read from its `onSchedule` nodes.
import type { Json } from '#nodes/kit/json.ts';
import type { FlowDocument, FlowNode } from '#nodes/flow/document.ts';
import type { ScheduleTimes } from '#nodes/flow/schedule-times.ts';
import type { Audience } from '#runtime/ports/schedule-store.ts';

/** One of them. */
export interface Schedule {
  readonly node: string;
  readonly key: string;
  readonly times: ScheduleTimes;
  readonly audience: Audience;
  readonly quiet: { readonly from: string; readonly to: string };
  readonly perMinute: number;
}

/** All that are on. The node's own check lets nothing unsound be published. */
export function schedulesIn({ nodes }: FlowDocument): readonly Schedule[] {
  return nodes.filter(({ type, disabled }) => type === 'onSchedule' && disabled !== true).map(scheduleFrom);
}

function scheduleFrom({ id, config }: FlowNode): Schedule {
  const text = (name: string): string => {
    const value = config[name];
    return typeof value === 'string' ? value : '';
  };
  const perMinute = config['perMinute'];
  return {
    node: id,
    key: text('key'),
    times: {
      mode: text('mode') === 'once' ? 'once' : 'cron',
      cron: text('cron'),
      date: text('date'),
      timeZone: text('timeZone'),
    },
    audience: text('audience') === 'items' ? { items: parseItems(text('items')) } : { tag: text('tag').trim() },
    quiet: { from: text('quietFrom'), to: text('quietTo') },
    perMinute: typeof perMinute === 'number' ? perMinute : 1,
  };
}

/** The node's check wants a JSON list. */
function parseItems(text: string): readonly Json[] {
  const value = JSON.parse(text) as Json;
  return isList(value) ? value : [];
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
