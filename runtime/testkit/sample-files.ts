// Small real files of each type, and some that pretend to be one.

const bytes = (text: string): Buffer => Buffer.from(text, 'latin1');

/** A PNG header with a size; enough for everything that looks no further. */
export function pngOf(width: number, height: number): Buffer {
  const size = Buffer.alloc(8);
  size.writeUInt32BE(width, 0);
  size.writeUInt32BE(height, 4);
  return Buffer.concat([bytes('\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR'), size, bytes('\x08\x06\0\0\0')]);
}

/** One red pixel that a browser shows. */
export const RED_PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC',
  'base64',
);

/** An Office file as far as anybody looks: a zip that names these parts. */
export function officeOf(...parts: readonly string[]): Buffer {
  return Buffer.concat(['[Content_Types].xml', ...parts].map((part) => bytes(`PK\x03\x04${part}`)));
}

/** Name, bytes and content type of files that may come in. */
export const GOOD_FILES: readonly (readonly [string, Buffer, string])[] = [
  ['a.png', pngOf(10, 20), 'image/png'],
  ['a.gif', bytes('GIF89a\x0a\0\x14\0\x80\0\0'), 'image/gif'],
  ['a.jpg', bytes('\xff\xd8\xff\xe0\0\x04JF\xff\xc0\0\x11\x08\0\x14\0\x0a\x03\x01\x22\0'), 'image/jpeg'],
  ['a.webp', bytes('RIFF\0\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0\x09\0\0\x13\0\0'), 'image/webp'],
  ['a.pdf', bytes('%PDF-1.7\n%\xe2\xe3\xcf\xd3\n'), 'application/pdf'],
  ['a.docx', officeOf('word/document.xml'), 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'],
  ['a.xlsx', officeOf('xl/workbook.xml'), 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
  ['a.txt', Buffer.from('快递单号 SF123'), 'text/plain'],
  ['gbk.txt', Buffer.from([0xbf, 0xec, 0xb5, 0xdd, 0x0a]), 'text/plain'],
  ['a.csv', bytes('a,b\r\n1,2\r\n'), 'text/csv'],
  ['a.wav', bytes('RIFF\0\0\0\0WAVEfmt '), 'audio/wav'],
  ['a.mp3', bytes('ID3\x04\0\0\0\0\0\0'), 'audio/mpeg'],
  ['a.m4a', bytes('\0\0\0\x20ftypM4A \0\0\0\0'), 'audio/mp4'],
  ['a.mp4', bytes('\0\0\0\x20ftypisom\0\0\0\0'), 'video/mp4'],
];

/** Name and bytes of files that may not. */
export const BAD_FILES: readonly (readonly [string, Buffer])[] = [
  ['page.png', bytes('<!doctype html><script>alert(1)</script>')],
  ['drawing.png', bytes('\n <svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>')],
  ['drawing.svg', bytes('<?xml version="1.0"?><svg/>')],
  ['program.pdf', bytes('MZ\x90\0\x03\0\0\0')],
  ['elf.jpg', bytes('\x7fELF\x02\x01\x01\0')],
  ['script.txt', bytes('#!/bin/sh\nrm -rf /')],
  ['archive.docx', bytes('PK\x03\x04evil.exe')],
  ['macro.docx', officeOf('word/document.xml', 'word/vbaProject.bin')],
  ['both.docx', officeOf('word/document.xml', 'xl/workbook.xml')],
  ['photo.heic', bytes('\0\0\0\x20ftypheic\0\0\0\0')],
  ['old.doc', bytes('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1')],
  ['bomb.png', pngOf(50_000, 50_000)],
  ['empty.png', Buffer.alloc(0)],
  ['cut.png', bytes('\x89PNG\r\n\x1a\n')],
  ['head.gif', bytes('GIF89a/*')],
  ['late.pdf', bytes('<html>%PDF-1.7')],
];
