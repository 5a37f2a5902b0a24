// Makes small documents for tests: zip archives, docx, pdf, png.
import { crc32, deflateRawSync, deflateSync } from 'node:zlib';

/** A file of an archive. `claims` overrides the unpacked size the archive states. */
export interface ArchivePart {
  readonly name: string;
  readonly content: Uint8Array | string;
  readonly claims?: number;
}

/** A zip archive, deflated. */
export function zipOf(parts: readonly ArchivePart[]): Uint8Array {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, content, claims } of parts) {
    const raw = typeof content === 'string' ? Buffer.from(content) : Buffer.from(content);
    const packed = deflateRawSync(raw);
    const nameBytes = Buffer.from(name);
    const sizes = { crc: checksum(raw), packed: packed.byteLength, unpacked: claims ?? raw.byteLength };
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    writeShared(local, 4, sizes, nameBytes.byteLength);
    locals.push(local, nameBytes, packed);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt16LE(20, 4);
    writeShared(entry, 6, sizes, nameBytes.byteLength);
    entry.writeUInt32LE(offset, 42);
    directory.push(entry, nameBytes);
    offset += 30 + nameBytes.byteLength + packed.byteLength;
  }
  const size = directory.reduce((sum, part) => sum + part.byteLength, 0);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(parts.length, 8);
  end.writeUInt16LE(parts.length, 10);
  end.writeUInt32LE(size, 12);
  end.writeUInt32LE(offset, 16);
  return new Uint8Array(Buffer.concat([...locals, ...directory, end]));
}

/** A Word document with one paragraph a text; `extra` parts and a raw body are for hostile ones. */
export function docxOf(
  paragraphs: readonly string[],
  options: { readonly extra?: readonly ArchivePart[]; readonly prolog?: string } = {},
): Uint8Array {
  const body = paragraphs.map((text) => `<w:p><w:r><w:t>${text}</w:t></w:r></w:p>`).join('');
  const main = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml';
  const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument';
  return zipOf([
    {
      name: '[Content_Types].xml',
      content: `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" ContentType="${main}"/></Types>`,
    },
    {
      name: '_rels/.rels',
      content: `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="${office}" Target="word/document.xml"/></Relationships>`,
    },
    {
      name: 'word/document.xml',
      content: `<?xml version="1.0"?>${options.prolog ?? ''}<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>${body}</w:body></w:document>`,
    },
    ...(options.extra ?? []),
  ]);
}

/** A PDF with one page a text (Latin letters only); a page without text is blank. */
export function pdfOf(pages: readonly string[]): Uint8Array {
  const objects: string[] = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    `<< /Type /Pages /Count ${pages.length} /Kids [${pages.map((_, index) => `${4 + index * 2} 0 R`).join(' ')}] >>`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
  ];
  pages.forEach((text, index) => {
    const lines = text.split('\n').map((line) => `(${line}) Tj 0 -14 Td`);
    const content = text === '' ? '' : `BT /F1 12 Tf 72 720 Td ${lines.join(' ')} ET`;
    objects.push(
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources << /Font << /F1 3 0 R >> >> /Contents ${5 + index * 2} 0 R >>`,
      `<< /Length ${content.length} >>\nstream\n${content}\nendstream`,
    );
  });
  let file = '%PDF-1.4\n';
  const offsets = objects.map((object, index) => {
    const at = file.length;
    file += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return at;
  });
  const table = offsets.map((at) => `${String(at).padStart(10, '0')} 00000 n \n`).join('');
  file += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${table}trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${file.length}\n%%EOF`;
  return new TextEncoder().encode(file);
}

/** A white PNG that says in a note (tEXt) what a person would read in it, for recognisers that cannot see. `claims` overrides the size it states. */
export function pngOf(text: string, claims: readonly [width: number, height: number] = [64, 64]): Uint8Array {
  const header = Buffer.from([0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0]);
  header.writeUInt32BE(claims[0], 0);
  header.writeUInt32BE(claims[1], 4);
  const rows = Buffer.concat(Array.from({ length: 64 }, () => Buffer.from([0, ...Array<number>(8).fill(255)])));
  return new Uint8Array(
    Buffer.concat([
      Buffer.from('\u0089PNG\r\n\u001a\n', 'latin1'),
      pngChunk('IHDR', header),
      pngChunk('tEXt', Buffer.from(`Shown\0${text}`)),
      pngChunk('IDAT', deflateSync(rows)),
      pngChunk('IEND', Buffer.alloc(0)),
    ]),
  );
}

function pngChunk(type: string, content: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type), content]);
  const chunk = Buffer.alloc(named.byteLength + 8);
  chunk.writeUInt32BE(content.byteLength, 0);
  named.copy(chunk, 4);
  chunk.writeUInt32BE(checksum(named), named.byteLength + 4);
  return chunk;
}

function writeShared(
  target: Buffer,
  at: number,
  sizes: { readonly crc: number; readonly packed: number; readonly unpacked: number },
  nameLength: number,
): void {
  target.writeUInt16LE(20, at);
  target.writeUInt16LE(8, at + 4);
  target.writeUInt32LE(sizes.crc, at + 10);
  target.writeUInt32LE(sizes.packed, at + 14);
  target.writeUInt32LE(sizes.unpacked, at + 18);
  target.writeUInt16LE(nameLength, at + 22);
}

function checksum(bytes: Uint8Array): number {
  return crc32(bytes);
}
