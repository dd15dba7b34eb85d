import { setImmediate as otherWork } from 'node:timers/promises';
import type { StoredDocument, StoredEntry } from '@throughline/read-store';
import type { Connection } from './connection';
import { documentOf } from './documents';
import { entryOf } from './merge';
import type { ShelfTables } from './shelf-tables';
import { fromText, type SqlValue } from './values';

/** Rows sorted, or read, between two looks at the rest of the process. */
const ROWS_PER_TURN = 1000;

type OrderRow = readonly [lane: string, key: string, time: bigint, position: bigint, row: bigint];

/**
 * Everything ordered by lane, without an index for it (that would cost every write a second random insert): the order is sorted into
 * a temporary table first, in steps, then the rows are read along it. The temporary table is SQLite's own file outside the shelf,
 * as large as the keys; no read stays open between two steps, so writers and the WAL never wait for a slow reader.
 *
 * `connection` is the scan's own, because the temporary table lives and dies with it.
 */
export async function* scanShelf(connection: Connection, tables: ShelfTables): AsyncGenerator<StoredDocument | StoredEntry> {
  await sort(connection, tables);
  const next = `SELECT lane, key, time, position, row FROM ordered WHERE (lane, key, time, position) > (?, ?, ?, ?) ORDER BY lane, key, time, position LIMIT ${ROWS_PER_TURN}`;
  let edge: readonly SqlValue[] = ['', '', -Infinity, -Infinity];
  for (;;) {
    const rows = connection.rows<OrderRow>(next, ...edge);
    for (const row of rows) yield read(connection, tables, row);
    const last = rows.at(-1);
    if (!last) return;
    edge = last.slice(0, 4);
    await otherWork();
  }
}

async function sort(connection: Connection, { id, kind }: ShelfTables): Promise<void> {
  connection.exec('CREATE TEMP TABLE ordered (lane, key, time, position, row, PRIMARY KEY (lane, key, time, position)) WITHOUT ROWID');
  const source = kind === 'document' ? `SELECT lane, key, 0, 0, row FROM doc_${id}` : `SELECT lane, key, time, position, row FROM entry_${id} JOIN timeline_${id} ON timeline_${id}.id = timeline`;
  const [end] = connection.rows<[bigint | null]>(`SELECT max(row) FROM ${kind === 'document' ? 'doc' : 'entry'}_${id}`)[0] as [bigint | null];
  for (let from = 0n; from < (end ?? 0n); from += BigInt(ROWS_PER_TURN)) {
    const to = from + BigInt(ROWS_PER_TURN);
    connection.run(`INSERT INTO ordered ${source} WHERE row > ? AND row <= ?`, from, to < (end ?? 0n) ? to : (end ?? 0n));
    await otherWork();
  }
}

function read(connection: Connection, { id, kind }: ShelfTables, [lane, key, time, position, row]: OrderRow): StoredDocument | StoredEntry {
  if (kind === 'document') {
    const [at, body] = connection.rows<[bigint, string]>(`SELECT position, body FROM doc_${id} WHERE row = ?`, row)[0] as [bigint, string];
    return documentOf([key, lane, at, body]);
  }
  const [event, body] = connection.rows<[string, string]>(`SELECT event, body FROM entry_${id} WHERE row = ?`, row)[0] as [string, string];
  return entryOf(fromText(key), [time, position, event, lane, body]);
}
