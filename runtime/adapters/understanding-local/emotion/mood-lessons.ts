// What staff corrected, as a model: the corrected sentences as numbers, and which of them a new sentence is like.
import { EMOTIONS, type Emotion } from '#nodes/kit/effects.ts';
import type { MoodLesson } from '#runtime/ports/understanding.ts';
import { createFeatureSpace, type FeatureSpace } from '../features/feature-space.ts';
import { rawFeaturesOf, type RawFeatures } from '../features/raw-features.ts';
import { normalise } from '../text/normalise.ts';
import { weighFeatures } from './likeness.ts';

/** Lessons by feature: feature `f` stands in lessons `lessons[starts[f] .. starts[f + 1]]`, with those weights. */
export interface LessonModel {
  /** For each lesson the place of its mood in `EMOTIONS`. */
  readonly moods: Uint8Array;
  readonly keys: Int32Array;
  readonly starts: Int32Array;
  readonly lessons: Int32Array;
  readonly weights: Float32Array;
  /** The lessons' meanings in one byte a number, lesson by lesson. */
  readonly meanings: Int8Array;
  readonly find: (hash: number) => number;
}

/** The mood that lessons speak for, and how much they count, 0..1. */
export interface LessonVerdict {
  readonly mood: Emotion;
  readonly weight: number;
}

/** What sentences are compared by. */
export interface LessonReading {
  /** How rare what is, in the language of the sentence. */
  readonly spaceOf: (text: string) => FeatureSpace;
  readonly meaningOf: (text: string) => Float32Array;
}

/** More sentences than anybody corrects by hand in years; the newest count. */
const MOST_LESSONS = 2_000;
/**
 * From where on a lesson counts at all, and from where on it counts whole. Measured by taking each misjudged sentence of 6,000 as corrected: of
 * the others this much like it, the correction mends 5 in 10 at 0.45, 7 at 0.5, 8 at 0.6 and 19 in 20 from 0.65 (of those it changes).
 */
const BEGINS = 0.42;
const WHOLE = 0.62;
/** The same words but for marks: nothing else is asked then. */
const SAME = 0.97;

/** Learns the lessons, the last one about a sentence. Their order does not matter otherwise. */
export function* learnLessons(
  given: readonly MoodLesson[],
  { spaceOf, meaningOf }: LessonReading,
): Generator<void, LessonModel> {
  const last = new Map<string, Emotion>();
  for (const { text, mood } of given.slice(-MOST_LESSONS)) {
    const plain = normalise(text);
    if (plain !== '') last.set(plain, mood);
  }
  const texts = [...last.keys()].sort();
  const moods = Uint8Array.from(texts, (text) => EMOTIONS.indexOf(last.get(text) ?? 'calm'));
  const entries: { readonly hash: number; readonly lesson: number; readonly weight: number }[] = [];
  const meanings: Int8Array[] = [];
  for (const [lesson, text] of texts.entries()) {
    const { hashes, weights } = weighFeatures(rawFeaturesOf(text), spaceOf(text));
    hashes.forEach((hash, at) => entries.push({ hash, lesson, weight: weights[at] ?? 0 }));
    meanings.push(Int8Array.from(meaningOf(text), (value) => Math.round(value * 127)));
    yield;
  }
  entries.sort((one, other) => one.hash - other.hash || one.lesson - other.lesson);
  const keys: number[] = [];
  const starts: number[] = [];
  entries.forEach(({ hash }, at) => {
    if (hash === keys.at(-1)) return;
    keys.push(hash);
    starts.push(at);
  });
  const all = new Int8Array(meanings.reduce((sum, { length }) => sum + length, 0));
  meanings.reduce((at, meaning) => (all.set(meaning, at), at + meaning.length), 0);
  return lessonModelOf({
    moods,
    keys: Int32Array.from(keys),
    starts: Int32Array.from([...starts, entries.length]),
    lessons: Int32Array.from(entries, ({ lesson }) => lesson),
    weights: Float32Array.from(entries, ({ weight }) => weight),
    meanings: all,
  });
}

/** A model ready to be asked. */
export function lessonModelOf(parts: Omit<LessonModel, 'find'>): LessonModel {
  const { find } = createFeatureSpace(parts.keys, new Float32Array(), 0, 0);
  return { ...parts, find };
}

/** What the lessons say of a sentence; undefined when it is like none of them. */
export function verdictOfLessons(
  model: LessonModel,
  raw: RawFeatures,
  reading: LessonReading,
): LessonVerdict | undefined {
  if (model.moods.length === 0 || raw.hashes.length === 0) return undefined;
  const votes = { calm: 0, anxious: 0, angry: 0, sad: 0, happy: 0 };
  let nearest = BEGINS;
  let verdict: Emotion | undefined;
  for (const [lesson, likeness] of likenessesOf(model, raw, reading).entries()) {
    const mood = EMOTIONS[model.moods[lesson] ?? 0] ?? 'calm';
    if (likeness >= SAME) return { mood, weight: 1 };
    if (likeness <= BEGINS) continue;
    votes[mood] += Math.min(1, (likeness - BEGINS) / (WHOLE - BEGINS));
    nearest = Math.max(nearest, likeness);
  }
  for (const mood of EMOTIONS) if (votes[mood] > (verdict === undefined ? 0 : votes[verdict])) verdict = mood;
  if (verdict === undefined) return undefined;
  // Where lessons disagree they count for less.
  const said = EMOTIONS.reduce((sum, mood) => sum + votes[mood], 0);
  const whole = Math.min(1, (nearest - BEGINS) / (WHOLE - BEGINS));
  return { mood: verdict, weight: (whole * votes[verdict]) / said };
}

/** How like each lesson the sentence is: half by words and letters, half by meaning. */
function likenessesOf(model: LessonModel, raw: RawFeatures, { spaceOf, meaningOf }: LessonReading): Float64Array {
  const { moods, starts, lessons, weights, meanings, find } = model;
  const likeness = new Float64Array(moods.length);
  const own = weighFeatures(raw, spaceOf(raw.text));
  own.hashes.forEach((hash, at) => {
    const id = find(hash);
    if (id < 0) return;
    for (let post = starts[id] ?? 0; post < (starts[id + 1] ?? 0); post += 1) {
      const lesson = lessons[post] ?? 0;
      likeness[lesson] = (likeness[lesson] ?? 0) + 0.5 * (own.weights[at] ?? 0) * (weights[post] ?? 0);
    }
  });
  const meaning = meaningOf(raw.text);
  const dimension = meanings.length / moods.length;
  for (let lesson = 0, from = 0; lesson < moods.length; lesson += 1) {
    let dot = 0;
    for (let at = 0; at < dimension; at += 1, from += 1) dot += (meaning[at] ?? 0) * (meanings[from] ?? 0);
    likeness[lesson] = (likeness[lesson] ?? 0) + (0.5 * dot) / 127;
  }
  return likeness;
}
