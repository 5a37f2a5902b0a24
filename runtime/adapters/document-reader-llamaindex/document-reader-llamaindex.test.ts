// Reading documents: every kind, every refusal, and limits that hold.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DocumentKind, DocumentReader } from '#runtime/ports/document-reader.ts';
import { docxOf, pdfOf, zipOf } from '#runtime/testkit/documents.ts';
import { createLlamaIndexDocumentReader } from './document-reader-llamaindex.ts';
import { sealedProgram } from './reader-program.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

let reader: DocumentReader;
beforeAll(() => {
  reader = createLlamaIndexDocumentReader();
});
afterAll(() => reader.close());

async function passages(kind: DocumentKind, content: Uint8Array | string, from: DocumentReader = reader) {
  const read = await from.read({ kind, bytes: typeof content === 'string' ? bytes(content) : content });
  if (!read.ok) throw new Error(read.problem.message.en);
  return read.value;
}

async function problem(kind: DocumentKind, content: Uint8Array | string) {
  const read = await reader.read({ kind, bytes: typeof content === 'string' ? bytes(content) : content });
  return read.ok ? 'none' : read.problem;
}

describe('reading', () => {
  it('cuts Markdown at its headings and names the path of headings', async () => {
    const text =
      '# 售后\n\n先联系客服。\n\n## 退款\n\n**七天**内可退，见[说明](https://a.example/r)。\n\n# Delivery\n\nTwo days.';
    expect(await passages('md', text)).toEqual([
      { heading: '售后', text: '先联系客服。' },
      { heading: '售后 › 退款', text: '七天内可退，见说明 (https://a.example/r)。' },
      { heading: 'Delivery', text: 'Two days.' },
    ]);
  });

  it('cuts long text at sentences and loses none of it', async () => {
    const sentences = Array.from(
      { length: 200 },
      (_, number) => `第${number}条规则说明了在什么情况下可以办理退款手续。`,
    );
    const read = await passages('txt', sentences.join(''));
    expect(read.length).toBeGreaterThan(10);
    expect(read.map((passage) => passage.text).join('')).toBe(sentences.join(''));
    expect(read.every((passage) => passage.text.endsWith('。'))).toBe(true);
  });

  it('reads HTML without its scripts, with its headings and its title', async () => {
    const html =
      '<html><head><title>Shop help</title><script>steal()</script></head><body><h2>Returns &amp; refunds</h2><p>Within <b>7</b> days.<script>steal()</script></p><!-- secret --></body></html>';
    const read = await passages('html', html);
    expect(read).toEqual([{ heading: 'Shop help › Returns & refunds', text: 'Within 7 days.' }]);
  });

  it('reads a table of questions and answers, and any other table with its column names', async () => {
    expect(await passages('csv', '\ufeff问题,答案\n怎么退款？,"七天内, 原路退回"\n')).toEqual([
      { heading: '怎么退款？', text: '七天内, 原路退回' },
    ]);
    expect(await passages('csv', 'Product;Price\nLamp;12\nChair;40')).toEqual([
      { heading: '', text: 'Product: Lamp\nPrice: 12' },
      { heading: '', text: 'Product: Chair\nPrice: 40' },
    ]);
  });

  it('reads a list of questions with other wordings, and says what the table lacks', async () => {
    const list = (text: string) => reader.questions({ kind: 'csv', bytes: new TextEncoder().encode(text) });
    const text =
      'Similar 1;Answer;Question;Similar 2\nHours?|Open now?;"Nine; to five.";When open?;"Till when?\nSince when?"\n;;No answer?;\n';
    expect(await list(text)).toEqual({
      ok: true,
      value: [
        {
          row: 2,
          question: 'When open?',
          similar: ['Hours?', 'Open now?', 'Till when?', 'Since when?'],
          answer: 'Nine; to five.',
        },
      ],
    });
    for (const none of ['Product,Price\nLamp,12', 'question,answer', '', 'question,answer\n"open']) {
      expect(await list(none), none).toMatchObject({ ok: false, problem: { code: 'FILE_UNREADABLE' } });
    }
  });

  it('reads the paragraphs of a Word document', async () => {
    const read = await passages('docx', docxOf(['会员每月享受一次免邮。', 'Members get free delivery once a month.']));
    expect(read.map((passage) => passage.text).join('\n')).toContain('会员每月享受一次免邮。');
    expect(read.map((passage) => passage.text).join('\n')).toContain('Members get free delivery once a month.');
  });

  it('reads the sheets of a workbook: questions with answers, and tables with dates', async () => {
    const sheet = (rows: string) => `<worksheet><sheetData>${rows}</sheetData></worksheet>`;
    const workbook = zipOf([
      {
        name: 'xl/workbook.xml',
        content:
          '<workbook><sheets><sheet name="问答" r:id="r1"/><sheet name="Prices" r:id="r2"/><sheet name="x" state="hidden" r:id="r3"/></sheets></workbook>',
      },
      {
        name: 'xl/_rels/workbook.xml.rels',
        content:
          '<Relationships><Relationship Id="r1" Target="worksheets/sheet1.xml"/><Relationship Id="r2" Target="/xl/worksheets/sheet2.xml"/></Relationships>',
      },
      {
        name: 'xl/sharedStrings.xml',
        content: '<sst><si><t>问题</t></si><si><r><t>怎么</t></r><r><t>退款？</t></r><rPh><t>zen</t></rPh></si></sst>',
      },
      {
        name: 'xl/styles.xml',
        content: '<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>',
      },
      {
        name: 'xl/worksheets/sheet1.xml',
        content: sheet(
          '<row><c r="A1" t="s"><v>0</v></c><c r="C1" t="inlineStr"><is><t>答案</t></is></c></row><row><c r="A2" t="s"><v>1</v></c><c r="C2" t="str"><v>七天内 &amp; 原路</v></c></row>',
        ),
      },
      {
        name: 'xl/worksheets/sheet2.xml',
        content: sheet(
          '<row><c r="A1" t="inlineStr"><is><t>Product</t></is></c><c r="B1" t="inlineStr"><is><t>From</t></is></c></row><row><c r="A2" t="inlineStr"><is><t>Lamp</t></is></c><c r="B2" s="1"><v>46023</v></c></row>',
        ),
      },
    ]);
    expect(reader.inspect({ name: 'a.xlsx', bytes: workbook })).toEqual({ ok: true, value: 'xlsx' });
    expect(await passages('xlsx', workbook)).toEqual([
      { heading: '怎么退款？', text: '七天内 & 原路' },
      { heading: 'Prices', text: 'Product: Lamp\nFrom: 2026-01-01' },
    ]);
    // As a list of questions, only the sheet that has both columns counts.
    expect(await reader.questions({ kind: 'xlsx', bytes: workbook })).toEqual({
      ok: true,
      value: [{ row: 2, question: '怎么退款？', similar: [], answer: '七天内 & 原路' }],
    });
  });

  it('reads the slides of a presentation under their titles', async () => {
    const shape = (text: string, type = '') =>
      `<p:sp><p:nvPr>${type === '' ? '' : `<p:ph type="${type}"/>`}</p:nvPr><p:txBody><a:p><a:r><a:t>${text}</a:t></a:r></a:p></p:txBody></p:sp>`;
    const slides = zipOf([
      {
        name: 'ppt/presentation.xml',
        content:
          '<p:presentation><p:sldIdLst><p:sldId id="1" r:id="b"/><p:sldId id="2" r:id="a"/></p:sldIdLst></p:presentation>',
      },
      {
        name: 'ppt/_rels/presentation.xml.rels',
        content:
          '<Relationships><Relationship Id="a" Target="slides/slide1.xml"/><Relationship Id="b" Target="slides/slide2.xml"/></Relationships>',
      },
      { name: 'ppt/slides/slide1.xml', content: `<p:sld>${shape('Only words.')}</p:sld>` },
      {
        name: 'ppt/slides/slide2.xml',
        content: `<p:sld>${shape('退货流程', 'title')}${shape('先申请，再寄回。')}</p:sld>`,
      },
    ]);
    expect(reader.inspect({ name: 'a.pptx', bytes: slides })).toEqual({ ok: true, value: 'pptx' });
    expect(await passages('pptx', slides)).toEqual([
      { heading: '退货流程', text: '先申请，再寄回。' },
      { heading: 'p. 2', text: 'Only words.' },
    ]);
  });

  it('reads the chapters of a book in reading order', async () => {
    const page = (title: string, text: string) =>
      `<?xml version="1.0"?><!DOCTYPE html><html><body><h1>${title}</h1><p>${text}</p></body></html>`;
    const book = (first: string) =>
      zipOf([
        { name: 'META-INF/container.xml', content: '<container><rootfile full-path="OEBPS/book.opf"/></container>' },
        {
          name: 'OEBPS/book.opf',
          content:
            '<package><manifest><item id="one" href="a.xhtml"/><item id="two" href="b.xhtml"/></manifest><spine><itemref idref="two"/><itemref idref="one"/></spine></package>',
        },
        { name: 'OEBPS/a.xhtml', content: page('保修', '一年。') },
        { name: 'OEBPS/b.xhtml', content: first },
      ]);
    expect(reader.inspect({ name: 'a.epub', bytes: book('') })).toEqual({ ok: true, value: 'epub' });
    expect(await passages('epub', book(page('Start', 'Charge it first.')))).toEqual([
      { heading: 'Start', text: 'Charge it first.' },
      { heading: '保修', text: '一年。' },
    ]);
    expect(await problem('epub', book('<!DOCTYPE html [<!ENTITY a "aaaa">]><p>&a;</p>'))).toMatchObject({
      code: 'INGEST_LIMIT',
    });
  });

  it('reads the pages of a PDF', async () => {
    expect(await passages('pdf', pdfOf(['Refunds take three days.', 'Parcels take two days.']))).toEqual([
      { heading: 'p. 1', text: 'Refunds take three days.' },
      { heading: 'p. 2', text: 'Parcels take two days.' },
    ]);
  });

  it('reads Chinese text in the encodings of older tools', async () => {
    // 退款 in GB18030.
    expect(await passages('txt', new Uint8Array([0xcd, 0xcb, 0xbf, 0xee]))).toEqual([{ heading: '', text: '退款' }]);
    const utf16 = new Uint8Array([0xff, 0xfe, ...new Uint8Array(Buffer.from('退款', 'utf16le'))]);
    expect(await passages('txt', utf16)).toEqual([{ heading: '', text: '退款' }]);
  });

  it('reads a megabyte within seconds', async () => {
    const line = '这是一段关于售后服务的说明文字。Another sentence with 1,200 numbers in it. ';
    expect((await passages('txt', line.repeat(10_000))).length).toBeGreaterThan(500);
  });
});

