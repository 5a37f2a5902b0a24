// A name for a file that came from outside: no path, nothing invisible, and an ending that fits what the file is.
import type { FileType } from '#nodes/kit/file-types.ts';

const LONGEST = 120;

/** The name as it is kept and shown. */
export function safeName(given: string, { endings }: Pick<FileType, 'endings'>): string {
  const plain = given
    .normalize('NFC')
    .split(/[/\\]/u)
    .slice(-1)
    .join('')
    // Control and format characters (among them those that turn the writing direction) and what file systems do not take.
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}<>:"|?*]+/gu, '')
    .replace(/^[.\s]+|[.\s]+$/gu, '');
  const ending = plain.slice(plain.lastIndexOf('.') + 1).toLowerCase();
  const fits = plain.includes('.') && endings.includes(ending);
  const stem = fits ? plain.slice(0, plain.lastIndexOf('.')) : plain;
  const short = Array.from(stem).slice(0, LONGEST).join('').trim();
  return `${short === '' ? 'file' : short}.${fits ? ending : (endings[0] ?? 'bin')}`;
}
