// Tables of the workspace over HTTP: define, edit rows, files in and out.
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import {
  ChangeColumnsSchema,
  CreateTableSchema,
  ImportRowsSchema,
  RemoveRowsSchema,
  RowPageSchema,
  RowsImportedSchema,
  RowValuesSchema,
  SetTableAddressSchema,
  TableListSchema,
  TableRowSchema,
  TableSchema,
} from '#nodes/wire/tables.ts';
import type { Tables } from '#runtime/tables/tables.ts';
import { asAttachment } from './attachment.ts';
import { defineRoute, IdParams } from './route.ts';

const tags = ['tables'];
const READERS = ['designer', 'supervisor'] as const;
const WRITERS = ['designer'] as const;
const RowParams = Type.Object({ id: Type.String({ maxLength: 128 }), rowId: Type.String({ maxLength: 128 }) });

/** Registers /api/v1/tables. */
export function addTableRoutes(app: FastifyInstance, tables: Tables): void {
  addDefinitionRoutes(app, tables);
  addRowRoutes(app, tables);
  addFileRoutes(app, tables);
  addAddressRoutes(app, tables);
}

function addDefinitionRoutes(app: FastifyInstance, tables: Tables): void {
  defineRoute(app, {
    method: 'GET',
    url: '/api/v1/tables',
    summary: 'The tables by name, with their columns',
    tags,
    access: READERS,
    rate: 'read',
    response: { 200: TableListSchema },
    handler: async ({ workspaceId }) => ({ tables: await tables.list(workspaceId) }),
  });

  defineRoute(app, {
    method: 'POST',
    url: '/api/v1/tables',
    summary: 'Make a table; its name never changes, flows go by it',
    tags,
    access: WRITERS,
    rate: 'write',
    body: CreateTableSchema,
    response: { 201: TableSchema },
    action: 'table.create',
    async handler({ workspaceId, body, audit }) {
      const table = await tables.create(workspaceId, body);
      audit(table.id, { name: table.name });
      return table;
    },
  });

  defineRoute(app, {
    method: 'PUT',
    url: '/api/v1/tables/:id/columns',
    summary: 'Add or remove columns; what a removed one held goes with it',
    tags,
    access: WRITERS,
    rate: 'write',
    params: IdParams,
    body: ChangeColumnsSchema,
    response: { 200: TableSchema },
    action: 'table.columns',
    handler({ workspaceId, params, body, audit }) {
      audit(params.id, { columns: body.columns.map(({ name, type }) => `${name}: ${type}`) });
      return tables.setColumns(workspaceId, params.id, body.columns);
    },
  });

  defineRoute(app, {
    method: 'DELETE',
    url: '/api/v1/tables/:id',
    summary: 'Remove a table and its rows',
    tags,
    access: WRITERS,
    rate: 'write',
    params: IdParams,
    response: { 204: Type.Null() },
    action: 'table.remove',
    async handler({ workspaceId, params, reply }) {
      await tables.remove(workspaceId, params.id);
      return reply.code(204).send();
    },
  });
}

