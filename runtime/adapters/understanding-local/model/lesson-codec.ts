// Lessons about moods as bytes and back.
import { FlowError } from '#nodes/kit/errors.ts';
import { lessonModelOf, type LessonModel } from '../emotion/mood-lessons.ts';
import { createByteReader, createByteWriter } from './bytes.ts';

const MAGIC = 0x7a4d_1001;

/** The same lessons always give the same bytes. They hold hashes and vectors, no text. */
export function bytesFromLessons({ moods, keys, starts, lessons, weights, meanings }: LessonModel): Uint8Array {
  const writer = createByteWriter();
  writer.number(MAGIC);
  writer.array(Int8Array.from(moods));
  writer.array(keys);
  writer.array(starts);
  writer.array(lessons);
  writer.array(weights);
  writer.array(meanings);
  return writer.finish();
}

/** Reads bytes back; anything else than whole lessons is refused with UNDERSTANDING_FAILED. */
export function parseLessons(bytes: Uint8Array): LessonModel {
  const reader = createByteReader(bytes);
  if (reader.number() !== MAGIC) throw refused();
  const model = lessonModelOf({
    moods: Uint8Array.from(reader.int8()),
    keys: reader.int32(),
    starts: reader.int32(),
    lessons: reader.int32(),
    weights: reader.float32(),
    meanings: reader.int8(),
  });
  if (model.starts.length !== model.keys.length + 1 || model.lessons.length !== model.weights.length) throw refused();
  return model;
}

function refused(): FlowError {
  return new FlowError(
    'UNDERSTANDING_FAILED',
    'What was learnt of moods is of another form; it has to be learnt anew.',
  );
}
