// Tables of the workspace: columns, rows, import. Flows read and write them with the `table` node.
import { Type, type Static, type TSchema } from 'typebox';
import { RecordSchema } from '#nodes/kit/record-schema.ts';
import { RefreshSchema } from './knowledge-sites.ts';
import { COLUMN_NAME, COLUMN_TYPES, MAX_CELL, MAX_COLUMNS } from './table-limits.ts';

const Closed = { additionalProperties: false } as const;

export const ColumnSchema = Type.Object(
  { name: Type.String({ pattern: COLUMN_NAME }), type: Type.Enum(COLUMN_TYPES) },
  Closed,
);
const Columns = Type.Array(ColumnSchema, { minItems: 1, maxItems: MAX_COLUMNS });
const Cell = Type.Union([Type.String(), Type.Number(), Type.Boolean(), Type.Null()]);
/** Cells as people type them: each is brought to the type of its column, or refused. */
const GivenCell = Type.Union([Type.String({ maxLength: MAX_CELL }), Type.Number(), Type.Boolean(), Type.Null()]);

const Bilingual = Type.Object({ 'zh-CN': Type.String(), en: Type.String() });
const OrNull = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()]);

/**
 * Where the rows of a table are read from; while there is such an address, only readings change rows. Times are ISO.
 * `mayBeEmpty`: a list without rows empties the table; otherwise it is a failed reading.
 */
export const TableAddressSchema = Type.Object({
  address: Type.String(),
  refresh: RefreshSchema,
  mayBeEmpty: Type.Boolean(),
  state: Type.Enum(['queued', 'reading', 'ready', 'failed']),
  nextAt: OrNull(Type.String()),
  /** The last time the list was had whole, changed or not; `leftOut` are columns of the list that the table does not have. */
  read: OrNull(Type.Object({ at: Type.String(), leftOut: Type.Array(Type.String()) })),
  /** What the last reading that brought something new did to the rows. */
  change: OrNull(
    Type.Object({ at: Type.String(), added: Type.Integer(), changed: Type.Integer(), removed: Type.Integer() }),
  ),
  /** Why the last reading left everything as it was; null: it did not. */
  problem: OrNull(Type.Object({ at: Type.String(), code: Type.String(), message: Bilingual })),
});

/** A table. Flows name it by `name`, which never changes. */
export const TableSchema = Type.Object({
  id: Type.String(),
  name: Type.String(),
  columns: Type.Array(ColumnSchema),
  rows: Type.Integer(),
  updatedAt: Type.String(),
  /** Null: its rows are kept by people and flows. */
  address: OrNull(TableAddressSchema),
});
export const TableListSchema = Type.Object({ tables: Type.Array(TableSchema) });
/** POST /api/v1/tables */
export const CreateTableSchema = Type.Object(
  { name: Type.String({ minLength: 1, maxLength: 80, pattern: '\\S' }), columns: Columns },
  Closed,
);
/** PUT /api/v1/tables/{id}/columns: a column that is left out goes, with what it held; types of columns that hold something never change. */
export const ChangeColumnsSchema = Type.Object({ columns: Columns }, Closed);

/** PUT /api/v1/tables/{id}/address: CSV, Excel or JSON (a list of objects); the first row names the columns. It is read at once. */
export const SetTableAddressSchema = Type.Object(
  { address: Type.String({ minLength: 1, maxLength: 2000 }), refresh: RefreshSchema, mayBeEmpty: Type.Boolean() },
  Closed,
);

export const TableRowSchema = Type.Object({ id: Type.String(), values: RecordSchema(Cell) });
/** GET /api/v1/tables/{id}/rows?offset&limit, in the order they were added. */
export const RowPageSchema = Type.Object({ rows: Type.Array(TableRowSchema), total: Type.Integer() });
/** POST /api/v1/tables/{id}/rows, PATCH /api/v1/tables/{id}/rows/{rowId} */
export const RowValuesSchema = Type.Object({ values: RecordSchema(GivenCell) }, Closed);
/** POST /api/v1/tables/{id}/rows/removal */
export const RemoveRowsSchema = Type.Object(
  { ids: Type.Array(Type.String({ minLength: 1, maxLength: 64 }), { minItems: 1, maxItems: 1000 }) },
  Closed,
);
/**
 * POST /api/v1/tables/{id}/import: CSV, or what was copied out of a spreadsheet. A first line that names columns says which is which; without
 * one the cells are taken in the order of the columns. All rows or none.
 */
export const ImportRowsSchema = Type.Object({ text: Type.String({ minLength: 1, maxLength: 4_000_000 }) }, Closed);
export const RowsImportedSchema = Type.Object({ added: Type.Integer() });

export type Column = Static<typeof ColumnSchema>;
export type TableAddress = Static<typeof TableAddressSchema>;
export type Table = Static<typeof TableSchema>;
export type TableRow = Static<typeof TableRowSchema>;
export type RowPage = Static<typeof RowPageSchema>;
