// Knowledge rooms beside a website of their own: one after the other over the same folder, each as many hours ahead as a test says.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSystemClock } from '#runtime/adapters/clock-system/clock-system.ts';
import { createEmbeddedQueue } from '#runtime/adapters/queue-embedded/queue-embedded.ts';
import type { DocumentReader } from '#runtime/ports/document-reader.ts';
import { openKnowledgeRoom, type KnowledgeRoom } from './knowledge.ts';
import { openTestSite, type TestPage, type TestSite } from './website.ts';

const HOUR_MS = 3_600_000;

/** The folder and the website; close the open room before the next, and before `end`. */
export interface WebsiteRooms {
  readonly web: TestSite;
  open(hoursAhead?: number, reader?: DocumentReader): Promise<KnowledgeRoom>;
  end(): Promise<void>;
}

/** Makes them; `pages` are those the website begins with. */
export async function createWebsiteRooms(pages: Readonly<Record<string, TestPage>> = {}): Promise<WebsiteRooms> {
  const folder = mkdtempSync(join(tmpdir(), 'tandem-websites-'));
  const web = await openTestSite(pages);
  return {
    web,
    open(hoursAhead = 0, reader) {
      const clock = { ...createSystemClock(), now: () => Date.now() + hoursAhead * HOUR_MS };
      const websites = { fetcher: web.fetcher, queue: createEmbeddedQueue(clock), paceMs: 0 };
      return openKnowledgeRoom(folder, { clock, websites, ...(reader === undefined ? {} : { reader }) });
    },
    async end() {
      await web.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
