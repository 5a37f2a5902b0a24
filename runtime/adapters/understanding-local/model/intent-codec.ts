// An intent model as bytes and back.
import type { TermDictionary } from '#runtime/ports/understanding.ts';
import { FlowError } from '#nodes/kit/errors.ts';
import { createFeatureSpace, sizeOf, type DenseBlock } from '../features/feature-space.ts';
import type { IntentModel } from '../intents/intent-model.ts';
import { SIGNALS } from '../intents/intent-model.ts';
import { createByteReader, createByteWriter } from './bytes.ts';

/** Models of before there were vectors; they are read as models without them. */
const LEXICAL_MAGIC = 0x7a4d_0001;
/** Models of before classes were corrected; theirs are corrected by nothing. */
const UNCORRECTED_MAGIC = 0x7a4d_0002;
const MAGIC = 0x7a4d_0003;

/** The same model always gives the same bytes. */
export function bytesFromModel({
  labels,
  space,
  weights,
  neighbours,
  dictionaries,
  calibration,
}: IntentModel): Uint8Array {
  const writer = createByteWriter();
  writer.number(MAGIC);
  writer.text(JSON.stringify(labels));
  writer.array(space.keys);
  writer.array(space.rarity);
  writer.number(space.ownCount);
  writer.number(space.unseenRarity);
  writer.array(Float64Array.from(space.dense.flatMap(({ dimension, weight }) => [dimension, weight])));
  writer.array(weights.bytes);
  writer.array(weights.scales);
  writer.array(weights.offsets);
  writer.array(neighbours.starts);
  writer.array(neighbours.vectors);
  writer.number(calibration.sharpness);
  writer.array(calibration.confidence);
  writer.number(calibration.threshold);
  writer.number(calibration.sure);
  writer.array(calibration.biases);
  writer.text(JSON.stringify(dictionaries));
  return writer.finish();
}

/** Reads bytes back; anything else than a whole model is refused with UNDERSTANDING_FAILED. */
export function parseModel(bytes: Uint8Array): IntentModel {
  const reader = createByteReader(bytes);
  const magic = reader.number();
  if (magic !== MAGIC && magic !== UNCORRECTED_MAGIC && magic !== LEXICAL_MAGIC) throw refused();
  const lexical = magic === LEXICAL_MAGIC;
  const labels = parseLabels(reader.text());
  const keys = reader.int32();
  const rarity = reader.float32();
  const space = createFeatureSpace(
    keys,
    rarity,
    reader.number(),
    reader.number(),
    lexical ? [] : denseBlocksOf(reader.float64()),
  );
  const weights = {
    classCount: labels.length,
    bytes: reader.int8(),
    scales: reader.float32(),
    offsets: reader.float32(),
  };
  const neighbours = lexical
    ? { starts: new Int32Array(labels.length + 1), vectors: new Int8Array() }
    : { starts: reader.int32(), vectors: reader.int8() };
  const sharpness = reader.number();
  const confidence = lexical ? withNearness(reader.float64()) : reader.float64();
  const threshold = reader.number();
  // Older models were never asked how sure they are: they never ask back.
  const sure = lexical ? 0 : reader.number();
  const biases = magic === MAGIC ? reader.float64() : new Float64Array(labels.length);
  const calibration = { sharpness, biases, confidence, threshold, sure };
  const dictionaries = lexical ? [] : parseDictionaries(reader.text());
  const size = sizeOf(space);
  const last = space.dense.at(-1)?.dimension ?? 0;
  const whole =
    rarity.length === keys.length &&
    weights.scales.length === size &&
    weights.bytes.length === size * labels.length &&
    weights.offsets.length === labels.length &&
    neighbours.starts.length === labels.length + 1 &&
    neighbours.vectors.length === (neighbours.starts[labels.length] ?? 0) * last &&
    biases.length === labels.length &&
    calibration.confidence.length === SIGNALS.length + 1;
  if (!whole) throw refused();
  return { labels, space, weights, neighbours, dictionaries, calibration };
}

/** The weights of older models know nothing of nearness: it counts for nothing. */
function withNearness(weights: Float64Array): Float64Array {
  return Float64Array.of(...weights.slice(0, -1), 0, weights.at(-1) ?? 0);
}

function denseBlocksOf(numbers: Float64Array): DenseBlock[] {
  return Array.from({ length: numbers.length >> 1 }, (_, block) => ({
    dimension: numbers[block * 2] ?? 0,
    weight: numbers[block * 2 + 1] ?? 0,
  }));
}

function parseLabels(text: string): readonly string[] {
  let labels: unknown;
  try {
    labels = JSON.parse(text);
  } catch {
    throw refused();
  }
  if (!Array.isArray(labels) || !labels.every((label): label is string => typeof label === 'string')) throw refused();
  return labels;
}

/** Only `bytesFromModel` writes them; what else stands here is no model. */
function parseDictionaries(text: string): readonly TermDictionary[] {
  try {
    return JSON.parse(text) as readonly TermDictionary[];
  } catch {
    throw refused();
  }
}

function refused(): FlowError {
  return new FlowError('UNDERSTANDING_FAILED', 'This is not a model the understanding engine can read; publish again.');
}
