// Cuts text into passages with LlamaIndex: sections by Markdown headings, then whole sentences. Runs in the reader process only.
import { Document, MarkdownNodeParser, SentenceSplitter } from 'llamaindex';
import type { ReadPassage } from '#runtime/ports/document-reader.ts';
import { ReadingProblem } from './problems.ts';
import type { Extracted, Section } from './section.ts';

/** Size of a passage in units of meaning: a Chinese character, or about four other characters. */
const PASSAGE_SIZE = 320;
/** The sentence splitter takes quadratic time: longer text is handed over in blocks of whole paragraphs or lines. */
const BLOCK_CHARS = 3000;
const MAX_CHARS = 6_000_000;
const MAX_PASSAGES = 20_000;
const HEADING_CHARS = 300;

/** Passages of an extracted document, in order. */
export function splitIntoPassages(extracted: Extracted): readonly ReadPassage[] {
  const sections = extracted.form === 'markdown' ? sectionsOfMarkdown(extracted.text) : extracted.sections;
  const chars = sections.reduce((sum, section) => sum + section.text.length, 0);
  if (chars > MAX_CHARS) throw new ReadingProblem('tooMuchText');
  // No overlap: a sentence found twice would be quoted twice.
  const splitter = new SentenceSplitter({
    chunkSize: PASSAGE_SIZE,
    chunkOverlap: 0,
    paragraphSeparator: '\n\n',
    tokenizer: { encode: unitsOf, decode: () => '' },
  });
  const passages = sections.flatMap((section) =>
    blocksOf(plainText(section.text))
      .flatMap((block) => splitter.splitText(block))
      .map((text) => ({ heading: section.heading.slice(0, HEADING_CHARS), text: text.trim() }))
      .filter((passage) => /[\p{L}\p{N}]/u.test(passage.text)),
  );
  if (passages.length > MAX_PASSAGES) throw new ReadingProblem('tooMuchText');
  if (passages.length === 0) throw new ReadingProblem('empty');
  return passages;
}

function sectionsOfMarkdown(text: string): readonly Section[] {
  const nodes = new MarkdownNodeParser().getNodesFromDocuments([new Document({ text })]);
  return nodes.map((node) => {
    const headings = Object.entries(node.metadata)
      .filter(([key]) => key.startsWith('Header_'))
      .sort(([a], [b]) => a.localeCompare(b))
      .map(([, value]) => plainText(String(value)).trim());
    const heading = headings.filter((part) => part !== '').join(' › ');
    // The parser repeats the heading as the first line of its section.
    const body = headings.length === 0 ? node.text : node.text.slice(node.text.indexOf('\n') + 1 || node.text.length);
    return { heading, text: body };
  });
}

/** Markdown marks that mean nothing to a customer: emphasis, images; a link keeps its words and its address. */
function plainText(markdown: string): string {
  return markdown
    .replace(/!\[([^\][]{0,300})\]\([^()\s]{0,2000}\)/g, '$1')
    .replace(/\[([^\][]{1,300})\]\((https?:[^()\s]{1,2000})\)/g, '$1 ($2)')
    .replace(/\[([^\][]{1,300})\]\([^()\s]{0,2000}\)/g, '$1')
    .replace(/(\*\*|__)(?=\S)([^*_\n]{1,500}?)\1/g, '$2');
}

function blocksOf(text: string): readonly string[] {
  if (text.length <= BLOCK_CHARS) return [text];
  const blocks: string[] = [];
  let block = '';
  for (const piece of text.split(/(?<=\n\n)|(?<=\n)|(?<=[。！？])/)) {
    if (block !== '' && block.length + piece.length > BLOCK_CHARS) {
      blocks.push(block);
      block = '';
    }
    block += piece;
    while (block.length > BLOCK_CHARS * 2) {
      const cut = block.lastIndexOf(' ', BLOCK_CHARS);
      const end = cut > BLOCK_CHARS / 2 ? cut : BLOCK_CHARS;
      blocks.push(block.slice(0, end));
      block = block.slice(end);
    }
  }
  return [...blocks, block];
}

function unitsOf(text: string): Uint32Array {
  let han = 0;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code >= 0x3000 && code <= 0x9fff) han++;
  }
  return new Uint32Array(han + Math.ceil((text.length - han) / 4));
}
