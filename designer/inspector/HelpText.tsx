// The help of a step type, loaded when it is opened, drawn as text: headings, lists, code; never HTML.
import { useEffect, useState, type ReactNode } from 'react';
import { useNodePacks } from '../api/node-packs.ts';
import { currentLocale } from '../i18n/i18n.ts';
import { sectionFor } from './help-sections.ts';

const files = import.meta.glob<string>('../../nodes/catalog/*/*.help.md', { query: '?raw', import: 'default' });

interface Props {
  readonly type: string;
}

export function HelpText({ type }: Props) {
  const [text, setText] = useState('');
  const locale = currentLocale();
  const own = useNodePacks().data?.find(({ definition }) => definition.type === type)?.help;
  useEffect(() => {
    let gone = false;
    const path = Object.keys(files).find((one) => one.includes(`/catalog/${type}/`));
    void files[path ?? '']?.().then((raw) => {
      if (!gone) setText(sectionFor(raw, locale));
    });
    return () => {
      gone = true;
    };
  }, [type, locale]);
  return <div className="in-help">{blocksOf(own === undefined ? text : sectionFor(own, locale))}</div>;
}

function blocksOf(text: string): readonly ReactNode[] {
  return text
    .split(/\n{2,}/)
    .filter((block) => block.trim() !== '')
    .map((block, index) => {
      const lines = block.split('\n');
      if (lines.every((line) => /^\s*([-*]|\d+\.)\s/.test(line))) {
        return (
          <ul key={index}>
            {lines.map((line, at) => (
              <li key={at}>{inline(line.replace(/^\s*([-*]|\d+\.)\s/, ''))}</li>
            ))}
          </ul>
        );
      }
      const heading = /^#{1,4}\s+(.*)/.exec(block);
      return heading === null ? <p key={index}>{inline(block)}</p> : <h3 key={index}>{heading[1]}</h3>;
    });
}

function inline(text: string): readonly ReactNode[] {
  return text.split(/(`[^`]+`|\*\*[^*]+\*\*)/).map((part, index) => {
    if (part.startsWith('`') && part.length > 2) return <code key={index}>{part.slice(1, -1)}</code>;
    if (part.startsWith('**') && part.length > 4) return <strong key={index}>{part.slice(2, -2)}</strong>;
    return part;
  });
}
