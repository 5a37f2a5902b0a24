// The little of XML that office files need: elements of one name, attributes, and the part another part points to.
import { decodeEntities } from './html-markdown.ts';

/** One element: its opening tag's attributes as written, and what is between its tags. */
export interface XmlElement {
  readonly attributes: string;
  readonly content: string;
}

/** The elements of a (prefixed) name in order; one inside another of the same name is not looked for. */
export function* elementsOf(xml: string, name: string): Generator<XmlElement> {
  const opening = new RegExp(`<${name}(\\s[^<>]*?)?(/)?>`, 'g');
  for (let open = opening.exec(xml); open !== null; open = opening.exec(xml)) {
    const attributes = open[1] ?? '';
    if (open[2] === '/') {
      yield { attributes, content: '' };
      continue;
    }
    const close = xml.indexOf(`</${name}>`, opening.lastIndex);
    if (close === -1) return;
    yield { attributes, content: xml.slice(opening.lastIndex, close) };
    opening.lastIndex = close;
  }
}

/** The value of an attribute; empty when it is not there. */
export function attributeOf(attributes: string, name: string): string {
  return decodeEntities(new RegExp(`\\s${name}="([^"]*)"`).exec(attributes)?.[1] ?? '');
}

/** Text without tags. */
export function textOfXml(xml: string): string {
  return decodeEntities(xml.replace(/<[^<>]*>/g, ''));
}

/** Paths of the parts that a part points to, by relation id. `target` is relative to the part's folder. */
export function relationsOf(parts: ReadonlyMap<string, string>, part: string): ReadonlyMap<string, string> {
  const folder = part.slice(0, part.lastIndexOf('/') + 1);
  const rels = parts.get(`${folder}_rels/${part.slice(folder.length)}.rels`) ?? '';
  return new Map(
    [...elementsOf(rels, 'Relationship')].map(({ attributes }) => [
      attributeOf(attributes, 'Id'),
      pathFrom(folder, attributeOf(attributes, 'Target')),
    ]),
  );
}

/** A path relative to a folder of the archive, resolved. */
export function pathFrom(folder: string, target: string): string {
  if (target.startsWith('/')) return target.slice(1);
  const path: string[] = [];
  for (const step of `${folder}${target}`.split('/')) {
    if (step === '..') path.pop();
    else if (step !== '.' && step !== '') path.push(step);
  }
  return path.join('/');
}
