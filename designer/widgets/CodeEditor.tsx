// Monaco with local workers, the features a small field needs, and the colours of the application.
import * as monaco from 'monaco-editor/editor/editor.api';
import 'monaco-editor/languages/features/json/register';
import 'monaco-editor/features/suggest/register';
import 'monaco-editor/features/find/register';
import 'monaco-editor/features/bracketMatching/register';
import 'monaco-editor/features/clipboard/register';
import 'monaco-editor/features/format/register';
import { useEffect, useRef } from 'react';
import './monaco-workers.ts';

interface Props {
  readonly id: string;
  readonly label: string;
  readonly language: 'json';
  readonly value: string;
  readonly readOnly: boolean;
  readonly invalid?: boolean;
  readonly describedBy?: string | undefined;
  readonly onChange: (value: string) => void;
}

export function CodeEditor({ id, label, language, value, readOnly, invalid = false, describedBy, onChange }: Props) {
  const place = useRef<HTMLDivElement>(null);
  const editor = useRef<monaco.editor.IStandaloneCodeEditor | null>(null);
  const change = useRef(onChange);
  useEffect(() => {
    change.current = onChange;
  }, [onChange]);

  useEffect(() => {
    if (place.current === null) return undefined;
    const dark = document.documentElement.getAttribute('data-mantine-color-scheme') === 'dark';
    const made = monaco.editor.create(place.current, {
      value,
      language,
      readOnly,
      theme: dark ? 'vs-dark' : 'vs',
      ariaLabel: label,
      minimap: { enabled: false },
      lineNumbers: 'off',
      glyphMargin: false,
      scrollBeyondLastLine: false,
      automaticLayout: true,
      tabFocusMode: true,
      fontSize: 13,
      lineHeight: 20,
      padding: { top: 6, bottom: 6 },
      fixedOverflowWidgets: true,
      wordWrap: 'on',
    });
    const listening = made.onDidChangeModelContent(() => change.current(made.getValue()));
    editor.current = made;
    return () => {
      listening.dispose();
      made.getModel()?.dispose();
      made.dispose();
      editor.current = null;
    };
    // eslint-disable-next-line react-hooks/exhaustive-deps -- one editor for the life of the field; later values go in below
  }, [language]);

  useEffect(() => {
    const made = editor.current;
    if (made !== null && made.getValue() !== value && !made.hasTextFocus()) made.setValue(value);
    made?.updateOptions({ readOnly });
  }, [value, readOnly]);

  return (
    <div
      ref={place}
      id={id}
      tabIndex={-1}
      className="wd-code"
      data-invalid={invalid || undefined}
      aria-describedby={describedBy}
      onFocus={(event) => {
        if (event.target === place.current) editor.current?.focus();
      }}
    />
  );
}
