// A part of a document between extraction and splitting.

/** Text under one heading. `whole` sections (a table row, a question with its answer) are only cut when they are far too long. */
export interface Section {
  readonly heading: string;
  readonly text: string;
}

/** What a document gave: Markdown still to be parsed into sections, or sections already. */
export type Extracted =
  | { readonly form: 'markdown'; readonly text: string }
  | { readonly form: 'sections'; readonly sections: readonly Section[] };
