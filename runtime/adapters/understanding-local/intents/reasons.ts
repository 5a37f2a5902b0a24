// Which of the customer's words speak for an intent.
import type { RawFeatures } from '../features/raw-features.ts';
import type { IntentModel } from './intent-model.ts';

const MOST = 3;

/** The words with the most weight for class \`k\`, strongest first; none when only letters or meaning speak for it. */
export function reasonsFor(
  { space, weights }: Pick<IntentModel, 'space' | 'weights'>,
  { text, tokens, hashes }: RawFeatures,
  k: number,
): readonly string[] {
  const found = new Map<string, number>();
  tokens.forEach(({ start, end }, at) => {
    const id = space.find(hashes[at] ?? 0);
    if (id < 0) return;
    const say = (space.rarity[id] ?? 0) * (weights.scales[id] ?? 0) * (weights.bytes[id * weights.classCount + k] ?? 0);
    if (say > 0) found.set(text.slice(start, end), say);
  });
  return [...found]
    .sort((a, b) => b[1] - a[1])
    .slice(0, MOST)
    .map(([word]) => word);
}
