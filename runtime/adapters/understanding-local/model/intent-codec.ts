// An intent model as bytes and back.
import { FlowError } from '#nodes/kit/errors.ts';
import { createFeatureSpace } from '../features/feature-space.ts';
import type { IntentModel } from '../intents/intent-model.ts';
import { SIGNALS } from '../intents/intent-model.ts';
import { createByteReader, createByteWriter } from './bytes.ts';

const MAGIC = 0x7a4d_0001;

/** The same model always gives the same bytes. */
export function bytesFromModel({ labels, space, weights, calibration }: IntentModel): Uint8Array {
  const writer = createByteWriter();
  writer.number(MAGIC);
  writer.text(JSON.stringify(labels));
  writer.array(space.keys);
  writer.array(space.rarity);
  writer.number(space.ownCount);
  writer.number(space.unseenRarity);
  writer.array(weights.bytes);
  writer.array(weights.scales);
  writer.array(weights.offsets);
  writer.number(calibration.sharpness);
  writer.array(calibration.confidence);
  writer.number(calibration.threshold);
  return writer.finish();
}

/** Reads bytes back; anything else than a whole model is refused with UNDERSTANDING_FAILED. */
export function parseModel(bytes: Uint8Array): IntentModel {
  const reader = createByteReader(bytes);
  if (reader.number() !== MAGIC) throw refused();
  const labels = parseLabels(reader.text());
  const keys = reader.int32();
  const rarity = reader.float32();
  const space = createFeatureSpace(keys, rarity, reader.number(), reader.number());
  const weights = {
    classCount: labels.length,
    bytes: reader.int8(),
    scales: reader.float32(),
    offsets: reader.float32(),
  };
  const calibration = { sharpness: reader.number(), confidence: reader.float64(), threshold: reader.number() };
  const whole =
    rarity.length === keys.length &&
    weights.scales.length === keys.length &&
    weights.bytes.length === keys.length * labels.length &&
    weights.offsets.length === labels.length &&
    calibration.confidence.length === SIGNALS.length + 1;
  if (!whole) throw refused();
  return { labels, space, weights, calibration };
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

function refused(): FlowError {
  return new FlowError('UNDERSTANDING_FAILED', 'This is not a model the understanding engine can read; publish again.');
}
