import type { Shelf } from '@throughline/read-store';
import type { QuarantinedItem } from './quarantine.view';

export interface QuarantinePage {
  readonly items: readonly Omit<QuarantinedItem, 'body'>[];
  readonly after: string | null;
  /** How many there are with this status, on all pages. */
  readonly count: number;
}

/** Newest first; `after` is what the page before gave. Bodies are shown one by one only. */
export async function quarantinePage(shelf: Shelf, request: { readonly status?: string; readonly limit: number; readonly after?: string }): Promise<QuarantinePage> {
  const [recordedAt, key] = (request.after ?? '').split('~');
  const where = { status: request.status ?? 'waiting' };
  const after = recordedAt !== undefined && key !== undefined ? { after: { value: recordedAt, key } } : {};
  const [found, count] = await Promise.all([shelf.find({ where, orderBy: { path: 'recordedAt', descending: true }, limit: request.limit, ...after }), shelf.count(where)]);
  const items = found.map(({ body }) => {
    const { body: _body, ...item } = body as unknown as QuarantinedItem;
    return item;
  });
  const last = items.at(-1);
  return { items, after: last !== undefined && items.length === request.limit ? `${last.recordedAt}~${last.itemId}` : null, count };
}

export async function quarantinedItem(shelf: Shelf, itemId: string): Promise<QuarantinedItem | null> {
  return ((await shelf.documents([itemId])).get(itemId)?.body as unknown as QuarantinedItem | undefined) ?? null;
}
