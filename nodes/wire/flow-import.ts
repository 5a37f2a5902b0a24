// Looking into a file before it is imported: where it is from, who signed it, and what stands in its way here.
import { Type, type Static } from 'typebox';
import { UnmatchedBlockSchema } from './flows.ts';

const Words = Type.Object({ 'zh-CN': Type.String(), en: Type.String() });

/** Who signed a bundle. A broken signature is no answer: such a file is refused. */
export const ImportSignerSchema = Type.Object({
  by: Type.Enum(['own', 'known', 'stranger', 'unsigned']),
  /** Of the public key. */
  fingerprint: Type.Optional(Type.String()),
  /** Of a known installation. */
  name: Type.Optional(Type.String()),
});

/** One thing to know or decide before importing. `blocks`: it cannot be imported as long as this stands. */
export const ImportConflictSchema = Type.Object({
  kind: Type.Enum([
    'flow-name',
    'base-name',
    'websites',
    'credential-missing',
    'mail-server-missing',
    'tool-server-missing',
    'node-unknown',
    'node-newer',
    'call-missing',
    'secret',
  ]),
  /** The name, type or field it is about. */
  what: Type.String(),
  /** The node of the file it concerns. */
  node: Type.Union([Type.String(), Type.Null()]),
  /** The flow here that has the name already: its draft can be replaced. */
  flowId: Type.Optional(Type.String()),
  blocks: Type.Boolean(),
  message: Words,
});

/** POST /api/v1/flows/import/inspect, with the body of an import: what would come in. Nothing is stored. */
export const ImportInspectionSchema = Type.Object({
  product: Type.Enum(['tandem', 'typebot', 'dify', 'botpress', 'questions']),
  name: Type.String(),
  nodes: Type.Integer(),
  bases: Type.Integer(),
  tests: Type.Integer(),
  calledFlows: Type.Integer(),
  signer: ImportSignerSchema,
  unmatched: Type.Array(UnmatchedBlockSchema),
  conflicts: Type.Array(ImportConflictSchema),
});

export type ImportSigner = Static<typeof ImportSignerSchema>;
export type ImportConflict = Static<typeof ImportConflictSchema>;
export type ImportInspection = Static<typeof ImportInspectionSchema>;
