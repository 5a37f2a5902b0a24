// Headers of images: every format, sizes that no server should unpack, and bytes of all sorts.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pngOf } from '#runtime/testkit/documents.ts';
import { imageSize, isImage } from './image-size.ts';
import { inspectDocument } from './inspect.ts';

const latin = (text: string) => Uint8Array.from(Array.from(text, (character) => character.charCodeAt(0)));
const hex = (...parts: readonly string[]) => new Uint8Array(Buffer.from(parts.join('').replaceAll(' ', ''), 'hex'));
const u16le = (value: number) => hex(((value & 0xff) * 256 + (value >> 8)).toString(16).padStart(4, '0'));
const joined = (...parts: readonly Uint8Array[]) => new Uint8Array(Buffer.concat(parts));

const jpeg = (width: string, height: string) =>
  // A thumbnail in an application segment before the real frame.
  hex('ffd8 ffe1 000a ffc0 0011 08 0001 ff', 'ff ffc2 0011 08', height, width, '03 01 11 00 02 11 01 03 11 01 ffd9');
const bmp = (width: string, height: string) => hex('424d 00000000 00000000 36000000 28000000', width, height, '0100');
const webp = (chunk: string, ...data: readonly string[]) =>
  joined(latin('RIFF\0\0\0\0WEBP'), latin(chunk), hex('00000000'), hex(...data));

/** Pages of (width, height), each in tags of its own; `ring` leads from the last to the first. */
function tiff(pages: readonly (readonly [number, number])[], ring = false): Uint8Array {
  const page = ([width, height]: readonly [number, number], index: number) => {
    const next = index + 1 < pages.length ? 8 + (index + 1) * 30 : ring ? 8 : 0;
    const tag = (code: string, value: number) => joined(hex(code, '0300 01000000'), u16le(value), hex('0000'));
    return joined(hex('0200'), tag('0001', width), tag('0101', height), u16le(next), hex('0000'));
  };
  return joined(hex('49492a00 08000000'), ...pages.map(page));
}

describe('the size of an image', () => {
  it('is read from the header of every format', () => {
    expect(imageSize(pngOf('x', [300, 200]))).toEqual({ pixels: 60_000, pages: 1 });
    expect(imageSize(jpeg('012c', '00c8'))).toEqual({ pixels: 60_000, pages: 1 });
    expect(imageSize(bmp('2c010000', '38ffffff'))).toEqual({ pixels: 60_000, pages: 1 });
    expect(imageSize(webp('VP8 ', '00 00 00 9d 01 2a 2c01 c800'))).toEqual({ pixels: 60_000, pages: 1 });
    expect(imageSize(webp('VP8L', '2f 2bc13100'))).toEqual({ pixels: 60_000, pages: 1 });
    expect(imageSize(webp('VP8X', '00000000 2b0100 c70000'))).toEqual({ pixels: 60_000, pages: 1 });
    expect(
      imageSize(
        tiff([
          [10, 10],
          [300, 200],
          [20, 20],
        ]),
      ),
    ).toEqual({ pixels: 60_000, pages: 3 });
    expect(
      imageSize(hex('4d4d002a 00000008 0002 0100 0004 00000001 0000012c 0101 0003 00000001 00c8 0000 00000000')),
    ).toEqual({ pixels: 60_000, pages: 1 });
  });

  it('is not made up where the header is damaged, empty or leads nowhere', () => {
    for (const damaged of [pngOf('x', [0, 9]), pngOf('x').subarray(0, 18), jpeg('012c', '0000'), hex('ffd8ff')]) {
      expect(isImage(damaged)).toBe(true);
      expect(imageSize(damaged)).toBeUndefined();
    }
    expect(imageSize(hex('49492a00 ffffff7f'))).toBeUndefined();
  });

  it('never fails on bytes of any sort', () => {
    const starts = [...['\u0089PNG\r\n\u001a\n', '\u00ff\u00d8\u00ff', 'II*\0', 'MM\0*'].map(latin), bmp('', '')];
    const header = fc.constantFrom(...starts, webp('VP8X'), webp('VP8L'), webp('VP8 '));
    fc.assert(
      fc.property(header, fc.uint8Array({ maxLength: 200 }), (start, rest) => {
        const size = imageSize(joined(start, rest));
        expect(size === undefined || (size.pixels > 0 && size.pages >= 1 && size.pages <= 21)).toBe(true);
      }),
    );
  });
});

