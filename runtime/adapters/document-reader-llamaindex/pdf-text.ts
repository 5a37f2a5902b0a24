// Makes running text of the lines a PDF page gives.

const HAN_END = /[\p{Script=Han}，、；：（“]$/u;
const HAN_START = /^[\p{Script=Han}，。、；：！？）”]/u;
const SENTENCE_END = /[.!?。！？…:：;；]["'”’)）]?$/;

/** Joins lines that only end because the page was full; keeps paragraphs, list items and headings apart. */
export function textOfPage(page: string): string {
  const lines = page.split('\n').map((line) => line.replace(/[ \t\u00a0]+/g, ' ').trim());
  const longest = Math.max(0, ...lines.map((line) => line.length));
  let text = '';
  let previous = '';
  for (const line of lines) {
    text += text === '' ? line : `${seam(previous, line, longest)}${line}`;
    previous = line;
  }
  return text.replace(/\n{3,}/g, '\n\n').trim();
}

function seam(previous: string, next: string, longest: number): string {
  if (previous === '' || next === '') return '\n';
  const isFull = previous.length > longest * 0.7 && !SENTENCE_END.test(previous);
  if (!isFull || /^(?:[-•*·]|\d+[.、)）])\s*/.test(next)) return '\n';
  if (HAN_END.test(previous) && HAN_START.test(next)) return '';
  return /\p{L}-$/u.test(previous) ? '' : ' ';
}
