// Measures an understanding engine on labelled files: intents with rejection, and moods.
import type { Moment, MoodSense, Understander, Understanding } from '#runtime/ports/understanding.ts';
import { readLabelledRows, type LabelledRow } from './labelled-files.ts';
import {
  accuracyOf,
  aurocOf,
  macroF1Of,
  qualityPerLabel,
  rounded,
  type Judged,
  type LabelQuality,
} from './measures.ts';
import { labelOfMood, moodOfLabel, NEGATIVE_LABELS } from './mood-labels.ts';

/** Figures of `eval intents`. Those about rejection are null when the test has no out-of-scope row. */
export interface IntentFigures {
  /** Over in-scope rows, best intent before rejection. */
  readonly accuracy: number;
  readonly macroF1: number;
  /** Over in-scope rows, counting a rejected row as wrong. */
  readonly accuracyAtThreshold: number;
  readonly oosRecall: number | null;
  readonly oosPrecision: number | null;
  /** In-scope rows against the others, by the summed scores of all intents. */
  readonly auroc: number | null;
  readonly trainSeconds: number;
  /** Mean time of one whole `understand`, after a thousand others: as in a server that has been up for a while. */
  readonly predictMicros: number;
  readonly n: number;
  readonly rssMb: number;
}

/** Figures of `eval emotion`. */
export interface EmotionFigures {
  readonly accuracy: number;
  readonly macroF1: number;
  readonly perLabel: Record<string, LabelQuality>;
  /** Angry, anxious and sad rows against the rest; null when one side is missing. */
  readonly negativeAuroc: number | null;
  readonly predictMicros: number;
  readonly n: number;
  /** With corrections: how many rows they gave another mood, and how many of those became right and wrong by it. */
  readonly changed?: { readonly rows: number; readonly mended: number; readonly spoilt: number };
}

const OUT_OF_SCOPE = 'oos';
const SEED = 1;
const WARM_UP = 1_000;
/** The customers of a product speak at some time and place; which one changes no intent and no mood. */
const MOMENT: Moment = { now: Date.UTC(2026, 0, 15, 8), timeZone: 'Asia/Shanghai' };
const PREPARED_AT_ONCE = 256;
const PREPARE_PATIENCE_MS = 120_000;

/** Trains on files and measures on others. Rows are `{ text, intent }`; intent `oos` means none, in training too. */
export async function evalIntents(
  understanding: Understanding,
  trainFiles: readonly string[],
  testFiles: readonly string[],
): Promise<IntentFigures> {
  const train = readLabelledRows(trainFiles, ['intent']);
  const test = readLabelledRows(testFiles, ['intent']);
  const started = performance.now();
  const model = await understanding.train({
    intents: groupsOf(train.filter(({ label }) => label !== OUT_OF_SCOPE)),
    outOfScope: train.filter(({ label }) => label === OUT_OF_SCOPE).map(({ text }) => text),
    seed: SEED,
  });
  const trainSeconds = (performance.now() - started) / 1_000;
  const { rows, micros } = await understandAll(understanding.load(model), test);
  const judged = rows.map(({ row, understood }) => ({
    label: row.label,
    said: understood.intents[0]?.intent ?? OUT_OF_SCOPE,
    rejected: understood.outOfScope,
    confidence: understood.intents.reduce((sum, { score }) => sum + score, 0),
  }));
  const inside = judged.filter(({ label }) => label !== OUT_OF_SCOPE);
  const outside = judged.filter(({ label }) => label === OUT_OF_SCOPE);
  const rejected = judged.filter((row) => row.rejected);
  const caught = outside.filter((row) => row.rejected).length;
  const share = (part: number, whole: number): number | null => (whole === 0 ? null : rounded(part / whole));
  return {
    accuracy: accuracyOf(inside),
    macroF1: macroF1Of(inside),
    accuracyAtThreshold: accuracyOf(inside.map((row) => (row.rejected ? { ...row, said: OUT_OF_SCOPE } : row))),
    oosRecall: share(caught, outside.length),
    oosPrecision: outside.length === 0 ? null : share(caught, rejected.length),
    auroc: aurocOf(
      inside.map(({ confidence }) => confidence),
      outside.map(({ confidence }) => confidence),
    ),
    trainSeconds: rounded(trainSeconds),
    predictMicros: micros,
    n: test.length,
    rssMb: Math.round(process.memoryUsage().rss / 1_048_576),
  };
}

