// The figures of evaluation: accuracy, F1, area under the curve.

/** A judged sentence: what was right and what was said. */
export interface Judged {
  readonly label: string;
  readonly said: string;
}

/** Quality for one label. */
export interface LabelQuality {
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
  readonly n: number;
}

/** Share of rows said right; 0 without rows. */
export function accuracyOf(rows: readonly Judged[]): number {
  return rows.length === 0 ? 0 : rounded(rows.filter(({ label, said }) => label === said).length / rows.length);
}

/** Precision, recall and F1 of every label that occurs. */
export function qualityPerLabel(rows: readonly Judged[]): Record<string, LabelQuality> {
  const quality: Record<string, LabelQuality> = {};
  for (const name of new Set(rows.map(({ label }) => label))) {
    const meant = rows.filter(({ label }) => label === name);
    const hits = meant.filter(({ said }) => said === name).length;
    const said = rows.filter((row) => row.said === name).length;
    const precision = said === 0 ? 0 : hits / said;
    const recall = hits / meant.length;
    const f1 = hits === 0 ? 0 : (2 * precision * recall) / (precision + recall);
    quality[name] = { precision: rounded(precision), recall: rounded(recall), f1: rounded(f1), n: meant.length };
  }
  return quality;
}

/** The mean F1 over the labels that occur. */
export function macroF1Of(rows: readonly Judged[]): number {
  const values = Object.values(qualityPerLabel(rows));
  return values.length === 0 ? 0 : rounded(values.reduce((sum, { f1 }) => sum + f1, 0) / values.length);
}

/** The chance that a member scores above a stranger, ties counting half; null when one side is empty. */
export function aurocOf(members: readonly number[], strangers: readonly number[]): number | null {
  if (members.length === 0 || strangers.length === 0) return null;
  const all = [...members.map((score) => ({ score, member: 1 })), ...strangers.map((score) => ({ score, member: 0 }))];
  all.sort((a, b) => a.score - b.score);
  let ranks = 0;
  for (let from = 0; from < all.length;) {
    let to = from;
    let tied = 0;
    while (to < all.length && all[to]?.score === all[from]?.score) {
      tied += all[to]?.member ?? 0;
      to += 1;
    }
    ranks += (tied * (from + to + 1)) / 2;
    from = to;
  }
  return rounded((ranks - (members.length * (members.length + 1)) / 2) / (members.length * strangers.length));
}

/** Four decimals: more would pretend. */
export function rounded(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}
