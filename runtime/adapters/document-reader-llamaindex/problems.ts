// What can be wrong with a file, said to the person who brought it.
import type { DocumentProblem, Read } from '#runtime/ports/document-reader.ts';

const PROBLEMS = {
  extension: problem(
    'FILE_REFUSED',
    '不支持这种文件。请上传 md、txt、html、csv、docx、xlsx、pptx、epub 或 pdf。',
    'This kind of file is not supported. Use md, txt, html, csv, docx, xlsx, pptx, epub or pdf.',
  ),
  extensionOrImage: problem(
    'FILE_REFUSED',
    '不支持这种文件。请上传 md、txt、html、csv、docx、xlsx、pptx、epub、pdf，或 png、jpg、webp、tiff、bmp 图片。',
    'This kind of file is not supported. Use md, txt, html, csv, docx, xlsx, pptx, epub, pdf, or an image: png, jpg, webp, tiff or bmp.',
  ),
  imagesOff: problem(
    'FILE_REFUSED',
    '这里还不能读取图片里的文字。请联系 IT 安装文字识别程序（如 tesseract），并用 TANDEM_OCR_COMMAND 指明它的路径；或者改传文字版文件。',
    'The text in images cannot be read here yet. Ask IT to install a text recognition program such as tesseract and to set TANDEM_OCR_COMMAND to its path, or upload a file that holds the text.',
  ),
  disguised: problem(
    'FILE_REFUSED',
    '文件内容与扩展名不符。请确认文件类型后重新上传。',
    'The content does not match the file name. Check what kind of file it is and upload it again.',
  ),
  size: problem(
    'FILE_TOO_LARGE',
    '文件超过 20 MB。请拆分后分别上传。',
    'The file is larger than 20 MB. Split it and upload the parts.',
  ),
  empty: problem(
    'FILE_UNREADABLE',
    '文件是空的，没有可以收录的文字。',
    'The file is empty: there is no text to take in.',
  ),
  encoding: problem(
    'FILE_UNREADABLE',
    '无法识别文字编码。请另存为 UTF-8 后重新上传。',
    'The text encoding is not known. Save the file as UTF-8 and upload it again.',
  ),
  brokenPdf: problem(
    'FILE_UNREADABLE',
    'PDF 已损坏，无法打开。请重新导出后上传。',
    'The PDF is damaged and cannot be opened. Export it again and upload the new file.',
  ),
  lockedPdf: problem(
    'FILE_UNREADABLE',
    'PDF 有密码保护。请去掉密码后上传。',
    'The PDF is protected by a password. Remove the password and upload it again.',
  ),
  scannedPdf: problem(
    'FILE_UNREADABLE',
    'PDF 中没有文字，可能是扫描件。请先做文字识别（OCR）。',
    'The PDF holds no text, it is probably a scan. Run text recognition (OCR) on it first.',
  ),
  scanBesideImages: problem(
    'FILE_UNREADABLE',
    'PDF 中没有文字，可能是扫描件。文字识别只用于图片，不用于 PDF：请把各页存成图片上传，或先对 PDF 做文字识别（OCR）。',
    'The PDF holds no text, it is probably a scan. Text recognition is applied to images, not to PDFs: upload the pages as images, or run text recognition (OCR) on the PDF first.',
  ),
  brokenImage: problem(
    'FILE_UNREADABLE',
    '图片已损坏，无法打开。请重新保存为 png 或 jpg 后上传。',
    'The image is damaged and cannot be opened. Save it again as png or jpg and upload the new file.',
  ),
  textlessImage: problem(
    'FILE_UNREADABLE',
    '图片中没有识别出文字。请换一张更清晰、文字方向端正的图片。',
    'No text was found in the image. Use a sharper one in which the text stands upright.',
  ),
  hugeImage: problem(
    'INGEST_LIMIT',
    '图片过大：每页最多 5000 万像素，TIFF 最多 20 页。请缩小或拆分后上传。',
    'The image is too large: a page may have 50 million pixels, a TIFF 20 pages. Make it smaller or split it, and upload it again.',
  ),
  brokenDocx: problem(
    'FILE_UNREADABLE',
    'Word 文档已损坏，无法打开。请用 Word 另存为 docx 后上传。',
    'The Word document is damaged and cannot be opened. Save it again as docx and upload the new file.',
  ),
  brokenXlsx: problem(
    'FILE_UNREADABLE',
    'Excel 文件已损坏，无法打开。请另存为 xlsx 后上传。',
    'The Excel file is damaged and cannot be opened. Save it again as xlsx and upload the new file.',
  ),
  brokenPptx: problem(
    'FILE_UNREADABLE',
    '演示文稿已损坏，无法打开。请另存为 pptx 后上传。',
    'The presentation is damaged and cannot be opened. Save it again as pptx and upload the new file.',
  ),
  brokenEpub: problem(
    'FILE_UNREADABLE',
    '电子书已损坏，或有版权保护，无法打开。请换一个没有加密的 epub。',
    'The book is damaged or protected and cannot be opened. Use an EPUB that is not encrypted.',
  ),
  brokenCsv: problem(
    'FILE_UNREADABLE',
    'CSV 的格式有误，无法按行读取。请检查引号和分隔符。',
    'The CSV cannot be read row by row. Check its quotes and separators.',
  ),
  brokenJson: problem(
    'FILE_UNREADABLE',
    'JSON 的格式有误，无法读取。请检查网址给出的内容。',
    'The JSON cannot be read. Check what the address gives.',
  ),
  noList: problem(
    'FILE_UNREADABLE',
    'JSON 里没有可用的列表。应为一个列表，每一项写列名和值。',
    'The JSON holds no list. It should be a list whose entries give values by the names of columns.',
  ),
  noQuestions: problem(
    'FILE_UNREADABLE',
    '表格里没有可用的问答。第一行需要有“问题”和“答案”两列（可另加“相似问法”），下面至少一行。',
    'The table holds no questions. Its first row must name the columns "question" and "answer" (and may name "similar"), with at least one row below.',
  ),
  sitemap: problem('FILE_UNREADABLE', '这不是网站地图，或已损坏。', 'This is no sitemap, or it is damaged.'),
  bomb: problem(
    'INGEST_LIMIT',
    '文件解压后过大或内部文件过多，已拒绝处理。',
    'The file unpacks to far too much, or holds too many parts. It was not opened.',
  ),
  tooMuchText: problem(
    'INGEST_LIMIT',
    '文件中的文字过多。请拆分后分别上传。',
    'The file holds too much text. Split it and upload the parts.',
  ),
  tooSlow: problem(
    'INGEST_LIMIT',
    '读取文件超时，已停止。请拆分或简化后再试。',
    'Reading the file took too long and was stopped. Split or simplify it and try again.',
  ),
  tooHungry: problem(
    'INGEST_LIMIT',
    '读取文件占用内存过多，已停止。请拆分或简化后再试。',
    'Reading the file needed too much memory and was stopped. Split or simplify it and try again.',
  ),
  stopped: problem('FILE_UNREADABLE', '读取被中断。请重试。', 'Reading was interrupted. Try again.'),
} as const satisfies Record<string, DocumentProblem>;

/** The name of a problem. */
export type ProblemName = keyof typeof PROBLEMS;

/** A problem as the answer of a reading. */
export function failed(name: ProblemName): Read<never> {
  return { ok: false, problem: PROBLEMS[name] };
}

/** Thrown inside the reader process to end a reading with a named problem. */
export class ReadingProblem extends Error {
  override readonly name = 'ReadingProblem';
  readonly problem: ProblemName;

  constructor(name: ProblemName, options?: ErrorOptions) {
    super(name, options);
    this.problem = name;
  }
}

function problem(code: DocumentProblem['code'], zh: string, en: string): DocumentProblem {
  return { code, message: { 'zh-CN': zh, en } };
}
