// Monaco for scripts: TypeScript with the declared inputs and outputs, completion and problems, in a worker of this site.
import * as monaco from 'monaco-editor/editor/editor.api';
import {
  javascriptDefaults,
  ScriptTarget,
  typescriptDefaults,
} from 'monaco-editor/languages/features/typescript/register';
import 'monaco-editor/languages/definitions/typescript/register';
import 'monaco-editor/languages/definitions/javascript/register';
import 'monaco-editor/features/suggest/register';
import 'monaco-editor/features/hover/register';
import 'monaco-editor/features/parameterHints/register';
import 'monaco-editor/features/find/register';
import 'monaco-editor/features/comment/register';
import 'monaco-editor/features/bracketMatching/register';
import 'monaco-editor/features/clipboard/register';
import 'monaco-editor/features/format/register';
import { useEffect, useRef } from 'react';
import './monaco-workers.ts';

/** A script is the body of an async function: what TypeScript says of returns and awaits outside of one does not apply. */
const BODY_CODES = [1108, 1375, 1378, 1308, 2451];

for (const defaults of [typescriptDefaults, javascriptDefaults]) {
  defaults.setCompilerOptions({
    target: ScriptTarget.ES2020,
    lib: ['es2020'],
    strict: true,
    allowNonTsExtensions: true,
    checkJs: true,
    allowJs: true,
    moduleDetection: 3,
  });
  defaults.setDiagnosticsOptions({ diagnosticCodesToIgnore: BODY_CODES });
}

interface Props {
  readonly id: string;
  readonly label: string;
  readonly language: 'typescript' | 'javascript';
  /** TypeScript declarations the script may use. */
  readonly declarations: string;
  readonly value: string;
  readonly readOnly: boolean;
  readonly invalid: boolean;
  readonly describedBy: string | undefined;
  readonly onChange: (value: string) => void;
}

export function ScriptEditor(props: Props) {
  const { id, label, language, declarations, value, readOnly, invalid, describedBy, onChange } = props;
  const place = useRef<HTMLDivElement>(null);
  const editor = useRef<monaco.editor.IStandaloneCodeEditor | null>(null);
  const change = useRef(onChange);
  useEffect(() => {
    change.current = onChange;
  }, [onChange]);

  useEffect(() => {
    const defaults = language === 'typescript' ? typescriptDefaults : javascriptDefaults;
    const around = defaults.addExtraLib(declarations, 'file:///tandem-script.d.ts');
    return () => around.dispose();
  }, [declarations, language]);

  useEffect(() => {
    if (place.current === null) return undefined;
    const dark = document.documentElement.getAttribute('data-mantine-color-scheme') === 'dark';
    const ending = language === 'typescript' ? 'ts' : 'js';
    const model = monaco.editor.createModel(value, language, monaco.Uri.parse(`file:///${id}-${Date.now()}.${ending}`));
    const made = monaco.editor.create(place.current, {
      model,
      readOnly,
      theme: dark ? 'vs-dark' : 'vs',
      ariaLabel: label,
      minimap: { enabled: false },
      glyphMargin: false,
      folding: false,
      lineNumbersMinChars: 3,
      scrollBeyondLastLine: false,
      automaticLayout: true,
      tabFocusMode: true,
      tabSize: 2,
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
      made.dispose();
      model.dispose();
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
      className="wd-code wd-script"
      data-invalid={invalid || undefined}
      aria-describedby={describedBy}
      onFocus={(event) => {
        if (event.target === place.current) editor.current?.focus();
      }}
    />
  );
}
