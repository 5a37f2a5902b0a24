// How large an image is, by what its header says. Nothing is unpacked; every offset is checked.

/** Pixels of the largest page, and pages (of a TIFF; 21 stands for more than twenty). */
export interface ImageSize {
  readonly pixels: number;
  readonly pages: number;
}

interface Format {
  readonly is: (view: DataView) => boolean;
  readonly size: (view: DataView) => ImageSize | undefined;
}

/** Looked at no further: more are refused. */
const PAGES_COUNTED = 21;

const FORMATS: readonly Format[] = [
  { is: (view) => starts(view, '\u0089PNG\r\n\u001a\n'), size: pngSize },
  { is: (view) => starts(view, '\u00ff\u00d8\u00ff'), size: jpegSize },
  { is: (view) => starts(view, 'RIFF') && starts(view, 'WEBP', 8), size: webpSize },
  { is: (view) => starts(view, 'II*\0') || starts(view, 'MM\0*'), size: tiffSize },
  // Two letters could be a text; the four bytes that are always 0 could not.
  { is: (view) => starts(view, 'BM') && starts(view, '\0\0\0\0', 6), size: bmpSize },
];

/** Whether the content is of an image format that is read: PNG, JPEG, WebP, TIFF, BMP. */
export function isImage(bytes: Uint8Array): boolean {
  const view = viewOf(bytes);
  return FORMATS.some(({ is }) => is(view));
}

/** Undefined: the header is damaged, or says that there is nothing. */
export function imageSize(bytes: Uint8Array): ImageSize | undefined {
  const view = viewOf(bytes);
  try {
    const size = FORMATS.find(({ is }) => is(view))?.size(view);
    return size === undefined || !(size.pixels > 0) ? undefined : size;
  } catch (cause) {
    // The header points past the end.
    if (cause instanceof RangeError) return undefined;
    throw cause;
  }
}

function pngSize(view: DataView): ImageSize | undefined {
  return starts(view, 'IHDR', 12) ? onePage(view.getUint32(16), view.getUint32(20)) : undefined;
}

function jpegSize(view: DataView): ImageSize | undefined {
  let at = 2;
  for (;;) {
    if (view.getUint8(at) !== 0xff) return undefined;
    const marker = view.getUint8(at + 1);
    if (marker === 0xff) at += 1;
    else if (isFrame(marker)) return onePage(view.getUint16(at + 7), view.getUint16(at + 5));
    // Scans and the end come after the frame.
    else if (marker === 0xda || marker === 0xd9) return undefined;
    else at += 2 + Math.max(2, view.getUint16(at + 2));
  }
}

/** SOF0 to SOF15; C4, C8 and CC are something else. */
function isFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
}

function webpSize(view: DataView): ImageSize | undefined {
  if (starts(view, 'VP8 ', 12)) return onePage(view.getUint16(26, true) & 0x3fff, view.getUint16(28, true) & 0x3fff);
  if (starts(view, 'VP8L', 12)) {
    const bits = view.getUint32(21, true);
    return onePage((bits & 0x3fff) + 1, ((bits >>> 14) & 0x3fff) + 1);
  }
  if (!starts(view, 'VP8X', 12)) return undefined;
  return onePage((view.getUint32(24, true) & 0xffffff) + 1, (view.getUint32(26, true) >>> 8) + 1);
}

function bmpSize(view: DataView): ImageSize | undefined {
  if (view.getUint32(14, true) === 12) return onePage(view.getUint16(18, true), view.getUint16(20, true));
  // A height below zero: drawn from the top.
  return onePage(view.getInt32(18, true), Math.abs(view.getInt32(22, true)));
}

function tiffSize(view: DataView): ImageSize | undefined {
  const little = starts(view, 'II');
  let pixels = 0;
  let pages = 0;
  // A ring of pages ends at the count.
  for (let at = view.getUint32(4, little); at !== 0 && pages < PAGES_COUNTED; pages += 1) {
    const entries = view.getUint16(at, little);
    const page = sizeOfTags(view, at + 2, entries, little);
    if (page === 0) return undefined;
    pixels = Math.max(pixels, page);
    at = view.getUint32(at + 2 + entries * 12, little);
  }
  return { pixels, pages };
}

function sizeOfTags(view: DataView, first: number, entries: number, little: boolean): number {
  let width = 0;
  let height = 0;
  for (let at = first; at < first + entries * 12; at += 12) {
    const tag = view.getUint16(at, little);
    if (tag !== 256 && tag !== 257) continue;
    const isShort = view.getUint16(at + 2, little) === 3;
    const value = isShort ? view.getUint16(at + 8, little) : view.getUint32(at + 8, little);
    // Said twice, the larger counts: nobody knows which one a decoder takes.
    if (tag === 256) width = Math.max(width, value);
    else height = Math.max(height, value);
  }
  return width * height;
}

function onePage(width: number, height: number): ImageSize {
  return { pixels: width * height, pages: 1 };
}

function starts(view: DataView, text: string, at = 0): boolean {
  if (view.byteLength < at + text.length) return false;
  return Array.from(text).every((character, index) => view.getUint8(at + index) === character.charCodeAt(0));
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
