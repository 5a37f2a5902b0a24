// Width and height of a picture from its header, without unpacking it.

/** Pixels. */
export interface ImageSize {
  readonly width: number;
  readonly height: number;
}

/** The size, or undefined when the header does not hold one: then it is no picture. */
export function imageSize(bytes: Buffer, contentType: string): ImageSize | undefined {
  try {
    switch (contentType) {
      case 'image/png':
        return bytes.toString('latin1', 12, 16) === 'IHDR'
          ? sized(bytes.readUInt32BE(16), bytes.readUInt32BE(20))
          : undefined;
      case 'image/gif':
        return sized(bytes.readUInt16LE(6), bytes.readUInt16LE(8));
      case 'image/jpeg':
        return jpegSize(bytes);
      case 'image/webp':
        return webpSize(bytes);
      default:
        return undefined;
    }
  } catch (cause) {
    // The header is cut short.
    if (cause instanceof RangeError) return undefined;
    throw cause;
  }
}

function sized(width: number, height: number): ImageSize {
  return { width, height };
}

/** Walks the segments up to the frame header. */
function jpegSize(bytes: Buffer): ImageSize | undefined {
  let at = 2;
  while (at + 9 < bytes.length) {
    if (bytes[at] !== 0xff) return undefined;
    const marker = bytes[at + 1] ?? 0;
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) return sized(bytes.readUInt16BE(at + 7), bytes.readUInt16BE(at + 5));
    at += 2 + bytes.readUInt16BE(at + 2);
  }
  return undefined;
}

function webpSize(bytes: Buffer): ImageSize | undefined {
  switch (bytes.toString('latin1', 12, 16)) {
    case 'VP8 ':
      return sized(bytes.readUInt16LE(26) & 0x3fff, bytes.readUInt16LE(28) & 0x3fff);
    case 'VP8L': {
      const bits = bytes.readUInt32LE(21);
      return sized((bits & 0x3fff) + 1, ((bits >>> 14) & 0x3fff) + 1);
    }
    case 'VP8X':
      return sized(bytes.readUIntLE(24, 3) + 1, bytes.readUIntLE(27, 3) + 1);
    default:
      return undefined;
  }
}
