// The mood of one sentence: the service lexicon speaks first, small trained models fill in where the lexicon is silent.
import { EMOTIONS, type Emotion, type Understood } from '#nodes/kit/effects.ts';
import type { RawFeatures } from '../features/raw-features.ts';
import { readSentence, softmax, type IntentModel } from '../intents/intent-model.ts';
import { compileLexicon, readCues, type CueReading } from './read-cues.ts';
import type { LessonVerdict } from './mood-lessons.ts';
import { LEXICON_EN } from './lexicon-en.ts';
import { LEXICON_ZH } from './lexicon-zh.ts';
import { readEmphasis } from './read-emphasis.ts';

/** What customers are before they say anything: most of them ask calmly. In logits. */
const CALM_AT_FIRST = 1.1;
/** A trained model, and how much of its opinion counts where the lexicon is silent; each cue found makes it count less. */
export interface MoodModel {
  readonly model: IntentModel;
  readonly trust: number;
}

/** By how much a corrected mood stands above the others. */
const CORRECTED_BY = 1;

/** Characters from which on a model's opinion counts whole. */
const FULL_LENGTH = 8;

const lexicons = { zh: compileLexicon(LEXICON_ZH, false), en: compileLexicon(LEXICON_EN, true) };
const NO_CUES: CueReading = { evidence: { calm: 0, anxious: 0, angry: 0, sad: 0, happy: 0 }, reasons: [] };
const CALM: Understood['emotion'] = {
  label: 'calm',
  intensity: 0,
  scores: { calm: 1, anxious: 0, angry: 0, sad: 0, happy: 0 },
  reasons: [],
};

/** Judges a sentence as typed, with the mood models of its language. `raw` are its features, `lesson` what corrections of staff say of it. */
export function detectEmotion(
  typed: string,
  language: string,
  raw: RawFeatures,
  models: readonly MoodModel[],
  lesson?: LessonVerdict,
): Understood['emotion'] {
  const { text } = raw;
  if (text === '') return CALM;
  const cues = readCues(lexicons[language === 'zh' ? 'zh' : 'en'], text);
  // A Chinese customer may swear in English, and the other way round.
  const mixed = language === 'zh' ? /[a-z]{2}/u.test(text) : /\p{Script=Han}/u.test(text);
  const other = mixed ? readCues(lexicons[language === 'zh' ? 'en' : 'zh'], text) : NO_CUES;
  const emphasis = readEmphasis(typed.slice(0, 4_000), text);
  const logits: Record<Emotion, number> = { calm: CALM_AT_FIRST, anxious: 0, angry: 0, sad: 0, happy: 0 };
  let spoken = 0;
  for (const mood of EMOTIONS) {
    const found = cues.evidence[mood] + 0.8 * other.evidence[mood] + (emphasis.faces[mood] ?? 0);
    logits[mood] += found;
    spoken += found;
  }
  // One word alone says little: "refund" is no mood.
  const said = Math.min(1, text.length / FULL_LENGTH) / (1 + spoken);
  for (const { model, trust } of models) addModel(logits, raw, model, trust * said);
  const loudest = strongestOf(logits, false);
  // Loudness tells a mood apart from calm; it does not say which one, so it adds to the one that shows most.
  logits[loudest] += emphasis.volume * (logits[loudest] > 0.6 ? 1 : 0.3);
  const unschooled = strongestOf(logits, true);
  if (lesson !== undefined) heed(logits, lesson);
  const scores = probabilitiesOf(logits);
  const label = strongestOf(logits, true);
  const reasons = [...cues.reasons, ...other.reasons].filter(({ mood }) => mood === label).map(({ words }) => words);
  return {
    label,
    intensity: label === 'calm' ? 0 : rounded(1 - Math.exp(-0.42 * logits[label])),
    scores,
    reasons: label === 'calm' ? [] : [...new Set([...reasons, ...emphasis.reasons])].slice(0, 5),
    ...(label === unschooled ? {} : { corrected: true }),
  };
}

/** Closes a share of the gap between the corrected mood and the loudest other one: all of it when the lesson is about these very words. */
function heed(logits: Record<Emotion, number>, { mood, weight }: LessonVerdict): void {
  const others = Math.max(...EMOTIONS.filter((other) => other !== mood).map((other) => logits[other]));
  logits[mood] += weight * Math.max(0, others + CORRECTED_BY - logits[mood]);
}

/** Adds what the model says beyond what is usual in its data. */
function addModel(logits: Record<Emotion, number>, raw: RawFeatures, model: IntentModel, trust: number): void {
  const said = readSentence(model, raw)?.said;
  if (said === undefined) return;
  const chances = softmax(said, model.calibration.sharpness);
  model.labels.forEach((label, k) => {
    const mood = EMOTIONS.find((known) => known === label);
    if (mood !== undefined) logits[mood] += trust * Math.max(-3, Math.log(5 * (chances[k] ?? 0.2)));
  });
}

function strongestOf(logits: Record<Emotion, number>, withCalm: boolean): Emotion {
  let strongest: Emotion = withCalm ? 'calm' : 'angry';
  for (const mood of EMOTIONS) {
    if (mood === 'calm' && !withCalm) continue;
    if (logits[mood] > logits[strongest]) strongest = mood;
  }
  return strongest;
}

function probabilitiesOf(logits: Record<Emotion, number>): Record<Emotion, number> {
  const total = EMOTIONS.reduce((sum, mood) => sum + Math.exp(logits[mood]), 0);
  const share = (mood: Emotion): number => rounded(Math.exp(logits[mood]) / total);
  return {
    calm: share('calm'),
    anxious: share('anxious'),
    angry: share('angry'),
    sad: share('sad'),
    happy: share('happy'),
  };
}

function rounded(value: number): number {
  return Math.round(value * 1_000) / 1_000;
}
