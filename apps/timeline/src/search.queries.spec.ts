// Real: the search, on a shelf in memory that holds what the summary view makes of the events.
import { Journal, MemoryEventStore } from '@throughline/event-store';
import { effectiveTime, type Identifier, type Party, type StoredEvent } from '@throughline/kernel';
import { foldView } from '@throughline/projections';
import { MemoryReadStore, type Shelf } from '@throughline/read-store';
import { MemoryVault } from '@throughline/vault';
import { searchCustomers } from './search.queries';
import { summaryView } from './summary.view';

let journal: Journal;
beforeAll(async () => {
  journal = await Journal.open(new MemoryEventStore(), new MemoryVault());
});

const user = (value: string): Identifier => ({ type: 'user', value });
const company = (value: string): Identifier => ({ type: 'company', value });

interface Seen {
  readonly customer?: Identifier;
  readonly company?: Identifier;
  readonly name?: string;
}

async function shelfOf(seen: readonly Seen[]): Promise<Shelf> {
  const events = seen.map(({ customer, company: firm, name }, index): StoredEvent => {
    const party = (identifier: Identifier | undefined, role: Party['role']): readonly Party[] => (identifier === undefined ? [] : [{ node: journal.node(identifier), role, identifier }]);
    const parties = [...party(customer, 'customer'), ...party(firm, 'company')];
    const id = `00000000-0000-7000-8000-${String(index).padStart(12, '0')}`;
    return { id, type: 'page', schemaVersion: 1, source: 's', subject: parties[0]?.node ?? id, parties, occurredAt: '2026-01-01T09:00:00.000Z', recordedAt: '2026-01-01T09:00:00.000Z', actor: 'process:test', correlationId: id, causationId: null, data: { traits: { name } }, stream: `message-${id}`, revision: 0, position: BigInt(index + 1) };
  });
  const shelf = await new MemoryReadStore().open({ view: summaryView.name, version: 1, generation: 1, kind: 'document', indexes: summaryView.indexes });
  const documents = [...foldView(summaryView, events).documents].map(([key, body]) => ({ key, lane: 'lane', position: BigInt(effectiveTime(events[0] as StoredEvent)), body, expected: null }));
  await shelf.write({ documents, entries: [], park: [], unpark: [], checkpoint: null });
  return shelf;
}

const shown = ({ customers }: { readonly customers: readonly { readonly identifier: { readonly value: string } }[] }) => customers.map(({ identifier }) => identifier.value);

/** Every page, one behind the other. */
async function everyPage(shelf: Shelf, search: string, limit: number): Promise<readonly (readonly string[])[]> {
  const pages: (readonly string[])[] = [];
  for (let after: string | null | undefined; after !== null; ) {
    const page = await searchCustomers(shelf, journal, { search, limit, ...(after === undefined ? {} : { after }) });
    pages.push(shown(page));
    after = page.after;
    if (pages.length > 100) throw new Error('the pages have no end');
  }
  return pages;
}

it('finds by a part of the identifier or of the name, whatever the case', async () => {
  const shelf = await shelfOf([{ customer: user('u-1'), name: 'Janina Beispielfrau' }, { customer: user('u-2') }]);
  for (const search of ['beispiel', 'JANINA', 'u-1', ' nina b ']) expect(await searchCustomers(shelf, journal, { search })).toMatchObject({ customers: [{ identifier: user('u-1'), name: 'Janina Beispielfrau', lastSeen: '2026-01-01T09:00:00.000Z' }], after: null });
  expect(await searchCustomers(shelf, journal, { search: 'nobody' })).toEqual({ customers: [], after: null });
  expect(await searchCustomers(shelf, journal, { search: '  ' })).toEqual({ customers: [], after: null });
});

it('shows who is called exactly so first', async () => {
  const shelf = await shelfOf(['acme 1', 'acme', 'acme 2'].map((value) => ({ customer: user(value) })).concat([{ customer: company('acme') }]));
  const { customers } = await searchCustomers(shelf, journal, { search: 'acme' });
  expect(customers.slice(0, 2).map(({ identifier }) => identifier)).toEqual(expect.arrayContaining([user('acme'), company('acme')]));
  expect(customers.length).toBe(4);
});

it.each([1, 2, 3, 7, 100])('shows everybody once, %i a page', async (limit) => {
  const everybody = Array.from({ length: 7 }, (_, index) => `acme ${index}`).concat('acme');
  const shelf = await shelfOf(everybody.flatMap((value) => [{ customer: user(value), company: company('Fabrik') }, { customer: user(value) }, { customer: user(value), company: company('Werk') }]));
  const pages = await everyPage(shelf, 'acme', limit);
  expect(pages.flat().toSorted()).toEqual(everybody.toSorted());
  for (const page of pages) expect(page.length).toBeLessThanOrEqual(limit);
});

it('passes by the many events somebody has with others', async () => {
  const shelf = await shelfOf([...Array.from({ length: 200 }, (_, index) => ({ customer: user(`p${index}`), company: company('Acme Big') })), { customer: company('Acme Small') }]);
  expect((await everyPage(shelf, 'acme', 2)).flat().toSorted()).toEqual(['Acme Big', 'Acme Small']);
});
