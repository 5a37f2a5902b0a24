// What customers mean: train on a flow's examples, predict for one sentence, evaluate on labelled files.
import type { Understood } from '#nodes/kit/effects.ts';

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

/** A loaded model, ready to predict. Synchronous and bounded: it runs inside the turn. */
export interface Understander {
  /** Never throws: an empty or odd text gives calm, no intent, out of scope. Without `moment`, dates that depend on today are not found. */
  understand(text: string, moment?: Moment): Understood;
  /**
   * Gets ready for these texts what makes them better understood and takes time (vectors of an embedder). Present when there is such a thing.
   * Never throws and never takes much longer than `patienceMs`: `understand` works without it.
   */
  prepare?(texts: readonly string[], patienceMs?: number): Promise<void>;
}

/** The understanding port. */
export interface Understanding {
  /** Trains off the event loop. `signal` stops it. An intent with no examples is learnt from its name. */
  train(set: TrainingSet, signal?: AbortSignal): Promise<TrainedModel>;
  /** Loads a model. A model of an unknown engine is refused with UNDERSTANDING_FAILED. */
  load(model: TrainedModel): Understander;
}
