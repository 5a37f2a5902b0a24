// Builds the shipped mood models from openly licensed data: `npx tsx train-emotion.ts LANGUAGE OUT FILE...` (CPED for zh, GoEmotions for en).
import { readFileSync, writeFileSync } from 'node:fs';
import { argv, stderr } from 'node:process';
import { gunzipSync } from 'node:zlib';
import { EMOTIONS, type Emotion } from '#nodes/kit/effects.ts';
import { trainIntents, WITHOUT_MEANING } from '../intents/train-intents.ts';
import { bytesFromModel } from '../model/intent-codec.ts';
import { runToEnd } from '../model/slices.ts';

/** How the labels of both data sets translate; a label that is missing says too little about the mood. */
const MOODS: Readonly<Record<string, Emotion>> = {
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

interface EmotionRow {
  readonly text: string;
  readonly emotion?: string;
  readonly emotions?: readonly string[];
}

const [, , language = '', out = '', ...files] = argv;
const examples: Record<Emotion, string[]> = { calm: [], anxious: [], angry: [], sad: [], happy: [] };
for (const row of files.flatMap(parseRows)) {
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
stderr.write(`${language}: ${model.space.keys.length} features, ${bytesFromModel(model).byteLength} bytes\n`);

function parseRows(file: string): EmotionRow[] {
  const lines = gunzipSync(readFileSync(file)).toString('utf8').trim().split('\n');
  // The files are the published data sets; a row of another shape would be a wrong file.
  return lines.map((line) => JSON.parse(line) as EmotionRow);
}
