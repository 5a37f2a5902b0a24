// Text with the sentences that answer marked in it.
import { Text } from '@mantine/core';

interface Props {
  readonly text: string;
  /** Parts of the text, as they stand in it. */
  readonly marked: readonly string[];
}

export function Highlighted({ text, marked }: Props) {
  return (
    <Text fz="sm" style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
      {partsOf(text, marked).map((part, at) =>
        part.isMarked ? <mark key={at}>{part.text}</mark> : <span key={at}>{part.text}</span>,
      )}
    </Text>
  );
}

function partsOf(text: string, marked: readonly string[]): readonly { text: string; isMarked: boolean }[] {
  const parts: { text: string; isMarked: boolean }[] = [];
  let at = 0;
  for (const sentence of marked) {
    const found = sentence === '' ? -1 : text.indexOf(sentence, at);
    if (found === -1) continue;
    parts.push({ text: text.slice(at, found), isMarked: false }, { text: sentence, isMarked: true });
    at = found + sentence.length;
  }
  return [...parts, { text: text.slice(at), isMarked: false }].filter((part) => part.text !== '');
}
