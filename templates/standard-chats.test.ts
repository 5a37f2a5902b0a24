// Scripted customers, worded unlike what the templates were taught with, talk to every template that has some.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { upgradeFlow } from '#nodes/flow/upgrade.ts';
import { CUSTOMERS_FILE, playCustomers } from '#runtime/cli/eval-chats.ts';
import { readFlowFile, readJsonFile } from '#runtime/cli/flow-file.ts';
import { readScriptedCustomers } from '#runtime/dialogues/scripted-customer.ts';

const PATHS = readdirSync(import.meta.dirname)
  .map((name) => join(import.meta.dirname, name))
  .filter((path) => existsSync(join(path, CUSTOMERS_FILE)));
const LIKE = 0.5;

async function customersOf(path: string) {
  return readScriptedCustomers(await readJsonFile(join(path, CUSTOMERS_FILE)), path);
}

describe('the standard chats', () => {
  it('are a hundred, in both languages', async () => {
    const all = (await Promise.all(PATHS.map(customersOf))).flat();
    expect(all).toHaveLength(100);
    expect(all.filter(({ says }) => /^[^\u4e00-\u9fff]*$/u.test(says)).length).toBeGreaterThanOrEqual(30);
  });

  it.each(PATHS)('begin in words that the template was not taught with: %s', async (path) => {
    const { flow, knowledge } = await readFlowFile(path);
    const read = upgradeFlow(flow);
    if (!read.ok) throw new Error(path);
    const taught = [
      ...read.document.intents.flatMap(({ examples }) => examples),
      ...knowledge.flatMap(({ questions }) => questions.flatMap(({ question, similar }) => [question, ...similar])),
    ].map(pairsOf);
    const near = (await customersOf(path)).filter(({ says }) =>
      taught.some((pairs) => likeness(pairsOf(says), pairs) >= LIKE),
    );
    expect(near.map(({ says }) => says)).toEqual([]);
  });

  it.each(PATHS.filter((path) => /order-status|complaint-to-person/u.test(path)))(
    'mostly end with no person: %s',
    async (path) => {
      const { customers, resolved } = await playCustomers(path, 'en');
      expect(resolved / customers).toBeGreaterThanOrEqual(0.8);
    },
    120_000,
  );
});

/** Pairs of neighbouring letters. */
function pairsOf(text: string): ReadonlySet<string> {
  const letters = text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
  return new Set(Array.from({ length: Math.max(0, letters.length - 1) }, (_, at) => letters.slice(at, at + 2)));
}

function likeness(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  const shared = [...one].filter((pair) => other.has(pair)).length;
  return shared / Math.max(1, one.size + other.size - shared);
}