function addRowRoutes(app: FastifyInstance, tables: Tables): void {
  defineRoute(app, {
    method: 'GET',
    url: '/api/v1/tables/:id/rows',
    summary: 'Rows in the order they were added',
    tags,
    access: READERS,
    rate: 'read',
    params: IdParams,
    query: Type.Object(
      {
        offset: Type.Optional(Type.Integer({ minimum: 0, maximum: 1_000_000 })),
        limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
      },
      { additionalProperties: false },
    ),
    response: { 200: RowPageSchema },
    handler: ({ workspaceId, params, query }) =>
      tables.rows(workspaceId, params.id, query.offset ?? 0, query.limit ?? 100),
  });

  defineRoute(app, {
    method: 'POST',
    url: '/api/v1/tables/:id/rows',
    summary: 'Add a row',
    tags,
    access: WRITERS,
    rate: 'write',
    params: IdParams,
    body: RowValuesSchema,
    response: { 201: TableRowSchema },
    action: 'table.row-add',
    handler: ({ workspaceId, params, body }) => tables.addRow(workspaceId, params.id, body.values),
  });

  defineRoute(app, {
    method: 'PATCH',
    url: '/api/v1/tables/:id/rows/:rowId',
    summary: 'Change cells of a row',
    tags,
    access: WRITERS,
    rate: 'write',
    params: RowParams,
    body: RowValuesSchema,
    response: { 200: TableRowSchema },
    action: 'table.row-change',
    handler({ workspaceId, params, body, audit }) {
      audit(params.id, { row: params.rowId, columns: Object.keys(body.values) });
      return tables.changeRow(workspaceId, params.id, params.rowId, body.values);
    },
  });

  defineRoute(app, {
    method: 'POST',
    url: '/api/v1/tables/:id/rows/removal',
    summary: 'Remove rows',
    tags,
    access: WRITERS,
    rate: 'write',
    params: IdParams,
    body: RemoveRowsSchema,
    response: { 204: Type.Null() },
    action: 'table.rows-remove',
    async handler({ workspaceId, params, body, audit, reply }) {
      audit(params.id, { rows: body.ids.length });
      await tables.removeRows(workspaceId, params.id, body.ids);
      return reply.code(204).send();
    },
  });
}

function addFileRoutes(app: FastifyInstance, tables: Tables): void {
  defineRoute(app, {
    method: 'POST',
    url: '/api/v1/tables/:id/import',
    summary: 'Add rows from CSV, or from what was copied out of a spreadsheet; all or none',
    tags,
    access: WRITERS,
    rate: 'write',
    params: IdParams,
    body: ImportRowsSchema,
    bodyLimitBytes: 8 * 1024 * 1024,
    response: { 200: RowsImportedSchema },
    action: 'table.import',
    async handler({ workspaceId, params, body, audit }) {
      const added = await tables.importRows(workspaceId, params.id, body.text);
      audit(params.id, { added });
      return { added };
    },
  });

  defineRoute(app, {
    method: 'GET',
    url: '/api/v1/tables/:id/rows.csv',
    summary: 'All rows as a file for spreadsheets',
    tags,
    access: READERS,
    rate: 'write',
    params: IdParams,
    response: { 200: Type.String() },
    action: 'table.export',
    async handler({ workspaceId, params, reply, audit }) {
      audit(params.id);
      const { name, file } = await tables.csv(workspaceId, params.id);
      return asAttachment(reply, name, 'text/csv; charset=utf-8').send(file);
    },
  });
}

function addAddressRoutes(app: FastifyInstance, tables: Tables): void {
  defineRoute(app, {
    method: 'PUT',
    url: '/api/v1/tables/:id/address',
    summary:
      'Read the rows from a list at an address, now and on an interval; until that ends nothing else changes them',
    tags,
    access: WRITERS,
    rate: 'write',
    params: IdParams,
    body: SetTableAddressSchema,
    response: { 200: TableSchema },
    action: 'table.address',
    async handler({ workspaceId, params, body, audit }) {
      const table = await tables.setAddress(workspaceId, params.id, body);
      audit(params.id, { address: table.address?.address ?? '' });
      return table;
    },
  });

  defineRoute(app, {
    method: 'POST',
    url: '/api/v1/tables/:id/address/refresh',
    summary: 'Read the list at the address of a table again now',
    tags,
    access: WRITERS,
    rate: 'write',
    params: IdParams,
    response: { 200: TableSchema },
    action: 'table.refresh',
    handler({ workspaceId, params, audit }) {
      audit(params.id);
      return tables.refresh(workspaceId, params.id);
    },
  });

  defineRoute(app, {
    method: 'DELETE',
    url: '/api/v1/tables/:id/address',
    summary: 'Read a table from its address no more; its rows stay',
    tags,
    access: WRITERS,
    rate: 'write',
    params: IdParams,
    response: { 200: TableSchema },
    action: 'table.address-remove',
    handler({ workspaceId, params, audit }) {
      audit(params.id);
      return tables.removeAddress(workspaceId, params.id);
    },
  });
}