describe('inspecting', () => {
  const refused = (name: string, content: Uint8Array | string) => {
    const result = reader.inspect({ name, bytes: typeof content === 'string' ? bytes(content) : content });
    return result.ok ? 'accepted' : result.problem.code;
  };

  it('knows documents by name and content', () => {
    expect(reader.inspect({ name: 'Handbook.MD', bytes: bytes('hi') })).toEqual({ ok: true, value: 'md' });
    expect(reader.inspect({ name: 'a.docx', bytes: docxOf(['hi']) })).toEqual({ ok: true, value: 'docx' });
    expect(reader.inspect({ name: 'a.pdf', bytes: pdfOf(['hi']) })).toEqual({ ok: true, value: 'pdf' });
  });

  it('refuses other kinds, disguises, empty files and files that are too large', () => {
    expect(refused('virus.exe', 'MZ')).toBe('FILE_REFUSED');
    expect(refused('noname', 'text')).toBe('FILE_REFUSED');
    expect(refused('page.svg', '<svg/>')).toBe('FILE_REFUSED');
    expect(refused('a.txt', '%PDF-1.7 in disguise')).toBe('FILE_REFUSED');
    expect(refused('a.md', zipOf([{ name: 'x', content: 'y' }]))).toBe('FILE_REFUSED');
    expect(refused('a.pdf', 'not a pdf')).toBe('FILE_UNREADABLE');
    expect(refused('a.docx', 'not a zip')).toBe('FILE_UNREADABLE');
    for (const name of ['a.docx', 'a.xlsx', 'a.pptx', 'a.epub']) {
      expect(refused(name, zipOf([{ name: 'other.txt', content: 'x' }]))).toBe('FILE_UNREADABLE');
    }
    expect(refused('a.txt', '')).toBe('FILE_UNREADABLE');
    expect(refused('a.txt', new Uint8Array(20 * 1024 * 1024 + 1).fill(97))).toBe('FILE_TOO_LARGE');
  });

  it('refuses a docx that unpacks to far more than it weighs, or holds too many parts', () => {
    const swollen = { name: 'word/media/a.xml', content: new Uint8Array(30_000_000) };
    expect(refused('bomb.docx', docxOf(['x'], { extra: [swollen] }))).toBe('INGEST_LIMIT');
    const many = Array.from({ length: 1001 }, (_, number) => ({ name: `word/${number}.xml`, content: '' }));
    expect(refused('many.docx', docxOf(['x'], { extra: many }))).toBe('INGEST_LIMIT');
  });
});

