// The closed list of file types that may travel in a conversation: none of them runs anything where it is opened.

/** The sorts of file a question can ask for. */
export const FILE_KINDS = ['image', 'pdf', 'document', 'text', 'audio', 'video'] as const;
export type FileKind = (typeof FILE_KINDS)[number];

/** One type: how it is served, and the endings a name of it may have; the first is put on when none fits. */
export interface FileType {
  readonly contentType: string;
  readonly kind: FileKind;
  readonly endings: readonly string[];
}

const OFFICE = 'application/vnd.openxmlformats-officedocument.';

/** Every type. What a file is, its bytes say (`runtime/files`); a name never does. */
export const FILE_TYPES: readonly FileType[] = [
  { contentType: 'image/jpeg', kind: 'image', endings: ['jpg', 'jpeg'] },
  { contentType: 'image/png', kind: 'image', endings: ['png'] },
  { contentType: 'image/gif', kind: 'image', endings: ['gif'] },
  { contentType: 'image/webp', kind: 'image', endings: ['webp'] },
  { contentType: 'application/pdf', kind: 'pdf', endings: ['pdf'] },
  { contentType: `${OFFICE}wordprocessingml.document`, kind: 'document', endings: ['docx'] },
  { contentType: `${OFFICE}spreadsheetml.sheet`, kind: 'document', endings: ['xlsx'] },
  { contentType: `${OFFICE}presentationml.presentation`, kind: 'document', endings: ['pptx'] },
  { contentType: 'text/plain', kind: 'text', endings: ['txt', 'md', 'log'] },
  { contentType: 'text/csv', kind: 'text', endings: ['csv'] },
  { contentType: 'audio/mpeg', kind: 'audio', endings: ['mp3'] },
  { contentType: 'audio/mp4', kind: 'audio', endings: ['m4a'] },
  { contentType: 'audio/wav', kind: 'audio', endings: ['wav'] },
  { contentType: 'audio/ogg', kind: 'audio', endings: ['ogg', 'oga'] },
  { contentType: 'video/mp4', kind: 'video', endings: ['mp4', 'm4v'] },
  { contentType: 'video/quicktime', kind: 'video', endings: ['mov'] },
];

/** What is asked for: sorts of file, the largest size of each in bytes, and how many at most. */
export interface FileRules {
  readonly types: readonly FileKind[];
  readonly maxBytes: number;
  readonly count: number;
}

/** Size no file of a conversation may exceed, whatever a flow asks for. */
export const MOST_FILE_BYTES = 20 * 1024 * 1024;

/** What may be sent while a person is in the conversation, by both sides. */
export const PERSON_FILE_RULES: FileRules = { types: FILE_KINDS, maxBytes: MOST_FILE_BYTES, count: 5 };

/** The `accept` of a file field: the endings of these sorts. */
export function acceptedEndings(types: readonly FileKind[]): string {
  return FILE_TYPES.filter(({ kind }) => types.includes(kind))
    .flatMap(({ endings }) => endings.map((ending) => `.${ending}`))
    .join(',');
}

/** The type that an ending stands for: for files that are only named, as in tests and the test chat. */
export function typeOfName(name: string): FileType | undefined {
  const ending = name.slice(name.lastIndexOf('.') + 1).toLowerCase();
  return FILE_TYPES.find(({ endings }) => endings.includes(ending));
}

/** A size for people: `4.2 MB`. */
export function sizeInWords(bytes: number): string {
  if (bytes < 1024) return `${String(bytes)} B`;
  const kilo = bytes / 1024;
  if (kilo < 1024) return `${String(Math.ceil(kilo))} KB`;
  return `${String(Math.round((kilo / 1024) * 10) / 10)} MB`;
}
