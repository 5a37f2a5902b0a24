// Any brand colour made readable: the text on it, and a shade of it that is readable on white.

/** Relative luminance of `#rrggbb` (WCAG 2.2). */
export function luminance(color: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(color.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** Contrast of two colours, 1 to 21. */
export function contrast(a: string, b: string): number {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return ((light ?? 0) + 0.05) / ((dark ?? 0) + 0.05);
}

/** The colour darkened until white text on it has a contrast of 4.5. */
export function readableBrand(color: string): string {
  let shade = /^#[0-9a-f]{6}$/iu.test(color) ? color : '#2257d6';
  for (let step = 0; step < 40 && contrast(shade, '#ffffff') < 4.5; step++) {
    shade = `#${[1, 3, 5]
      .map((at) =>
        Math.round(Number.parseInt(shade.slice(at, at + 2), 16) * 0.93)
          .toString(16)
          .padStart(2, '0'),
      )
      .join('')}`;
  }
  return shade;
}