describe('an image that is brought', () => {
  const look = (name: string, bytes: Uint8Array, images = true) => {
    const read = inspectDocument({ name, bytes }, images);
    return read.ok ? read.value : read.problem.code;
  };

  it('is known by its content, under the name of another image, of something unknown, or none', () => {
    for (const name of ['a.png', 'a.JPG', 'a.jfif', 'scan']) expect(look(name, pngOf('x'))).toBe('image');
    expect(look('a.tiff', tiff([[300, 200]]))).toBe('image');
  });

  it('is refused as a document, and a document as an image', () => {
    for (const name of ['a.txt', 'a.md', 'a.csv']) expect(look(name, pngOf('x'))).toBe('FILE_REFUSED');
    expect(look('a.pdf', pngOf('x'))).toBe('FILE_UNREADABLE');
    expect(look('a.png', latin('%PDF-1.7'))).toBe('FILE_REFUSED');
    expect(look('a.png', latin('BMW is a make of cars.'))).toBe('FILE_REFUSED');
    expect(look('a.gif', latin('GIF89a'))).toBe('FILE_REFUSED');
    expect(look('BMW is a make', latin('BMW is a make of cars.'))).toBe('FILE_REFUSED');
  });

  it('is refused when it would unpack to too much, or its header is damaged', () => {
    expect(look('bomb.png', pngOf('x', [50_000, 50_000]))).toBe('INGEST_LIMIT');
    expect(look('edge.png', pngOf('x', [10_000, 5000]))).toBe('image');
    expect(look('edge.png', pngOf('x', [10_000, 5001]))).toBe('INGEST_LIMIT');
    expect(look('bomb.jpg', jpeg('ffff', 'ffff'))).toBe('INGEST_LIMIT');
    expect(look('bomb.bmp', bmp('ffffff7f', 'ffffff7f'))).toBe('INGEST_LIMIT');
    const ring = tiff(
      [
        [300, 200],
        [300, 200],
      ],
      true,
    );
    expect(look('ring.tif', ring)).toBe('INGEST_LIMIT');
    expect(look('long.tif', tiff(Array<readonly [number, number]>(21).fill([9, 9])))).toBe('INGEST_LIMIT');
    expect(
      look(
        'deep.tif',
        tiff([
          [9, 9],
          [60_000, 60_000],
        ]),
      ),
    ).toBe('INGEST_LIMIT');
    expect(look('large.png', joined(pngOf('x'), new Uint8Array(20 * 1024 * 1024)))).toBe('FILE_TOO_LARGE');
    expect(look('a.png', pngOf('x').subarray(0, 18))).toBe('FILE_UNREADABLE');
    expect(look('a.png', new Uint8Array())).toBe('FILE_UNREADABLE');
  });

  it('is refused with the way out where no text can be read in images; what is no image is refused as ever', () => {
    const told = (name: string, bytes: Uint8Array) => {
      const read = inspectDocument({ name, bytes }, false);
      return read.ok ? '' : read.problem.message.en;
    };
    expect(told('a.png', pngOf('x'))).toContain('TANDEM_OCR_COMMAND');
    expect(told('scan', pngOf('x'))).toContain('TANDEM_OCR_COMMAND');
    expect(told('a.js', latin('alert(1)'))).not.toContain('TANDEM_OCR_COMMAND');
  });
});
