// The text form: it comes back byte for byte and value for value, and small changes are small differences.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { supportFlow } from '#runtime/testkit/support-flow.ts';
import { bundleFromFiles, filesFromBundle, isTextForm, type TextBundle } from './text-form.ts';

const pack = {
  ref: 'b1',
  name: 'Help',
  documents: [{ name: '../odd/name.md', text: '# Hello\n\n  indented\n' }],
  questions: [{ question: 'When?', similar: ['since when'], answer: 'At nine.\nEvery day.' }],
};

function bundle(change: Partial<TextBundle> = {}): TextBundle {
  return {
    flow: supportFlow(),
    knowledge: [pack],
    dialogues: [{ name: 'hello', turns: [{ says: 'hi' }] }],
    flows: [],
    ...change,
  };
}

const roundTrip = (of: TextBundle) => {
  const files = filesFromBundle(of);
  const back = bundleFromFiles(files) as unknown as TextBundle;
  expect([...filesFromBundle(back)]).toEqual([...files]);
  return back;
};

describe('the text form', () => {
  it('comes back as it was, with called flows, knowledge and tests', () => {
    const of = bundle({ flows: [{ ref: 'f2', slug: 'pay', document: supportFlow() }] });
    expect(roundTrip(of)).toMatchObject(of);
    expect(isTextForm(filesFromBundle(of))).toBe(true);
  });

  it('keeps the websites of a base, and for whom and from where its documents are', () => {
    const rules = { channels: [], audiences: ['VIP'], tags: [], startsAt: '2026-01-01T00:00:00.000Z', endsAt: null };
    const settings = { way: 'links', depth: 2, maxPages: 9, refresh: { every: 1, unit: 'day' } };
    const site = { address: 'https://shop.example/help/', settings, rules, excluded: [] };
    const page = { site: site.address, url: 'https://shop.example/help/a', mark: 'm', off: ['gone\n'] };
    const documents = [...pack.documents, { name: 'A', text: 'A text.', rules, page }];
    const knowledge = [{ ...pack, rerank: true, sites: [site], documents }];
    expect(roundTrip(bundle({ knowledge })).knowledge).toEqual(knowledge);
  });

  it('comes back byte for byte with any text and any config', () => {
    const anyText = fc.string({ unit: 'binary', maxLength: 60 });
    const lines = fc.array(anyText, { maxLength: 5 }).map((all) => all.join('\n'));
    const config = fc.dictionary(
      fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }),
      fc.jsonValue({ maxDepth: 3 }),
      { maxKeys: 6 },
    );
    fc.assert(
      fc.property(lines, config, anyText, (text, settings, name) => {
        const flow = supportFlow();
        const nodes = flow.nodes.map((node) => ({ ...node, name, config: { ...settings, text } }));
        // JSON knows no minus zero.
        const of = JSON.parse(JSON.stringify(bundle({ flow: { ...flow, nodes } }))) as TextBundle;
        expect(roundTrip(of)).toMatchObject({ flow: of.flow, knowledge: of.knowledge, dialogues: of.dialogues });
      }),
      { numRuns: 60 },
    );
  });

  it('shows a changed sentence as one changed line, and a moved card in the file of places alone', () => {
    const flow = supportFlow();
    const changed = (change: (node: (typeof flow.nodes)[number]) => object) => ({
      ...flow,
      nodes: flow.nodes.map((node) => (node.id === 'hello' ? { ...node, ...change(node) } : node)),
    });
    const before = filesFromBundle(bundle());
    const differences = (after: ReadonlyMap<string, string>) =>
      [...after].flatMap(([name, text]) => {
        const old = new Set((before.get(name) ?? '').split('\n'));
        return text
          .split('\n')
          .filter((line) => !old.has(line))
          .map((line) => `${name} ${line.trim()}`);
      });
    const said = filesFromBundle(
      bundle({ flow: changed(({ config }) => ({ config: { ...config, text: 'A new greeting' } })) }),
    );
    expect(differences(said)).toEqual(['flow.yml text: A new greeting']);
    const moved = filesFromBundle(
      bundle({ flow: changed(({ position }) => ({ position: { ...position, x: 7777 } })) }),
    );
    expect(differences(moved)).toEqual(['places.yml x: 7777']);
  });

  it('says which file is missing or broken', () => {
    const files = new Map(filesFromBundle(bundle()));
    files.set('dialogues/1.yml', 'a: [');
    expect(() => bundleFromFiles(files)).toThrow('dialogues/1.yml');
    files.delete('flow.yml');
    expect(() => bundleFromFiles(files)).toThrow('flow.yml');
  });
});
