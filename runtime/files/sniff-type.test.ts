// What a file is, its bytes say: true ones are taken under any name, pretenders under none.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FILE_TYPES } from '#nodes/kit/file-types.ts';
import { BAD_FILES, GOOD_FILES, pngOf } from '#runtime/testkit/sample-files.ts';
import { imageSize } from './image-size.ts';
import { safeName } from './safe-name.ts';
import { sniffType } from './sniff-type.ts';

test.each(GOOD_FILES)('%s is what it is', (name, bytes, contentType) => {
  expect(sniffType(bytes, name)?.contentType).toBe(contentType);
});

test.each(GOOD_FILES.filter(([, , type]) => !type.startsWith('text/')))(
  '%s stays what it is when it is called index.html',
  (_name, bytes, contentType) => {
    expect(sniffType(bytes, 'index.html')?.contentType).toBe(contentType);
  },
);

test.each(BAD_FILES)('%s is none of them', (name, bytes) => {
  expect(sniffType(bytes, name)).toBeUndefined();
});

test('any bytes give a type of the list or none, and never an error', () => {
  const heads = [...GOOD_FILES, ...BAD_FILES].map(([, bytes]) => bytes);
  const cut = fc.tuple(fc.constantFrom(...heads), fc.nat({ max: 60 }), fc.uint8Array({ maxLength: 40 }));
  fc.assert(
    fc.property(cut, fc.string(), ([head, at, tail], name) => {
      const type = sniffType(Buffer.concat([head.subarray(0, at), tail]), name);
      expect(type === undefined || FILE_TYPES.includes(type)).toBe(true);
    }),
  );
});

test('the size of a picture is read from its header', () => {
  expect(imageSize(pngOf(640, 480), 'image/png')).toEqual({ width: 640, height: 480 });
  for (const [name, bytes, type] of GOOD_FILES.filter(([, , contentType]) => contentType.startsWith('image/')))
    expect(imageSize(bytes, type), name).toEqual({ width: 10, height: 20 });
});

const png = { endings: ['png'] };

test.each([
  ['照片 1.PNG', '照片 1.png'],
  ['../../etc/passwd', 'passwd.png'],
  ['C:\\Users\\a\\shot.png', 'shot.png'],
  ['evil.html', 'evil.html.png'],
  ['a\u202Egnp.exe', 'agnp.exe.png'],
  ['a\u0000b.png', 'ab.png'],
  ['<img src=x onerror=alert(1)>.png', 'img src=x onerror=alert(1).png'],
  ['', 'file.png'],
  ['...', 'file.png'],
  ['.png', 'png.png'],
])('%j is kept as %j', (given, kept) => {
  expect(safeName(given, png)).toBe(kept);
});

test('any name becomes a short one with the right ending', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (given) => {
      const name = safeName(given, png);
      expect(name).toMatch(/^[^/\\<>\p{Cc}\p{Cf}]+\.png$/u);
      expect(Array.from(name).length).toBeLessThanOrEqual(124);
    }),
  );
});