describe('images beside a recogniser', () => {
  it('are cut as text once their text is known, and are what a scanned PDF is told to become', async () => {
    let isClosed = false;
    const beside = createLlamaIndexDocumentReader({
      recogniser: {
        recognise: (image) =>
          Promise.resolve({ ok: true, value: image.byteLength > 1 ? '周一闭馆。\n\n周二开门。' : '' }),
        close: () => Promise.resolve(void (isClosed = true)),
      },
    });
    expect(await passages('image', 'image', beside)).toEqual([{ heading: '', text: '周一闭馆。\n\n周二开门。' }]);
    const told = async (kind: DocumentKind, content: Uint8Array) => {
      const read = await beside.read({ kind, bytes: content });
      return read.ok ? 'none' : read.problem.message.en;
    };
    expect(await told('image', bytes('x'))).toContain('No text was found');
    expect(await told('pdf', pdfOf(['']))).toContain('upload the pages as images');
    await beside.close();
    expect(isClosed).toBe(true);
  });
});

describe('documents that cannot be read', () => {
  it('are named with what to do, in both languages', async () => {
    expect(await problem('pdf', '%PDF-1.4\n1 0 obj garbage')).toMatchObject({
      code: 'FILE_UNREADABLE',
      message: { 'zh-CN': expect.stringContaining('已损坏'), en: expect.stringContaining('damaged') },
    });
    expect(await problem('pdf', pdfOf(['']))).toMatchObject({ message: { en: expect.stringContaining('scan') } });
    expect(await problem('image', 'x')).toMatchObject({ code: 'FILE_REFUSED' });
    expect(await problem('md', '   \n\n')).toMatchObject({ message: { en: expect.stringContaining('empty') } });
    expect(await problem('txt', new Uint8Array([0, 1, 2, 3]))).toMatchObject({
      message: { en: expect.stringContaining('UTF-8') },
    });
    expect(await problem('docx', zipOf([{ name: 'word/document.xml', content: '<broken' }]))).toMatchObject({
      code: 'FILE_UNREADABLE',
    });
  });

  it('include archives that lie about their sizes, and entity bombs', async () => {
    const liar = docxOf(['x'], { extra: [{ name: 'word/b.xml', content: new Uint8Array(40_000_000), claims: 10 }] });
    expect(reader.inspect({ name: 'liar.docx', bytes: liar })).toEqual({ ok: true, value: 'docx' });
    expect(await problem('docx', liar)).toMatchObject({ code: 'INGEST_LIMIT' });
    const entities = docxOf(['&a;'], { prolog: '<!DOCTYPE w [<!ENTITY a "aaaaaaaaaa">]>' });
    expect(await problem('docx', entities)).toMatchObject({ code: 'INGEST_LIMIT' });
  });

  it('do not stop the next reading', async () => {
    const [broken, good] = await Promise.all([problem('pdf', '%PDF-broken'), passages('txt', 'still here')]);
    expect(broken).toMatchObject({ code: 'FILE_UNREADABLE' });
    expect(good).toEqual([{ heading: '', text: 'still here' }]);
  });
});

