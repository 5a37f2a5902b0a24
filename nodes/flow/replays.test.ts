// Recorded histories: the events of a conversation, played on its flow again, end in the same snapshot byte for byte.
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Talk } from '#nodes/testkit/talk.ts';
import { compileFlow } from './compile.ts';
import type { FlowSnapshot } from './context.ts';
import type { FlowDocument } from './document.ts';
import type { FlowEvent, SessionStarted } from './events.ts';
import { startFlow, stepFlow } from './step.ts';
import { recordedTalks } from '#nodes/testkit/recorded-talks.ts';

/** A file of `replays/`. Files are kept for ever: a change of the core that breaks one breaks sessions under way. */
interface Replay {
  readonly document: FlowDocument;
  readonly events: readonly [SessionStarted, ...FlowEvent[]];
  readonly snapshot: FlowSnapshot;
}

const folder = new URL('./replays/', import.meta.url);
const files = readdirSync(folder).filter((name) => name.endsWith('.json'));

/** Writes a conversation down as a replay. Called with RECORD_REPLAYS=1, for talks that have no file yet. */
function record(name: string, talked: Talk): void {
  if (files.includes(`${name}.json`)) return;
  const { document } = talked.flow;
  const replay = { document, events: talked.history, snapshot: talked.last.snapshot };
  writeFileSync(new URL(`${name}.json`, folder), `${JSON.stringify(replay, null, 2)}\n`);
}

if (process.env['RECORD_REPLAYS'] === '1')
  for (const [name, talked] of Object.entries(recordedTalks())) record(name, talked);

function parseReplay(name: string): Replay {
  return JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as Replay;
}

describe('recorded histories', () => {
  it('are there', () => {
    expect(files.length).toBeGreaterThanOrEqual(3);
  });

  it.each(files)('%s ends as it ended', (name) => {
    const { document, events, snapshot } = parseReplay(name);
    const flow = compileFlow(document);
    const [first, ...rest] = events;
    let last = startFlow(flow, first);
    for (const event of rest) last = stepFlow(flow, JSON.parse(JSON.stringify(last.snapshot)) as FlowSnapshot, event);
    expect(JSON.stringify(last.snapshot)).toBe(JSON.stringify(snapshot));
  });
});
