// Reads a form that was filled in by words: lines "label: value" in any order, or one line for each field.
import type { Json, JsonObject } from '#nodes/kit/json.ts';
import type { WrittenForm } from '#nodes/kit/form-fields.ts';
import { variantsOf } from '#nodes/kit/localized.ts';
import { yesOrNo } from './confirm.ts';
import { normal, wordsOf } from './normal.ts';
import { placeIn } from './ordinal.ts';

const MOST_LINES = 200;
const LABELLED = /^(?:\d{1,2}\s*[.、)）]\s*)?([^:：=]{1,80}?)\s*\*?\s*[:：=]\s*(.*)$/u;
const AGREES = /^(?:我?同意|已阅读并同意|(?:i )?agree|agreed|i accept|accept)$/;

/** The values as the form itself would send them; undefined when the words are no form. */
export function readWrittenForm(spec: WrittenForm, text: string): JsonObject | undefined {
  const plain = normal(text);
  const said = wordsOf(plain);
  if (said !== '' && variantsOf(spec.cancel).some((variant) => wordsOf(variant.text) === said))
    return { cancelled: true };
  const lines = plain
    .split(/\n|[;；]/u, MOST_LINES)
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const agrees = spec.hasConsent && lines.some((line) => AGREES.test(wordsOf(line)));
  const rest = agrees ? lines.filter((line) => !AGREES.test(wordsOf(line))) : lines;
  const values = labelledValues(spec, rest) ?? valuesInOrder(spec, rest);
  return values === undefined ? undefined : { ...values, ...(agrees ? { consent: true } : {}) };
}

function labelledValues({ fields }: WrittenForm, lines: readonly string[]): JsonObject | undefined {
  const found = new Map<string, string>();
  let last: string | undefined;
  for (const line of lines) {
    const [, label, value] = LABELLED.exec(line) ?? [];
    const field = label === undefined ? undefined : fields.find((one) => isNamed(one, label));
    if (field !== undefined) {
      last = field.name;
      found.set(last, value ?? '');
    } else if (last !== undefined) {
      // Longer words go on in the next line.
      found.set(last, `${found.get(last) ?? ''}\n${line}`);
    } else return undefined;
  }
  if (found.size === 0) return undefined;
  return Object.fromEntries(
    fields.flatMap((field) => {
      const written = found.get(field.name);
      return written === undefined ? [] : [[field.name, valueOf(field, written)]];
    }),
  );
}

function valuesInOrder({ fields }: WrittenForm, lines: readonly string[]): JsonObject | undefined {
  if (fields.length < 2 || lines.length !== fields.length) return undefined;
  return Object.fromEntries(fields.map((field, index) => [field.name, valueOf(field, lines[index] ?? '')]));
}

function isNamed({ name, label }: WrittenForm['fields'][number], written: string): boolean {
  const said = wordsOf(written);
  return said !== '' && [name, ...variantsOf(label).map(({ text }) => text)].some((known) => wordsOf(known) === said);
}

function valueOf({ kind, options = [] }: WrittenForm['fields'][number], written: string): Json {
  const value = written.trim();
  if (kind === 'checkbox') return yesOrNo(value) === true;
  if (kind !== 'select' || value === '') return value;
  const said = wordsOf(value);
  const named = options.find(({ id, label }) =>
    [id, ...variantsOf(label).map(({ text }) => text)].some((known) => wordsOf(known) === said),
  );
  const place = placeIn(said, options.length);
  return (named ?? (place === null ? undefined : options[place]))?.id ?? value;
}
