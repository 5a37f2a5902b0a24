// What customers mean: train on a flow's examples, predict for one sentence, evaluate on labelled files.
import type { Emotion, Understood } from '#nodes/kit/effects.ts';

/** Words of a flow's own that are found as facts: an entry's value stands for itself and its synonyms. */
export interface TermDictionary {
  readonly id: string;
  readonly entries: readonly { readonly value: string; readonly synonyms: readonly string[] }[];
}

/** What a model is trained on. The same data and seed give the same model, byte for byte. */
export interface TrainingSet {
  readonly intents: readonly {
    readonly id: string;
    readonly name: string;
    readonly description?: string;
    readonly examples: readonly string[];
  }[];
  /** Sentences that mean none of the intents. */
  readonly outOfScope?: readonly string[];
  /** The flow's own words; the trained model finds them as entities of kind `term`. */
  readonly dictionaries?: readonly TermDictionary[];
  /**
   * `intents` (the default): names and descriptions are learnt from too, and what fits no intent is out of scope.
   * `labels`: plain classification of posts, such as moods: names teach nothing, rare labels weigh as much as frequent ones, nothing is refused.
   */
  readonly task?: 'intents' | 'labels';
  readonly seed: number;
}

/** A trained model as stored beside the flow version. */
export interface TrainedModel {
  /** Names the engine and its format, such as `local-1`. */
  readonly engine: string;
  readonly bytes: Uint8Array;
}

/** When and where the customer speaks, for words like "tomorrow". `now` is Unix ms, `timeZone` an IANA name. */
export interface Moment {
  readonly now: number;
  readonly timeZone: string;
}

/** What a member of staff said of a sentence: the mood it really has. */
export interface MoodLesson {
  readonly text: string;
  readonly mood: Emotion;
}

/** Lessons about moods, learnt and loaded. Only the engine that made it looks inside. */
export interface MoodSense {
  /** Sentences it was taught; 0 changes nothing. */
  readonly lessons: number;
}

/** A loaded model, ready to predict. Synchronous and bounded: it runs inside the turn. */
export interface Understander {
  /**
   * Never throws: an empty or odd text gives calm, no intent, out of scope. Without `moment`, dates that depend on today are not found.
   * `moods` are lessons of the workspace: sentences like a corrected one get the corrected mood, all others keep theirs.
   */
  understand(text: string, moment?: Moment, moods?: MoodSense): Understood;
  /**
   * Gets ready for these texts what makes them better understood and takes time (vectors of an embedder). Present when there is such a thing.
   * Never throws and never takes much longer than `patienceMs`: `understand` works without it.
   */
  prepare?(texts: readonly string[], patienceMs?: number): Promise<void>;
}

/** Where an example stands in a training set: the place of its intent, and its own among the intent's examples. */
export interface ExampleAt {
  readonly intent: number;
  readonly example: number;
}

/** An example as a model judged it that was trained without it. */
export interface JudgedExample extends ExampleAt {
  /** The place of the intent it was taken for; -1: none of them. */
  readonly said: number;
  /** The chance the model gave to that intent, 0..1; 0 for none. */
  readonly chance: number;
}

/** Two examples of different intents that say the same. `likeness` 1: the very same words. */
export interface AlikeExamples {
  readonly one: ExampleAt;
  readonly other: ExampleAt;
  readonly likeness: number;
}

/** What training with a part of the examples kept back says about a set. The same set gives the same. */
export interface Examination {
  /**
   * Each example once. Left out: the only example of an intent (nothing would be left to learn it from), the same sentence again, and in
   * very large sets what goes beyond a share of each intent.
   */
  readonly judged: readonly JudgedExample[];
  /** Most alike first, at most 500. */
  readonly alike: readonly AlikeExamples[];
  /** For each intent: how alike its examples are to their nearest neighbour inside it, 0..1 on average; 0 with fewer than two. */
  readonly sameness: readonly number[];
  /** False when only a share of the examples took part. */
  readonly complete: boolean;
}

/** The understanding port. */
export interface Understanding {
  /** Trains off the event loop. `signal` stops it. An intent with no examples is learnt from its name. */
  train(set: TrainingSet, signal?: AbortSignal): Promise<TrainedModel>;
  /** Judges every example by models that had not seen it, and finds what says the same. Off the event loop; `signal` stops it. */
  examine(set: TrainingSet, signal?: AbortSignal): Promise<Examination>;
  /** A sentence as a vector of length 1: the dot product of two says how alike they are. All zeros when no word is known. Never throws. */
  meaningOf(text: string): Float32Array;
  /**
   * Learns what staff said of moods, oldest first; of one sentence the last word counts, and of very many the newest 2,000. Off the event
   * loop; `signal` stops it. The same lessons give the same bytes.
   */
  learnMoods(lessons: readonly MoodLesson[], signal?: AbortSignal): Promise<TrainedModel>;
  /** Loads learnt moods. Those of an unknown engine are refused with UNDERSTANDING_FAILED. */
  loadMoods(model: TrainedModel): MoodSense;
  /** Loads a model. A model of an unknown engine is refused with UNDERSTANDING_FAILED. */
  load(model: TrainedModel): Understander;
}
