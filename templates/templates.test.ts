// Every shipped template: sound, tidy on the canvas, well taught, and played through all its golden conversations.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { upgradeFlow } from '#nodes/flow/upgrade.ts';
import { validateFlow } from '#nodes/flow/validate.ts';
import type { FlowDocument } from '#nodes/flow/document.ts';
import { NODE_TYPES } from '#nodes/registry.gen.ts';
import { readFlowFile, type FlowFile } from '#runtime/cli/flow-file.ts';
import { openStage, type Stage } from '#runtime/cli/stage.ts';
import { coverageOf } from '#runtime/dialogues/coverage.ts';
import { runDialogue, type DialogueResult } from '#runtime/dialogues/dialogues.ts';
import { createTemplates } from '#runtime/flows/templates.ts';

const FOLDER = import.meta.dirname;
const NAMES = readdirSync(FOLDER, { withFileTypes: true }).flatMap((entry) =>
  entry.isDirectory() ? [entry.name] : [],
);
const CARD_WIDTH = 240;

describe('the gallery', () => {
  it('holds at least six templates, in order, each described in both languages', async () => {
    const list = await createTemplates(FOLDER).list();
    expect(list.map(({ name }) => name).sort()).toEqual(NAMES);
    expect(list.length).toBeGreaterThanOrEqual(6);
    for (const { title, description } of list) {
      for (const text of [title['zh-CN'], title.en, description['zh-CN'], description.en]) expect(text).not.toBe('');
    }
  });
});

describe.each(NAMES)('%s', (name) => {
  let file: FlowFile;
  let document: FlowDocument;
  let stage: Stage;
  let results: readonly DialogueResult[];
  beforeAll(async () => {
    file = await readFlowFile(join(FOLDER, name));
    const read = upgradeFlow(file.flow);
    if (!read.ok) throw new Error(read.problems[0]?.message.en);
    document = read.document;
    stage = await openStage(document, file.knowledge);
    const played: DialogueResult[] = [];
    for (const dialogue of file.dialogues) played.push(await runDialogue(stage.rehearsal, stage.document, dialogue));
    results = played;
  }, 120_000);
  afterAll(() => stage.close());

  it('has neither errors nor warnings, and its knowledge can be read', () => {
    expect(validateFlow(document)).toEqual([]);
    expect(stage.unread).toEqual([]);
  });

  it('is called in every language it speaks', async () => {
    const { names } = await createTemplates(FOLDER).load(name);
    const called = [
      ...document.nodes.map((node) => node.name),
      ...document.intents.map((intent) => intent.name),
      ...document.variables.flatMap(({ description }) => (description === undefined ? [] : [description])),
    ];
    for (const locale of document.settings.locales.filter((one) => one !== document.settings.locale))
      expect(Object.keys(names[locale] ?? {}).sort()).toEqual([...new Set(called)].sort());
  });

  it('stands tidy on the canvas: no card over another', () => {
    const boxes = document.nodes.map((node) => ({
      id: node.id,
      ...node.position,
      width: node.size?.width ?? CARD_WIDTH,
      height: node.size?.height ?? 66 + 24 * (NODE_TYPES[node.type]?.ports(node.config as never).length ?? 0),
    }));
    const overlapping = boxes.flatMap((a, index) =>
      boxes
        .slice(index + 1)
        .filter((b) => a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height)
        .map((b) => `${a.id} and ${b.id}`),
    );
    expect(overlapping).toEqual([]);
  });

  it('teaches each intent with at least fifteen different sentences, and none to two intents', () => {
    for (const { id, examples } of document.intents) {
      expect(new Set(examples).size, id).toBe(examples.length);
      expect(examples.length, id).toBeGreaterThanOrEqual(15);
    }
    const all = document.intents.flatMap(({ examples }) => examples);
    expect(all.filter((sentence, index) => all.indexOf(sentence) !== index)).toEqual([]);
  });

  it('goes through all its golden conversations as written', () => {
    expect(results.length).toBeGreaterThanOrEqual(4);
    const problems = results.flatMap((result) =>
      result.turns.flatMap((turn) => turn.problems.map((problem) => `${result.name}: ${turn.act}: ${problem}`)),
    );
    expect(problems).toEqual([]);
  });

  it('has every node played, and most ways out', () => {
    const { nodes, ports } = coverageOf(
      document,
      results.map(({ trace }) => trace),
    );
    expect(nodes.missing).toEqual([]);
    expect(ports.covered / ports.total, `open: ${ports.missing.join(', ')}`).toBeGreaterThan(0.75);
  });
});
