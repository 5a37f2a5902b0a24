// The members of an answer as paths a step can take, and the placeholders of a call that need a sample.

/** One member worth taking. */
export interface Member {
  readonly path: string;
  readonly value: string;
  /** A name for the variable. */
  readonly name: string;
}

const MAX_DEPTH = 6;

/** The leaves of a body, first items of lists only; at most `limit`. */
export function membersOf(body: unknown, limit = 40): readonly Member[] {
  const found: Member[] = [];
  const visit = (value: unknown, path: string, name: string, depth: number): void => {
    if (found.length >= limit) return;
    if (depth < MAX_DEPTH && typeof value === 'object' && value !== null) {
      if (Array.isArray(value)) {
        found.push({ path, value: `[${value.length}]`, name });
        if (value.length > 0) visit(value[0], `${path}[0]`, name, depth + 1);
      } else {
        for (const [key, member] of Object.entries(value))
          visit(member, path + step(key), variableFrom(key), depth + 1);
      }
      return;
    }
    found.push({ path, value: JSON.stringify(value).slice(0, 80), name });
  };
  visit(body, 'body', 'body', 0);
  return found;
}

function step(key: string): string {
  return /^[\p{L}_][\p{L}\p{N}_]*$/u.test(key) ? `.${key}` : `['${key.replace(/['\\]/gu, '')}']`;
}

function variableFrom(key: string): string {
  const plain = key.replace(/[^\p{L}\p{N}_]+/gu, '_');
  return plain === '' || /^\p{N}/u.test(plain) ? `_${plain}` : plain;
}

/** The expressions between `{{ }}` in these texts, each once. */
export function placeholdersIn(texts: readonly string[]): readonly string[] {
  return [
    ...new Set(
      texts.flatMap((text) => [...text.matchAll(/\{\{([^{}]*)\}\}/gu)].map((found) => (found[1] ?? '').trim())),
    ),
  ];
}

/** A text with its placeholders replaced by samples. */
export function filled(
  text: string,
  samples: Readonly<Record<string, string>>,
  encode: (value: string) => string = (value) => value,
): string {
  return text.replace(/\{\{([^{}]*)\}\}/gu, (_all, source: string) => encode(samples[source.trim()] ?? ''));
}
