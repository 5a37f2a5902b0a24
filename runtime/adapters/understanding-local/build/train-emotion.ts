// Builds the shipped mood models: `npx tsx train-emotion.ts NAME OUT FILE...`, from CPED (zh), GoEmotions (en) or our own customers (service-zh).
import { readFileSync, writeFileSync } from 'node:fs';
import { argv, stderr } from 'node:process';
import { gunzipSync } from 'node:zlib';
import { EMOTIONS, type Emotion } from '#nodes/kit/effects.ts';
import { trainIntents, WITHOUT_MEANING } from '../intents/train-intents.ts';
import { bytesFromModel } from '../model/intent-codec.ts';
import { runToEnd } from '../model/slices.ts';

/** How the labels of the data sets translate; ours are as they are, and a label that is missing says too little about the mood. */
const MOODS: Readonly<Record<string, Emotion>> = {
  calm: 'calm',
  anxious: 'anxious',
  angry: 'angry',
  sad: 'sad',
  neutral: 'calm',
  relaxed: 'calm',
  astonished: 'calm',
  surprise: 'calm',
  happy: 'happy',
  grateful: 'happy',
  'positive-other': 'happy',
  joy: 'happy',
  anger: 'angry',
  disgust: 'angry',
  sadness: 'sad',
  depress: 'sad',
  fear: 'anxious',
  worried: 'anxious',
};

/** Of our own customers' requests every third is taken as calm, so that asking for a refund is no mood; those that press or complain are left out. */
const ONE_OF = 3;
const NOT_CALM = new Set(['oos', '投诉服务', '催发货', '催处理']);

interface EmotionRow {
  readonly text: string;
  /** A request of our own set. */
  readonly intent?: string;
  readonly emotion?: string;
  readonly emotions?: readonly string[];
}

const [, , name = '', out = '', ...files] = argv;
const examples: Record<Emotion, string[]> = { calm: [], anxious: [], angry: [], sad: [], happy: [] };
for (const row of files.flatMap(parseRows).flatMap(withRequests)) {
  const moods = new Set((row.emotions ?? [row.emotion ?? '']).map((label) => MOODS[label]));
  if (moods.size > 1) moods.delete('calm');
  const [mood] = moods;
  if (moods.size === 1 && mood !== undefined) examples[mood].push(row.text.replaceAll('[NAME]', ' '));
}
const model = runToEnd(
  trainIntents(
    {
      task: 'labels',
      seed: 1,
      intents: EMOTIONS.map((mood) => ({ id: mood, name: mood, examples: examples[mood] })),
    },
    WITHOUT_MEANING,
  ),
);
writeFileSync(out, bytesFromModel(model));
stderr.write(`${name}: ${model.space.keys.length} features, ${bytesFromModel(model).byteLength} bytes\n`);

function withRequests(row: EmotionRow, at: number): readonly EmotionRow[] {
  if (row.intent === undefined) return [row];
  return at % ONE_OF > 0 || NOT_CALM.has(row.intent) ? [] : [{ text: row.text, emotion: 'calm' }];
}

function parseRows(file: string): EmotionRow[] {
  const bytes = readFileSync(file);
  const lines = (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8').trim().split('\n');
  // The files are the published data sets; a row of another shape would be a wrong file.
  return lines.map((line) => JSON.parse(line) as EmotionRow);
}
