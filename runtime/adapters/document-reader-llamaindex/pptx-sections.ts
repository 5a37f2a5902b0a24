// The slides of a presentation as sections: the title is the heading, everything else its text.
import { textParts } from './archive-parts.ts';
import { ReadingProblem } from './problems.ts';
import type { Section } from './section.ts';
import { attributeOf, elementsOf, relationsOf, textOfXml } from './xml-text.ts';

const PRESENTATION = 'ppt/presentation.xml';

/** Sections in the order of the slides that show. */
export function pptxSections(bytes: Uint8Array): readonly Section[] {
  const parts = textParts(bytes, 'brokenPptx');
  const presentation = parts.get(PRESENTATION);
  if (presentation === undefined) throw new ReadingProblem('brokenPptx');
  const paths = relationsOf(parts, PRESENTATION);
  return [...elementsOf(presentation, 'p:sldId')].flatMap(({ attributes }, index) => {
    const slide = parts.get(paths.get(attributeOf(attributes, 'r:id')) ?? '') ?? '';
    if (/<p:sld\s[^<>]*show="0"/.test(slide)) return [];
    return [sectionOf(slide, index + 1)];
  });
}

function sectionOf(slide: string, number: number): Section {
  const shapes = [...elementsOf(slide, 'p:sp')].map(({ content }) => ({
    isTitle: /<p:ph\s[^<>]*type="(?:title|ctrTitle)"/.test(content),
    text: paragraphsOf(content),
  }));
  const tables = [...elementsOf(slide, 'a:tbl')].map(({ content }) => tableText(content));
  const heading = shapes.find(({ isTitle, text }) => isTitle && text !== '')?.text ?? '';
  const text = [...shapes.filter(({ isTitle }) => !isTitle).map((shape) => shape.text), ...tables]
    .filter((part) => part !== '')
    .join('\n\n');
  // A slide that is only a title says what it says.
  return {
    heading: heading === '' ? `p. ${String(number)}` : heading.replaceAll('\n', ' '),
    text: text === '' ? heading : text,
  };
}

function paragraphsOf(xml: string): string {
  return [...elementsOf(xml, 'a:p')]
    .map(({ content }) => [...elementsOf(content, 'a:t')].map((run) => textOfXml(run.content)).join(''))
    .filter((paragraph) => paragraph.trim() !== '')
    .join('\n');
}

function tableText(xml: string): string {
  return [...elementsOf(xml, 'a:tr')]
    .map(({ content }) =>
      [...elementsOf(content, 'a:tc')].map((cell) => paragraphsOf(cell.content).replaceAll('\n', ' ')).join(' | '),
    )
    .join('\n');
}
