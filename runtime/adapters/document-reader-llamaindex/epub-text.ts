// The chapters of an EPUB as one Markdown text, in reading order.
import { textParts } from './archive-parts.ts';
import { markdownFromHtml } from './html-markdown.ts';
import { ReadingProblem } from './problems.ts';
import { attributeOf, elementsOf, pathFrom } from './xml-text.ts';

/** Text of all chapters of the spine. */
export function epubText(bytes: Uint8Array): string {
  const parts = textParts(bytes, 'brokenEpub');
  const [root] = [...elementsOf(parts.get('META-INF/container.xml') ?? '', 'rootfile')];
  const file = attributeOf(root?.attributes ?? '', 'full-path');
  const book = parts.get(file);
  if (book === undefined) throw new ReadingProblem('brokenEpub');
  const folder = file.slice(0, file.lastIndexOf('/') + 1);
  const plain = book.replaceAll(/<(\/?)opf:/g, '<$1');
  const hrefs = new Map(
    [...elementsOf(plain, 'item')].map(({ attributes }) => [
      attributeOf(attributes, 'id'),
      attributeOf(attributes, 'href'),
    ]),
  );
  const chapters = [...elementsOf(plain, 'itemref')].map(({ attributes }) => {
    const href = hrefs.get(attributeOf(attributes, 'idref')) ?? '';
    return markdownFromHtml(parts.get(pathFrom(folder, decoded(href))) ?? '');
  });
  return chapters.filter((chapter) => chapter !== '').join('\n\n');
}

function decoded(href: string): string {
  try {
    return decodeURIComponent(href);
  } catch {
    return href;
  }
}
