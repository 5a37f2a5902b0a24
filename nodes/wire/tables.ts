// Tables of the workspace: columns, rows, import. Flows read and write them with the `table` node.
import { Type, type Static } from 'typebox';
import { RecordSchema } from '#nodes/kit/record-schema.ts';
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

/** A table. Flows name it by `name`, which never changes. */
export const TableSchema = Type.Object({
  id: Type.String(),
  name: Type.String(),
  columns: Type.Array(ColumnSchema),
  rows: Type.Integer(),
  updatedAt: Type.String(),
});
export const TableListSchema = Type.Object({ tables: Type.Array(TableSchema) });
/** POST /api/v1/tables */
export const CreateTableSchema = Type.Object(
  { name: Type.String({ minLength: 1, maxLength: 80, pattern: '\\S' }), columns: Columns },
  Closed,
);
/** PUT /api/v1/tables/{id}/columns: a column that is left out goes, with what it held; types of columns that hold something never change. */
export const ChangeColumnsSchema = Type.Object({ columns: Columns }, Closed);

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
export type Table = Static<typeof TableSchema>;
export type TableRow = Static<typeof TableRowSchema>;
export type RowPage = Static<typeof RowPageSchema>;
