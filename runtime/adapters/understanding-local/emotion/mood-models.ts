// The mood models that ship.
import { readFileSync } from 'node:fs';
import { assetFile } from '../local-files.ts';
import { parseModel } from '../model/intent-codec.ts';
import type { MoodModel } from './detect-emotion.ts';

/** Customers of a shop speak otherwise than people in series: where we have sentences of our own, they count more. Trusts were set on their dev part. */
const MOODS = {
  zh: [
    { file: 'emotion-zh.bin', trust: 0.3 },
    { file: 'emotion-service-zh.bin', trust: 1 },
  ],
  en: [{ file: 'emotion-en.bin', trust: 0.8 }],
} as const;

const read: { zh?: readonly MoodModel[]; en?: readonly MoodModel[] } = {};

/** Those of a language, read when they are first needed and kept. */
export function moodModels(language: keyof typeof MOODS): readonly MoodModel[] {
  return (read[language] ??= MOODS[language].map(({ file, trust }) => ({
    model: parseModel(readFileSync(assetFile(file))),
    trust,
  })));
}
