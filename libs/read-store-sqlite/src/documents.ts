import { scalarAt, type DocumentQuery, type DocumentWrite, type StoredDocument, type Where } from '@throughline/read-store';
import type { Connection } from './connection';
import { columnOf, type ShelfTables } from './shelf-tables';
import { fromText, toColumn, toText, type SqlValue } from './values';
import { and, whereSql, type SqlCondition } from './where-sql';

export type DocumentRow = readonly [key: string, lane: string, position: bigint, body: string];

/** False = the stored position is not the one expected. Call in a transaction. */
export function writeDocument(connection: Connection, { id, indexes }: ShelfTables, document: DocumentWrite): boolean {
  const values: readonly SqlValue[] = [
    toText(document.lane),
    document.position,
    JSON.stringify(document.body),
    ...indexes.map((path) => toColumn(scalarAt(document.body, path))),
    toText(document.key),
  ];
  const columns = ['lane', 'position', 'body', ...indexes.map((_path, n) => `f${n}`)];
  if (document.expected !== null) {
    const set = columns.map((column) => `${column} = ?`).join(', ');
    return connection.run(`UPDATE doc_${id} SET ${set} WHERE key = ? AND position = ?`, ...values, document.expected) === 1;
  }
  return connection.run(`INSERT INTO doc_${id} (${columns.join(', ')}, key) VALUES (?${', ?'.repeat(columns.length)}) ON CONFLICT DO NOTHING`, ...values) === 1;
}

export function readDocuments(connection: Connection, { id }: ShelfTables, keys: readonly string[]): ReadonlyMap<string, StoredDocument> {
  const rows = connection.rows<DocumentRow>(
    `SELECT doc.key, lane, position, body FROM json_each(?) AS asked JOIN doc_${id} AS doc ON doc.key = asked.value`,
    JSON.stringify(keys.map(toText)),
  );
  return new Map(rows.map(documentOf).map((document) => [document.key, document]));
}

export function findDocuments(connection: Connection, tables: ShelfTables, query: DocumentQuery): readonly StoredDocument[] {
  const { sql, values } = findSql(tables, query);
  return connection.rows<DocumentRow>(sql, ...values).map(documentOf);
}

export function countDocuments(connection: Connection, tables: ShelfTables, where: Where): number {
  const { sql, values } = whereSql(tables, where);
  const [count] = connection.rows<[bigint]>(`SELECT count(*) FROM doc_${tables.id} WHERE ${sql}`, ...values)[0] as [bigint];
  return Number(count);
}

export function findSql(tables: ShelfTables, { where = {}, orderBy, after, limit }: DocumentQuery): SqlCondition {
  const column = orderBy && columnOf(tables, orderBy.path);
  const compare = orderBy?.descending ? '<' : '>';
  const conditions = [whereSql(tables, where)];
  if (after) {
    conditions.push(
      column ? { sql: `(${column}, key) ${compare} (?, ?)`, values: [toColumn(after.value), toText(after.key)] } : { sql: 'key > ?', values: [toText(after.key)] },
    );
  }
  const { sql, values } = and(conditions);
  const direction = orderBy?.descending ? ' DESC' : '';
  const order = column ? `${column}${direction}, key${direction}` : 'key';
  return { sql: `SELECT key, lane, position, body FROM doc_${tables.id} WHERE ${sql} ORDER BY ${order} LIMIT ?`, values: [...values, limit] };
}

export function documentOf([key, lane, position, body]: DocumentRow): StoredDocument {
  return { key: fromText(key), lane: fromText(lane), position, body: JSON.parse(body) as StoredDocument['body'] };
}
