// Learning what staff said of moods: what the sentences are read with, and what it ends in.
import type { MoodLesson } from '#runtime/ports/understanding.ts';
import { bundledMeaning } from './embeddings/bundled-tables.ts';
import { moodModels } from './emotion/mood-models.ts';
import { learnLessons, type LessonReading } from './emotion/mood-lessons.ts';
import type { FeatureSpace } from './features/feature-space.ts';
import { bytesFromLessons } from './model/lesson-codec.ts';
import { languageOf } from './text/language.ts';

/** How rare a word is says the mood model that ships for its language; both are read when first needed. */
export const LESSON_READING: LessonReading = {
  spaceOf: (text) => firstSpace(languageOf(text) === 'zh' ? 'zh' : 'en'),
  meaningOf: bundledMeaning,
};

/** Learns lessons, in steps of one sentence. */
export function* runLessons(lessons: readonly MoodLesson[]): Generator<void, Uint8Array> {
  return bytesFromLessons(yield* learnLessons(lessons, LESSON_READING));
}

function firstSpace(language: 'zh' | 'en'): FeatureSpace {
  const [first] = moodModels(language);
  if (first === undefined) throw new Error(`No mood model ships for ${language}.`);
  return first.model.space;
}
