// Real: SQLite's own plan for the very statements the shelves run.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Connection } from './connection';
import { findSql } from './documents';
import { rangeSql } from './merge';
import { createShelf, migrate } from './schema';
import type { ShelfTables } from './shelf-tables';
import type { SqlCondition } from './where-sql';

const folder = mkdtempSync(join(tmpdir(), 'read-store-plans-'));
const connection = Connection.open(join(folder, 'shelves.db'));
let entries: ShelfTables;
let documents: ShelfTables;

beforeAll(() => {
  migrate(connection);
  entries = createShelf(connection, { view: 'timeline', version: 1, generation: 1, kind: 'entry', indexes: ['type'] });
  documents = createShelf(connection, { view: 'tickets', version: 1, generation: 1, kind: 'document', indexes: ['status', 'amount'] });
});
afterAll(() => {
  connection.close();
  rmSync(folder, { recursive: true, force: true });
});

function planOf({ sql, values }: SqlCondition, ...missing: readonly number[]): string {
  return connection
    .rows<[bigint, bigint, bigint, string]>(`EXPLAIN QUERY PLAN ${sql}`, ...missing, ...values)
    .map(([, , , detail]) => detail)
    .join('\n');
}

describe('a page of a timeline', () => {
  it.each([
    ['newest first', {}, '(time,position)<(?,?)'],
    ['oldest first', { oldestFirst: true }, '(time,position)>(?,?)'],
    ['after a cursor, as of a time and a position', { after: { time: 9, position: 9n }, untilTime: 8, untilPosition: 7n }, '(time,position)<(?,?)'],
    ['with a filter', { where: { type: 'sales.opportunity-won', words: { contains: 'x' } } }, '(time,position)<(?,?)'],
  ])('is a range of the index, %s', (_what, query, range) => {
    const plan = planOf(rangeSql(entries, 'time, position, event, lane, body', query), 1, 50);
    expect(plan).toContain(`SEARCH entry_${entries.id} USING INDEX entry_${entries.id}_time (timeline=? AND ${range}`);
    expect(plan).not.toMatch(/SCAN|TEMP B-TREE/);
  });

  it('is merged from the index alone, without the entries', () => {
    expect(planOf(rangeSql(entries, 'time, position, row', {}), 1, 50)).toContain(`USING COVERING INDEX entry_${entries.id}_time`);
  });
});

describe('finding documents', () => {
  const f = (n: number) => `doc_${documents.id}_f${n}`;

  it.each([
    ['equality', { where: { status: 'open' }, limit: 50 }, () => f(0)],
    ['a list', { where: { status: { in: ['open', null] } }, limit: 50 }, () => f(0)],
    ['a range', { where: { amount: { gte: 5, lt: 9 } }, limit: 50 }, () => f(1)],
  ])('%s uses the index', (_what, query, index) => {
    expect(planOf(findSql(documents, query))).toContain(`USING INDEX ${index()}`);
  });

  it.each([false, true])('pages along the index without sorting (descending: %s)', (descending) => {
    const plan = planOf(findSql(documents, { orderBy: { path: 'amount', descending }, after: { value: 5, key: 'k' }, limit: 50 }));
    expect(plan).toContain(`SEARCH doc_${documents.id} USING INDEX ${f(1)} ((f1,key)`);
    expect(plan).not.toContain('TEMP B-TREE');
  });

  it('pages by key along the key', () => {
    expect(planOf(findSql(documents, { after: { value: null, key: 'k' }, limit: 50 }))).toContain('(key>?)');
  });
});
