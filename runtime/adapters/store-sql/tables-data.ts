// The columns of the tables that operators define. JSON is text; times are Unix ms.
import type { StoredAddress } from '#runtime/ports/table-store.ts';

/** The tables of this file by name. */
export interface DataTables {
  data_tables: {
    workspace_id: string;
    id: string;
    name: string;
    columns: string;
    created_at: number;
    updated_at: number;
  };
  data_rows: {
    workspace_id: string;
    table_id: string;
    /** The order in which rows were added. */
    number: number;
    id: string;
    cells: string;
  };
  data_addresses: {
    workspace_id: string;
    table_id: string;
    address: string;
    refresh: string | null;
    may_be_empty: 0 | 1;
    state: StoredAddress['state'];
    attempts: number;
    next_at: number | null;
    seen: string | null;
    read: string | null;
    change: string | null;
    problem: string | null;
  };
  data_writes: { workspace_id: string; key: string; result: string; at: number };
}
