// What recognition programs write, as text that can be searched and quoted.

const HAN = String.raw`[\p{Script=Han}\u3000-\u303f\uff01-\uff5e]`;
/** Between Chinese characters recognition programs put a blank for each gap they see; Chinese text has none there. Several part columns. */
const GAP = new RegExp(`(?<=${HAN}) (?=${HAN})`, 'gu');

/** Text in UTF-8: pages apart, blanks between Chinese characters gone, no control characters, no lines of blanks. */
export function textOfOutput(output: Uint8Array): string {
  return new TextDecoder()
    .decode(output)
    .replace(/\r\n?/g, '\n')
    .replaceAll('\f', '\n\n')
    .replace(/[^\P{Cc}\n\t]|[\p{Cf}\ufffd]/gu, '')
    .replace(GAP, '')
    .replace(/[ \t]+$/gm, '')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}