describe('the limits', () => {
  it('end a reading that takes too long, and the next one works', async () => {
    const hasty = createLlamaIndexDocumentReader({ limits: { timeMs: 1 } });
    const read = await hasty.read({ kind: 'txt', bytes: bytes('x') });
    expect(read).toMatchObject({ ok: false, problem: { code: 'INGEST_LIMIT' } });
    await hasty.close();
  });

  it('end a reading that takes too much memory', async () => {
    const small = createLlamaIndexDocumentReader({ limits: { memoryMb: 40 } });
    const read = await small.read({ kind: 'txt', bytes: bytes('x') });
    expect(read).toMatchObject({ ok: false, problem: { message: { en: expect.stringContaining('memory') } } });
    await small.close();
  });

  it('let a reading be given up', async () => {
    const controller = new AbortController();
    const patient = createLlamaIndexDocumentReader();
    const read = patient.read({ kind: 'txt', bytes: bytes('x') }, controller.signal);
    controller.abort();
    expect(await read).toMatchObject({ ok: false });
    expect(await passages('txt', 'again', patient)).toEqual([{ heading: '', text: 'again' }]);
    await patient.close();
  });
});

describe('the built reader process', () => {
  const root = fileURLToPath(new URL('../../..', import.meta.url));
  let folder: string;
  beforeAll(() => {
    mkdirSync(join(root, 'dist'), { recursive: true });
    folder = mkdtempSync(join(root, 'dist', 'reader-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('reads documents although it may open nothing but its own packages', async () => {
    const file = join(folder, 'reader-process.js');
    await build({
      entryPoints: [fileURLToPath(new URL('./reader-process.ts', import.meta.url))],
      outfile: file,
      bundle: true,
      format: 'esm',
      platform: 'node',
      packages: 'external',
      logLevel: 'silent',
    });
    const sealed = createLlamaIndexDocumentReader({ program: sealedProgram(file) });
    expect(await passages('pdf', pdfOf(['Sealed.']), sealed)).toEqual([{ heading: 'p. 1', text: 'Sealed.' }]);
    expect(await passages('docx', docxOf(['封闭运行']), sealed)).toEqual([{ heading: '', text: '封闭运行' }]);
    expect(await passages('csv', 'a,b\n1,2', sealed)).toEqual([{ heading: '', text: 'a: 1\nb: 2' }]);
    await sealed.close();
  });

  it('is refused other files, writing, and starting programs', async () => {
    const probe = join(folder, 'probe.mjs');
    writeFileSync(
      probe,
      `import { readFileSync, writeFileSync } from 'node:fs';
       import { spawnSync } from 'node:child_process';
       const codes = [];
       for (const attempt of [() => readFileSync('/etc/passwd'), () => writeFileSync('${probe}.out', 'x'), () => spawnSync('true')]) {
         try { attempt(); codes.push('allowed'); } catch (error) { codes.push(error.code); }
       }
       process.send(codes);`,
    );
    const child = fork(probe, [], { execArgv: [...sealedProgram(probe).flags], env: {} });
    const [codes] = await once(child, 'message');
    expect(codes).toEqual(['ERR_ACCESS_DENIED', 'ERR_ACCESS_DENIED', 'ERR_ACCESS_DENIED']);
    child.kill();
  });
});
