// The size of a file as people read it.
import type { TFunction } from 'i18next';

/** Bytes in the unit that keeps the number short. */
export function sizeText(sizeBytes: number, t: TFunction): string {
  if (sizeBytes < 1024) return t('bytes.b', { n: sizeBytes });
  if (sizeBytes < 1024 * 1024) return t('bytes.kb', { n: (sizeBytes / 1024).toFixed(sizeBytes < 10_240 ? 1 : 0) });
  return t('bytes.mb', { n: (sizeBytes / 1024 / 1024).toFixed(1) });
}
