// Shows the safe part of Markdown as elements.
import { parseRichText, type Inline } from '../rich-text.ts';

/** A text with its paragraphs, lists and links. */
export function RichText({ source }: { readonly source: string }) {
  return (
    <>
      {parseRichText(source).map((block, index) => {
        if (block.kind === 'list') {
          const items = block.items.map((item, at) => <li key={at}>{item.map(inline)}</li>);
          return block.ordered ? <ol key={index}>{items}</ol> : <ul key={index}>{items}</ul>;
        }
        return (
          <p key={index}>
            {block.lines.map((line, at) => (
              <>
                {at > 0 && <br />}
                {line.map(inline)}
              </>
            ))}
          </p>
        );
      })}
    </>
  );
}

function inline(part: Inline, index: number) {
  switch (part.kind) {
    case 'text':
      return part.text;
    case 'strong':
      return <strong key={index}>{part.text}</strong>;
    case 'em':
      return <em key={index}>{part.text}</em>;
    case 'code':
      return <code key={index}>{part.text}</code>;
    case 'link':
      return (
        <a key={index} href={part.href} target="_blank" rel="noopener noreferrer nofollow">
          {part.text}
        </a>
      );
  }
}
