// What can be wrong with a website or one of its pages, said to the person who added it.
import { FlowError, type ErrorCode } from '#nodes/kit/errors.ts';
import type { PageProblem } from '#runtime/ports/knowledge-site-store.ts';

/** Problems that need no further words. */
export const SITE_PROBLEMS = {
  robots: problem(
    'EGRESS_DENIED',
    '网站的 robots.txt 不允许读取此页面。请网站管理员放行，或把页面另存为文件后上传。',
    'The robots.txt of the website does not allow this page to be read. Have its owner allow it, or save the page as a file and upload that.',
  ),
  robotsUnknown: problem(
    'EGRESS_FAILED',
    '网站的 robots.txt 暂时无法读取，按规定不读取任何页面。请稍后再试。',
    'The robots.txt of the website cannot be read at the moment, so by the rules no page may be. Try again later.',
  ),
  noSitemap: problem(
    'RESOURCE_NOT_FOUND',
    '没有找到可用的网站地图。请填写网站地图的地址，或改为“沿链接读取”。',
    'No sitemap was found that can be read. Give the address of the sitemap, or choose to follow links.',
  ),
  elsewhere: problem(
    'EGRESS_DENIED',
    '页面转到了网站范围以外，未收录。',
    'The page leads outside of the website and was not taken in.',
  ),
  missing: problem('RESOURCE_NOT_FOUND', '网站上没有这个页面（404）。', 'The website has no such page (404).'),
  missingFile: problem(
    'RESOURCE_NOT_FOUND',
    '这个网址上已经没有文件（404）。之前的内容保留不变，请检查网址。',
    'There is no file at this address (404). What was read before stays; check the address.',
  ),
  deleted: problem(
    'RESOURCE_NOT_FOUND',
    '这份资料被人删除了，不再读取。需要时请删除这个网址后重新添加。',
    'Somebody deleted this document, so it is not read any more. If it is wanted again, delete the address and add it anew.',
  ),
  noList: problem(
    'FILE_REFUSED',
    '这个网址给出的不是 CSV 或 Excel 表格。请填写表格的下载地址。',
    'The address does not give a CSV or Excel table. Enter the address under which the table is downloaded.',
  ),
  noTable: problem(
    'FILE_REFUSED',
    '这个网址给出的不是 CSV、Excel（xlsx）或 JSON 列表，可能是网页或登录页。请填写列表本身的下载地址，并确认无需登录。',
    'The address gives no CSV, Excel (xlsx) or JSON list; perhaps it is a web page or asks to sign in. Enter the address under which the list itself is downloaded without signing in.',
  ),
  tooManyRows: problem(
    'INGEST_LIMIT',
    '表格超过 20,000 行，没有读取。请拆成几个表格。',
    'The table has more than 20,000 rows and was not read. Split it.',
  ),
  rowTooLong: problem(
    'INGEST_LIMIT',
    '这一行太长：问题最多 500 字，答案最多 10,000 字，相似问法最多 100 个。',
    'The row is too long: 500 characters for a question, 10,000 for an answer, 100 similar wordings.',
  ),
  pages: problem(
    'INGEST_LIMIT',
    '已达到页数上限，其余页面没有读取。可以提高上限，或填写更具体的网址。',
    'The limit of pages is reached and the rest was not read. Raise it, or give a more specific address.',
  ),
  bytes: problem(
    'INGEST_LIMIT',
    '网站内容超过 200 MB，其余页面没有读取。',
    'The website is larger than 200 MB and the rest was not read.',
  ),
  time: problem(
    'INGEST_LIMIT',
    '读取网站超过一小时，其余页面没有读取。',
    'Reading the website took more than an hour and the rest was not read.',
  ),
  tooOften: problem(
    'INTERNAL',
    '多次读取均未完成。请稍后手动刷新。',
    'Reading was begun several times and never finished. Refresh it by hand later.',
  ),
  fault: problem('INTERNAL', '保存时出错。请稍后重试。', 'It could not be stored. Try again in a moment.'),
} as const satisfies Record<string, PageProblem>;

/** The server answered, but not with a page. */
export function statusProblem(status: number): PageProblem {
  const shown = String(status);
  if (status === 401 || status === 403) {
    return problem(
      'EGRESS_FAILED',
      `网站拒绝访问（${shown}），可能需要登录。请换成公开的网址，或把内容存为文件后上传。`,
      `The website refuses access (${shown}); it may want a sign-in. Give a public address, or upload the content as a file.`,
    );
  }
  return problem(
    'EGRESS_FAILED',
    `网站返回错误 ${shown}。请先在浏览器里打开确认，稍后再刷新。`,
    `The website answered with error ${shown}. Open the address in a browser to check it, then update again.`,
  );
}

/** A request that egress refused, or that failed. Anything else is thrown on. */
export function egressProblem(error: unknown): PageProblem {
  if (!(error instanceof FlowError)) throw error;
  const said = SAID[error.code];
  if (said === undefined) throw error;
  return problem(error.code, said[0], said[1]);
}

const SAID: Partial<Record<ErrorCode, readonly [zh: string, en: string]>> = {
  EGRESS_DENIED: [
    '该地址通往内网或其他主机，未访问。如确需访问，请管理员在“设置 › 网络”中放行。',
    'This address leads into a private network or to another host and was not called. If it is meant, an admin can allow it under Settings › Network.',
  ],
  EGRESS_FAILED: [
    '无法连接服务器，或连接中断。请检查网址，或稍后刷新。',
    'The server could not be reached, or broke off. Check the address, or update again later.',
  ],
  EGRESS_TIMEOUT: [
    '服务器响应太慢，已停止等待。请稍后刷新。',
    'The server was too slow, so the wait ended. Update again later.',
  ],
  EGRESS_TOO_LARGE: ['页面超过 20 MB，未收录。', 'The page is larger than 20 MB and was not taken in.'],
};

function problem(code: ErrorCode, zh: string, en: string): PageProblem {
  return { code, message: { 'zh-CN': zh, en } };
}
