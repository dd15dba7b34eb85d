import type { ParkedEvent, ParkedQuery } from '@throughline/read-store';
import type { Connection } from './connection';
import { fromText, toText } from './values';
import { and, type SqlCondition } from './where-sql';

type ParkedRow = readonly [position: bigint, lane: string, nodes: string, event: string, type: string, recordedAt: string, reason: string, failed: bigint];

/** Call in a transaction. */
export function park(connection: Connection, shelf: number, event: ParkedEvent): void {
  unpark(connection, shelf, event.position);
  connection.run(
    `INSERT INTO parked_${shelf} (position, lane, nodes, event, type, recorded_at, reason, failed) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
    event.position,
    toText(event.lane),
    JSON.stringify(event.nodes),
    toText(event.eventId),
    toText(event.type),
    event.recordedAt,
    toText(event.reason),
    event.failed ? 1 : 0,
  );
  for (const node of new Set(event.nodes)) connection.run(`INSERT INTO parked_node_${shelf} (position, node) VALUES (?, ?)`, event.position, toText(node));
}

/** Call in a transaction. */
export function unpark(connection: Connection, shelf: number, position: bigint): void {
  connection.run(`DELETE FROM parked_${shelf} WHERE position = ?`, position);
}

export function readParked(connection: Connection, shelf: number, { lane, nodes, afterPosition, limit }: ParkedQuery): readonly ParkedEvent[] {
  const conditions: SqlCondition[] = [];
  if (lane !== undefined) conditions.push({ sql: 'lane = ?', values: [toText(lane)] });
  if (nodes) {
    const any = `position IN (SELECT position FROM parked_node_${shelf} WHERE node IN (SELECT value FROM json_each(?)))`;
    conditions.push({ sql: any, values: [JSON.stringify(nodes.map(toText))] });
  }
  if (afterPosition !== undefined) conditions.push({ sql: 'position > ?', values: [afterPosition] });
  const { sql, values } = and(conditions);
  return connection
    .rows<ParkedRow>(`SELECT position, lane, nodes, event, type, recorded_at, reason, failed FROM parked_${shelf} WHERE ${sql} ORDER BY position LIMIT ?`, ...values, limit)
    .map(parkedOf);
}

export function countParked(connection: Connection, shelf: number): number {
  const [count] = connection.rows<[bigint]>(`SELECT count(*) FROM parked_${shelf}`)[0] as [bigint];
  return Number(count);
}

function parkedOf([position, lane, nodes, event, type, recordedAt, reason, failed]: ParkedRow): ParkedEvent {
  return {
    position,
    lane: fromText(lane),
    nodes: JSON.parse(nodes) as readonly string[],
    eventId: fromText(event),
    type: fromText(type),
    recordedAt,
    reason: fromText(reason),
    failed: failed === 1n,
  };
}
