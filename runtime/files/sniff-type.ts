// What a file is, by its bytes. A name or a declared type is never believed.
import { FILE_TYPES, typeOfName, type FileType } from '#nodes/kit/file-types.ts';
import { imageSize } from './image-size.ts';

/** Larger pictures are refused: they can take a browser down that shows them. */
const MOST_PIXELS = 100_000_000;

/** The type of the bytes, or undefined when it is none of the closed list. `name` decides between types that look the same inside (txt, csv). */
export function sniffType(bytes: Uint8Array, name: string): FileType | undefined {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const found = contentTypeOf(head);
  if (found === undefined) return undefined;
  const type = FILE_TYPES.find(({ contentType }) => contentType === found);
  if (type?.kind === 'image') return isShowable(head, found) ? type : undefined;
  if (type?.kind !== 'text') return type;
  const named = typeOfName(name);
  return named?.kind === 'text' ? named : type;
}

function contentTypeOf(head: Buffer): string | undefined {
  const starts = (text: string, at = 0) => head.subarray(at, at + text.length).equals(Buffer.from(text, 'latin1'));
  if (starts('\x89PNG\r\n\x1a\n')) return 'image/png';
  if (starts('\xff\xd8\xff')) return 'image/jpeg';
  if (starts('GIF87a') || starts('GIF89a')) return 'image/gif';
  if (starts('RIFF') && starts('WEBP', 8)) return 'image/webp';
  if (starts('RIFF') && starts('WAVE', 8)) return 'audio/wav';
  if (starts('%PDF-')) return 'application/pdf';
  if (starts('PK\x03\x04')) return officeTypeOf(head);
  if (starts('OggS')) return 'audio/ogg';
  if (starts('ftyp', 4)) return boxedTypeOf(head.subarray(8, 12).toString('latin1'));
  if (starts('ID3') || isMpegFrame(head)) return 'audio/mpeg';
  return isPlainText(head) ? 'text/plain' : undefined;
}

/** An Office file is a zip with parts of known names, which stand in it uncompressed. Macros are not taken. */
function officeTypeOf(head: Buffer): string | undefined {
  if (!head.includes('[Content_Types].xml') || head.includes('vbaProject.bin')) return undefined;
  const parts = [
    ['word/document.xml', 'docx'],
    ['xl/workbook.xml', 'xlsx'],
    ['ppt/presentation.xml', 'pptx'],
  ] as const;
  const found = parts.filter(([part]) => head.includes(part));
  const [only] = found;
  return found.length === 1 && only !== undefined ? typeOfName(`x.${only[1]}`)?.contentType : undefined;
}

/** The brand of an ISO media file; pictures in such a box (HEIC, AVIF) are not taken. */
function boxedTypeOf(brand: string): string | undefined {
  if (brand === 'M4A ' || brand === 'M4B ') return 'audio/mp4';
  if (brand === 'qt  ') return 'video/quicktime';
  return /^(isom|iso[2-9]|mp4[12]|avc1|dash|M4V |MSNV|3gp\d)$/.test(brand) ? 'video/mp4' : undefined;
}

/** Two frames of an MPEG sound would be surer; the second byte rules out text and JPEG. */
function isMpegFrame(head: Buffer): boolean {
  const [first, second, third] = head;
  return first === 0xff && [0xfb, 0xf3, 0xf2].includes(second ?? 0) && ((third ?? 0) >> 4) % 15 !== 0;
}

/** UTF-8 or GB18030 words without control characters. What begins like a page or a script is neither shown nor taken. */
function isPlainText(head: Buffer): boolean {
  if (head.length === 0) return false;
  for (const encoding of ['utf-8', 'gb18030']) {
    try {
      const text = new TextDecoder(encoding, { fatal: true }).decode(head);
      // eslint-disable-next-line no-control-regex -- control characters are what tells bytes from words
      return !/[\u0000-\u0008\u000e-\u001f\u007f]/.test(text) && !/^\s*(<|#!|%!)/.test(text);
    } catch {
      // Not in this encoding.
    }
  }
  return false;
}

function isShowable(head: Buffer, contentType: string): boolean {
  const size = imageSize(head, contentType);
  return size !== undefined && size.width > 0 && size.height > 0 && size.width * size.height <= MOST_PIXELS;
}