/**
 * Measures moods. Rows are `{ text, emotion }` or `{ text, sentiment }`.
 * With training files a classifier of the files' own labels is trained; without, the shipped mood sense answers, translated to those labels,
 * after it was taught `corrections` (files of the same form, as staff would correct moods).
 */
export async function evalEmotion(
  understanding: Understanding,
  trainFiles: readonly string[],
  testFiles: readonly string[],
  corrections: readonly string[] = [],
): Promise<EmotionFigures> {
  const fields = ['emotion', 'sentiment', 'emotions'];
  const test = readLabelledRows(testFiles, fields);
  const labels = new Set(test.map(({ label }) => label));
  const trained = trainFiles.length > 0;
  const model = await understanding.train({
    task: 'labels',
    intents: trained ? groupsOf(readLabelledRows(trainFiles, fields)) : [],
    seed: SEED,
  });
  const lessons = readLabelledRows(corrections, fields).flatMap(({ text, label }) => {
    const mood = moodOfLabel(label);
    return mood === undefined ? [] : [{ text, mood }];
  });
  const moods = lessons.length === 0 ? undefined : understanding.loadMoods(await understanding.learnMoods(lessons));
  const understander = understanding.load(model);
  const { rows, micros } = await understandAll(understander, test, moods);
  const changed = changedBy(rows, labels, understander);
  const judged = rows.map(({ row, understood }): Judged & { readonly negative: number } => {
    const { scores } = understood.emotion;
    if (!trained) {
      return {
        label: row.label,
        said: labelOfMood(scores, labels),
        negative: scores.angry + scores.anxious + scores.sad,
      };
    }
    const negative = understood.intents.filter(({ intent }) => NEGATIVE_LABELS.has(intent));
    return {
      label: row.label,
      said: understood.intents[0]?.intent ?? '',
      negative: negative.reduce((sum, { score }) => sum + score, 0),
    };
  });
  return {
    accuracy: accuracyOf(judged),
    macroF1: macroF1Of(judged),
    perLabel: qualityPerLabel(judged),
    negativeAuroc: aurocOf(
      judged.filter(({ label }) => NEGATIVE_LABELS.has(label)).map(({ negative }) => negative),
      judged.filter(({ label }) => !NEGATIVE_LABELS.has(label)).map(({ negative }) => negative),
    ),
    predictMicros: micros,
    n: test.length,
    ...(moods === undefined ? {} : { changed }),
  };
}

/** What corrections did to the rows: each that says something else now than without them. */
function changedBy(
  rows: Awaited<ReturnType<typeof understandAll>>['rows'],
  labels: ReadonlySet<string>,
  understander: Understander,
): NonNullable<EmotionFigures['changed']> {
  let [count, mended, spoilt] = [0, 0, 0];
  for (const { row, understood } of rows) {
    const before = labelOfMood(understander.understand(row.text).emotion.scores, labels);
    const after = labelOfMood(understood.emotion.scores, labels);
    if (before === after) continue;
    count += 1;
    if (after === row.label) mended += 1;
    else if (before === row.label) spoilt += 1;
  }
  return { rows: count, mended, spoilt };
}

function groupsOf(rows: readonly LabelledRow[]): { id: string; name: string; examples: string[] }[] {
  const groups = new Map<string, string[]>();
  for (const { text, label } of rows) {
    const group = groups.get(label);
    if (group === undefined) groups.set(label, [text]);
    else group.push(text);
  }
  return [...groups].map(([label, examples]) => ({ id: label, name: label, examples }));
}

async function understandAll(understander: Understander, test: readonly LabelledRow[], moods?: MoodSense) {
  // Waiting for a server is not counted: it depends on the server.
  for (let from = 0; from < test.length; from += PREPARED_AT_ONCE) {
    await understander.prepare?.(
      test.slice(from, from + PREPARED_AT_ONCE).map(({ text }) => text),
      PREPARE_PATIENCE_MS,
    );
  }
  for (const { text } of test.slice(0, WARM_UP)) understander.understand(text, MOMENT, moods);
  const started = performance.now();
  const rows = test.map((row) => ({ row, understood: understander.understand(row.text, MOMENT, moods) }));
  const micros = Math.round(((performance.now() - started) * 1_000) / Math.max(1, test.length));
  return { rows, micros };
}
