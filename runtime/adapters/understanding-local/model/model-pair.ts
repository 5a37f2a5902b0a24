// What is stored of a training: the model that needs nothing, and maybe a better one that needs an embedder's vectors.
import type { IntentModel } from '../intents/intent-model.ts';
import { createByteReader, createByteWriter } from './bytes.ts';
import { bytesFromModel, parseModel } from './intent-codec.ts';

/** A model that reads sentences with the vectors of the embedder of this name. */
export interface EmbeddedModel {
  readonly name: string;
  readonly model: IntentModel;
}

/** Models of one training. */
export interface ModelPair {
  readonly model: IntentModel;
  readonly embedded: EmbeddedModel | undefined;
}

const MAGIC = 0x7a4d_0201;

/** One model alone is stored as it always was. */
export function bytesFromModels(model: IntentModel, embedded: EmbeddedModel | undefined): Uint8Array {
  const alone = bytesFromModel(model);
  if (embedded === undefined) return alone;
  const writer = createByteWriter();
  writer.number(MAGIC);
  writer.text(embedded.name);
  writer.array(new Int8Array(alone));
  writer.array(new Int8Array(bytesFromModel(embedded.model)));
  return writer.finish();
}

/** Reads what `bytesFromModels` wrote; anything else is refused with UNDERSTANDING_FAILED. */
export function parseModels(bytes: Uint8Array): ModelPair {
  const reader = createByteReader(bytes);
  if (reader.number() !== MAGIC) return { model: parseModel(bytes), embedded: undefined };
  const name = reader.text();
  const model = parseModel(new Uint8Array(reader.int8().buffer));
  return { model, embedded: { name, model: parseModel(new Uint8Array(reader.int8().buffer)) } };
}
