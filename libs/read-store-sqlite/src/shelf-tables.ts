import type { ShelfDefinition } from '@throughline/read-store';
import { toText } from './values';

/** The tables of one shelf, shared by all who opened it. */
export interface ShelfTables {
  readonly id: number;
  readonly kind: ShelfDefinition['kind'];
  /** Path number I stands in column fI. Grows when the shelf is opened with a path more. */
  readonly indexes: string[];
}

/** The column of an indexed path, or the function that digs it out of the body. */
export function columnOf(tables: ShelfTables, path: string): string {
  const at = tables.indexes.indexOf(path);
  return at >= 0 ? `f${at}` : `field(body, '${toText(path).replaceAll("'", "''")}')`;
}
