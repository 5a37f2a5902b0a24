// Where somebody stands between 0 and 1, for splits: always the same place for the same pair of names.

/** A number in [0, 1), even over many keys, unrelated between two salts. FNV-1a with the final mix of MurmurHash3. */
export function shareOf(key: string, salt: string): number {
  let hash = 0x811c9dc5;
  for (const char of `${salt}\n${key}`) hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 0x1_0000_0000;
}
