// Decides whether a file may be read at all: name, first bytes, size, and what an archive claims to hold.
import { MAX_DOCUMENT_BYTES, type DocumentKind, type Read } from '#runtime/ports/document-reader.ts';
import { MAX_IMAGE_PIXELS } from '#runtime/ports/text-recogniser.ts';
import { imageSize, isImage } from './image-size.ts';
import { failed } from './problems.ts';
import { zipEntries } from './zip-directory.ts';

/** Limits of documents that are archives (trust.md row 78 of the design): parts, growth, and what all parts unpack to. */
export const ZIP_LIMITS = { entries: 1000, ratio: 100, unpackedBytes: 100 * 1024 * 1024 } as const;

/** Pages of a TIFF. */
const MAX_IMAGE_PAGES = 20;

const KINDS: Readonly<Record<string, DocumentKind>> = {
  md: 'md',
  markdown: 'md',
  txt: 'txt',
  html: 'html',
  htm: 'html',
  csv: 'csv',
  docx: 'docx',
  xlsx: 'xlsx',
  pptx: 'pptx',
  epub: 'epub',
  pdf: 'pdf',
};

/** Documents that are archives: the part each must have, and what is said when it is damaged. */
const ARCHIVES = {
  docx: { part: 'word/document.xml', broken: 'brokenDocx' },
  xlsx: { part: 'xl/workbook.xml', broken: 'brokenXlsx' },
  pptx: { part: 'ppt/presentation.xml', broken: 'brokenPptx' },
  epub: { part: 'META-INF/container.xml', broken: 'brokenEpub' },
} as const;
type ArchiveKind = keyof typeof ARCHIVES;

/** Names that promise an image. Which one it is, and whether, its content says. */
const IMAGE_NAMES: ReadonlySet<string> = new Set(['png', 'jpg', 'jpeg', 'webp', 'tif', 'tiff', 'bmp']);

/** First bytes of formats that must not come in under a text name. */
const SIGNATURES = [
  '%PDF-',
  'PK\u0003\u0004',
  '\u007fELF',
  'MZ\u0090',
  '\u0089PNG',
  'GIF8',
  '\u00ff\u00d8\u00ff',
  'Rar!',
  '\u00d0\u00cf\u0011\u00e0',
  '\u001f\u008b',
];

/** The kind of the document, or why it is refused. Looks, never unpacks. `images`: whether text in images can be read here. */
export function inspectDocument(
  file: { readonly name: string; readonly bytes: Uint8Array },
  images: boolean,
): Read<DocumentKind> {
  const { bytes } = file;
  const ending = /\.([a-z0-9]+)$/i.exec(file.name)?.[1]?.toLowerCase() ?? '';
  const kind = KINDS[ending];
  if (kind === undefined) return inspectImage(bytes, ending, images);
  if (bytes.byteLength > MAX_DOCUMENT_BYTES) return failed('size');
  if (bytes.byteLength === 0) return failed('empty');
  if (kind === 'pdf') return startsWith(bytes, '%PDF-') ? { ok: true, value: kind } : failed('brokenPdf');
  if (kind in ARCHIVES) return inspectArchive(bytes, parseArchive(kind));
  if (SIGNATURES.some((signature) => startsWith(bytes, signature))) return failed('disguised');
  return { ok: true, value: kind };
}

function inspectImage(bytes: Uint8Array, ending: string, images: boolean): Read<DocumentKind> {
  const shows = isImage(bytes);
  if (!shows && !IMAGE_NAMES.has(ending)) return failed(images ? 'extensionOrImage' : 'extension');
  if (!images) return failed('imagesOff');
  if (bytes.byteLength > MAX_DOCUMENT_BYTES) return failed('size');
  if (bytes.byteLength === 0) return failed('empty');
  if (!shows) return failed('disguised');
  const size = imageSize(bytes);
  if (size === undefined) return failed('brokenImage');
  // What little bytes unpack to is not found out by unpacking.
  if (size.pixels > MAX_IMAGE_PIXELS || size.pages > MAX_IMAGE_PAGES) return failed('hugeImage');
  return { ok: true, value: 'image' };
}

function inspectArchive(bytes: Uint8Array, kind: ArchiveKind): Read<DocumentKind> {
  const { broken, part } = ARCHIVES[kind];
  if (!startsWith(bytes, 'PK')) return failed(broken);
  const entries = zipEntries(bytes, ZIP_LIMITS.entries);
  if (entries === undefined) return failed(broken);
  if (entries.length > ZIP_LIMITS.entries) return failed('bomb');
  const packed = entries.reduce((sum, entry) => sum + entry.compressedBytes, 0);
  const unpacked = entries.reduce((sum, entry) => sum + entry.unpackedBytes, 0);
  // Packed parts that together exceed the file overlap: the trick of archives that unpack without end.
  if (packed > bytes.byteLength || unpacked > ZIP_LIMITS.unpackedBytes) return failed('bomb');
  const swollen = entries.some(
    (entry) => entry.unpackedBytes > 1_000_000 && entry.unpackedBytes > entry.compressedBytes * ZIP_LIMITS.ratio,
  );
  if (swollen) return failed('bomb');
  return entries.some((entry) => entry.name === part) ? { ok: true, value: kind } : failed(broken);
}

/** Asked only for kinds that are archives. */
function parseArchive(kind: DocumentKind): ArchiveKind {
  return kind as ArchiveKind;
}

function startsWith(bytes: Uint8Array, signature: string): boolean {
  return Array.from(signature).every((character, index) => bytes[index] === character.charCodeAt(0));
}
