// Server-sent events out of a byte stream: the data of each event, however the bytes were cut.

/** A field longer than this is no language model talking. */
const MAX_LINE_CHARS = 1_000_000;

/** The data lines, in order; a body without any event comes back whole at the end, for servers that do not stream. */
export async function* dataLines(
  body: AsyncIterable<Uint8Array>,
): AsyncGenerator<{ readonly whole: boolean; readonly data: string }> {
  const decoder = new TextDecoder();
  let rest = '';
  let plain = '';
  let hasEvents = false;
  for await (const bytes of body) {
    const lines = (rest + decoder.decode(bytes, { stream: true })).split(/\r?\n/);
    rest = lines.pop() ?? '';
    if (rest.length > MAX_LINE_CHARS) throw new Error('a line of the answer is too long');
    for (const line of lines) {
      const data = dataOf(line);
      if (data !== undefined) {
        hasEvents = true;
        yield { whole: false, data };
      } else if (!hasEvents) plain += `${line}\n`;
    }
  }
  const last = dataOf(rest);
  if (last !== undefined) yield { whole: false, data: last };
  else if (!hasEvents) yield { whole: true, data: plain + rest };
}

function dataOf(line: string): string | undefined {
  return line.startsWith('data:') ? line.slice(5).trim() : undefined;
}
