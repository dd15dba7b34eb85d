import { setImmediate as otherWork } from 'node:timers/promises';
import type { StoredDocument, StoredEntry } from '@throughline/read-store';
import type { Connection } from './connection';
import { documentOf } from './documents';
import { entryOf } from './merge';
import type { ShelfTables } from './shelf-tables';
import { fromText, type SqlValue } from './values';

/** Rows sorted between two looks at the rest of the process. */
const ROWS_PER_TURN = 1000;
/** Rows read at once: a call costs more than a row, and even a hundred of the largest bodies are no more than 25 MiB. */
const ROWS_READ = 100;

type OrderRow = readonly [lane: string, key: string, time: bigint, position: bigint, event: string, body: string];

/**
 * Everything ordered by lane, without an index for it (that would cost every write a second random insert): the order is sorted into
 * a temporary table first, in steps, then the rows are read along it. The temporary table is SQLite's own file outside the shelf,
 * as large as the keys; no read stays open between two steps, so writers and the WAL never wait for a slow reader.
 *
 * `connection` is the scan's own, because the temporary table lives and dies with it.
 */
export async function* scanShelf(connection: Connection, tables: ShelfTables): AsyncGenerator<StoredDocument | StoredEntry> {
  await sort(connection, tables);
  const { id, kind } = tables;
  const place = kind === 'document' ? 'item.position, NULL' : 'ordered.position, item.event';
  const next = `SELECT ordered.lane, ordered.key, ordered.time, ${place}, item.body FROM ordered CROSS JOIN ${kind === 'document' ? 'doc' : 'entry'}_${id} AS item ON item.row = ordered.row
    WHERE (ordered.lane, ordered.key, ordered.time, ordered.position) > (?, ?, ?, ?) ORDER BY ordered.lane, ordered.key, ordered.time, ordered.position LIMIT ${ROWS_READ}`;
  let edge: readonly SqlValue[] = ['', '', -Infinity, -Infinity];
  for (;;) {
    const rows = connection.rows<OrderRow>(next, ...edge);
    for (const row of rows) yield itemOf(kind, row);
    const last = rows.at(-1);
    if (!last) return;
    edge = [last[0], last[1], last[2], kind === 'document' ? 0 : last[3]];
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

function itemOf(kind: ShelfTables['kind'], [lane, key, time, position, event, body]: OrderRow): StoredDocument | StoredEntry {
  return kind === 'document' ? documentOf([key, lane, position, body]) : entryOf(fromText(key), [time, position, event, lane, body]);
}
