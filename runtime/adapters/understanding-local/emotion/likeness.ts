// What of a sentence is compared when a correction of another one may hold for it too: rare words and letters, and its meaning.
import { FEATURE_BLOCKS } from '../features/feature-blocks.ts';
import type { FeatureSpace } from '../features/feature-space.ts';
import type { RawFeatures } from '../features/raw-features.ts';

/** The features of a sentence, each once, in the order of their hashes. The squares of the weights sum to one. */
export interface WeighedFeatures {
  readonly hashes: Int32Array;
  readonly weights: Float32Array;
}

/** Rare features weigh more; words (with their pairs) and letters weigh the same in all. `space` knows how rare what is. */
export function weighFeatures({ hashes, ends }: RawFeatures, space: FeatureSpace): WeighedFeatures {
  const groups = new Map<number, Map<number, number>>();
  let block = 0;
  hashes.forEach((hash, place) => {
    while (place >= (ends[block] ?? Infinity)) block += 1;
    const group = FEATURE_BLOCKS[block]?.group ?? 0;
    const id = space.find(hash);
    const rare = id < 0 ? space.unseenRarity : (space.rarity[id] ?? 0);
    const known = groups.get(group);
    if (known === undefined) groups.set(group, new Map([[hash, rare]]));
    else known.set(hash, rare);
  });
  const weighed: (readonly [number, number])[] = [];
  for (const group of groups.values()) {
    const square = [...group.values()].reduce((sum, rare) => sum + rare * rare, 0);
    const scale = square > 0 ? 1 / Math.sqrt(square * groups.size) : 0;
    for (const [hash, rare] of group) weighed.push([hash, rare * scale]);
  }
  weighed.sort(([one], [other]) => one - other);
  return {
    hashes: Int32Array.from(weighed, ([hash]) => hash),
    weights: Float32Array.from(weighed, ([, weight]) => weight),
  };
}
