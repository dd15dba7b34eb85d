import type { Scalar, Where } from '@throughline/read-store';
import { columnOf, type ShelfTables } from './shelf-tables';
import { NULL, toColumn, toText, type SqlValue } from './values';

/** A condition with `?` for its values; never a value in the text, so that one text serves all queries of its shape. */
export interface SqlCondition {
  readonly sql: string;
  readonly values: readonly SqlValue[];
}

export function whereSql(tables: ShelfTables, where: Where): SqlCondition {
  return and(Object.entries(where).flatMap(([path, condition]) => conditionsOf(columnOf(tables, path), condition)));
}

/** Of no conditions: true. */
export function and(conditions: readonly SqlCondition[]): SqlCondition {
  if (conditions.length === 0) return { sql: 'TRUE', values: [] };
  return { sql: conditions.map(({ sql }) => sql).join(' AND '), values: conditions.flatMap(({ values }) => values) };
}

function conditionsOf(column: string, condition: Where[string]): readonly SqlCondition[] {
  if (condition === null || typeof condition !== 'object') return [{ sql: `${column} = ?`, values: [toColumn(condition)] }];
  if ('in' in condition) return [{ sql: `${column} IN (${condition.in.map(() => '?').join(', ')})`, values: condition.in.map(toColumn) }];
  if ('contains' in condition) return [{ sql: `contains_text(${column}, ?)`, values: [toText(condition.contains)] }];
  const bounds: SqlCondition[] = [];
  if (condition.gte !== undefined) bounds.push(bound(column, '>=', condition.gte));
  if (condition.lt !== undefined) bounds.push(bound(column, '<', condition.lt));
  return bounds;
}

/** A bound holds only within its type: between the greatest value below the type and the least one above it. */
function bound(column: string, compare: '>=' | '<', value: Scalar): SqlCondition {
  if (value === null) return { sql: 'FALSE', values: [] };
  const sql = `${column} ${compare} ? AND `;
  const values = [toColumn(value)];
  if (typeof value === 'number') return { sql: sql + (compare === '<' ? `${column} > ?` : `${column} < ?`), values: [...values, compare === '<' ? NULL : ''] };
  if (typeof value === 'string') return { sql: sql + (compare === '<' ? `${column} >= ''` : `${column} < x''`), values };
  return { sql: sql + `${column} >= x''`, values };
}
