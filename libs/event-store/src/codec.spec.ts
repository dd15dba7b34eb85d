// Real: the codec with the whole catalogue, the vault and the event store in memory. All people are made up.
import { catalogue } from '@throughline/contracts';
import type { NewEvent, StoredEvent } from '@throughline/kernel';
import { MemoryVault } from '@throughline/vault';
import { all, anEvent } from './contract-fixture';
import { Journal } from './journal';
import { MemoryEventStore } from './memory-event-store';
import { NO_STREAM, type Draft } from './addressing';

const jane = { type: 'email', value: 'jane.doe@example.com' };

const lead: Draft = anEvent({
  type: 'marketing.lead-captured',
  data: { leadId: '1', customer: jane, firstName: 'Janina', lastName: 'Beispielfrau', company: { type: 'company', value: 'Acme' }, interest: 'the Sailboat', message: 'call me at 0170 555 1234', campaign: 'spring' },
  sender: { source: '/forms', id: 'form-jane.doe@example.com-1', subject: { type: 'user', value: 'U-990077' }, time: '2026-01-15T10:00:00+01:00', attributes: { email: 'second@example.org', traceparent: '00-ab', about: 'for U-990077' } },
});

const order: Draft = anEvent({
  type: 'com.shop.order-completed',
  data: { total: 12.5, items: ['socks', 'for jane.doe@example.com'], shipping: { street: 'Musterweg 1', city: 'Musterhausen', costs: 4 }, traits: { phone: '+49 170 5551234' }, ref: 'order of JANE.DOE@example.com', opens: { 'jane.doe@example.com': 3 } },
  sender: { source: 'https://shop.example/jane.doe@example.com', id: 'jane.doe@example.com/17', subject: jane, attributes: { ip: '192.0.2.7', partition: 'p1' } },
});

const PERSONAL = /jane|janina|beispielfrau|sailboat|0170|5551234|990077|second@|musterweg|musterhausen|192\.0\.2/i;

interface House {
  readonly store: MemoryEventStore;
  readonly vault: MemoryVault;
  readonly journal: Journal;
}

async function house(): Promise<House> {
  const [store, vault] = [new MemoryEventStore(), new MemoryVault()];
  return { store, vault, journal: await Journal.open(store, vault) };
}

async function recorded({ journal }: House, draft: Draft): Promise<NewEvent> {
  const { stream, events } = journal.address(NO_STREAM, [draft]);
  await journal.append(stream, 'no-stream', events);
  return events[0] as NewEvent;
}

const stored = ({ store }: House): Promise<readonly StoredEvent[]> => all(store.readAll());
const anew = ({ store, vault }: House): Promise<Journal> => Journal.open(store, vault);
const clear = async (journal: Journal, events: readonly StoredEvent[]) => (await journal.openEvents(events)).map(({ event }) => event);

describe.each([['catalogue', lead], ['foreign', order]])('a %s event', (_kind, draft) => {
  it('comes back as it went in, with the identifiers it names beside its parties', async () => {
    const here = await house();
    const event = await recorded(here, draft);
    const [opened] = await clear(here.journal, await stored(here));
    expect(opened).toMatchObject({ ...event, parties: expect.anything() });
    expect(opened?.parties.map(({ identifier: _identifier, ...party }) => party)).toEqual(event.parties);
    expect(opened?.parties[0]?.identifier).toEqual(jane);
  });

  it('holds nothing personal in clear where it is stored', async () => {
    const here = await house();
    await recorded(here, draft);
    const text = (await stored(here)).map(({ position: _position, ...event }) => JSON.stringify(event)).join('\n');
    expect(text).not.toMatch(PERSONAL);
    expect(text).toContain('"$sealed"');
  });

  it('is sealed alike each time, so that a repeat is seen as one', async () => {
    const here = await house();
    const { stream, events } = here.journal.address(NO_STREAM, [draft]);
    const first = await here.journal.append(stream, 'no-stream', events);
    expect(await here.journal.append(stream, 'no-stream', events)).toEqual({ ...first, repeated: true });
  });

  it('reads as erased once the key is destroyed, and keeps what was not personal', async () => {
    const here = await house();
    await recorded(here, draft);
    const [sealed] = await stored(here);
    await here.vault.destroyKey(here.journal.node(jane));
    const [opened] = await (await anew(here)).openEvents([sealed as StoredEvent]);
    expect(opened).toMatchObject({ ok: true, event: { type: draft.type, sender: { id: { $erased: true } } } });
    expect(JSON.stringify(opened?.event.data)).not.toMatch(PERSONAL);
    expect(opened?.event.parties[0]).toEqual({ node: here.journal.node(jane), role: 'customer' });
  });
});

it('leaves things, companies and the words of the trade in clear', async () => {
  const here = await house();
  await recorded(here, lead);
  await recorded(here, order);
  const [first, second] = await stored(here);
  expect(first).toMatchObject({ stream: 'lead-1', data: { leadId: '1', campaign: 'spring', company: { value: 'Acme' } }, sender: { source: '/forms', attributes: { traceparent: '00-ab' } } });
  expect(second).toMatchObject({ data: { total: 12.5, shipping: { costs: 4 } }, sender: { attributes: { partition: 'p1' } } });
});

describe('a correction', () => {
  const said = (text: string) => ({ noteId: 'n', customer: { type: 'user', value: 'U-990077' }, text, mentions: [] });
  const version = catalogue.currentVersion('customer.note-written');
  const correction = (data: object): Draft => anEvent({ type: 'record.corrected', data: { stream: 'note-n', eventId: anEvent().id, type: 'customer.note-written', version, data: said('wants the Sailboat'), reason: 'not the 0170 5551234', ...data } });

  it('is sealed as what it corrects is, and comes back as it went in', async () => {
    const here = await house();
    const event = await recorded(here, correction({}));
    const [sealed] = await stored(here);
    expect(JSON.stringify(sealed?.data)).not.toMatch(PERSONAL);
    expect(sealed?.data).toMatchObject({ data: { noteId: 'n', customer: { type: 'user', value: { $sealed: { k: here.journal.node({ type: 'user', value: 'U-990077' }) } } } } });
    expect(await clear(here.journal, await stored(here))).toMatchObject([{ data: event.data }]);
  });

  it('of a version before is read as the current one', async () => {
    const here = await house();
    const older = correction({ type: 'sales.opportunity-lost', version: 1, data: { opportunityId: '7', reason: 'too dear' } });
    await here.journal.append('note-n', 'no-stream', [{ ...older, schemaVersion: 1, subject: 'note-n', parties: [] }]);
    expect(await clear(here.journal, await stored(here))).toMatchObject([{ data: { version: catalogue.currentVersion('sales.opportunity-lost'), data: { reason: 'other', explanation: 'too dear' } } }]);
  });

  it('of a version to come is not guessed at', async () => {
    const here = await house();
    await recorded(here, correction({ version: 99 }));
    expect(await here.journal.openEvents(await stored(here))).toMatchObject([{ ok: false, reason: 'UNKNOWN_VERSION customer.note-written version 99' }]);
  });
});

describe('what cannot be read', () => {
  /** The last letter of a sealed text, changed. */
  function damaged(event: StoredEvent): StoredEvent {
    return JSON.parse(JSON.stringify({ ...event, position: String(event.position) }).replace(/"c":"(.)/, (_text, first) => `"c":"${first === 'A' ? 'B' : 'A'}`), (name, value) => (name === 'position' ? BigInt(value) : value)) as StoredEvent;
  }

  it('costs only itself: a damaged field names its fault, the others of the batch are read', async () => {
    const here = await house();
    for (const id of ['1', '2', '3']) await recorded(here, { ...lead, id: anEvent().id, data: { ...(lead.data as object), leadId: id } });
    const events = (await stored(here)).map((event, index) => (index === 1 ? damaged(event) : event));
    const opened = await (await anew(here)).openEvents(events);
    expect(opened.map((one) => (one.ok ? (one.event.data as { firstName: string }).firstName : one.reason))).toEqual(['Janina', 'SEAL_DAMAGED', 'Janina']);
  });

  it('is a field that was moved to another event', async () => {
    const here = await house();
    await recorded(here, lead);
    await recorded(here, { ...lead, id: anEvent().id, data: { ...(lead.data as object), leadId: '2' } });
    const [first, second] = await stored(here) as [StoredEvent, StoredEvent];
    expect(await (await anew(here)).openEvents([{ ...second, data: first.data }])).toMatchObject([{ ok: false, reason: 'SEAL_DAMAGED' }]);
  });

  it('is a type or a version of ours that is not known here; a foreign type is always read', async () => {
    const here = await house();
    const types = [['sales.opportunity-dreamt', 1], ['sales.opportunity-won', 9], ['com.shop.dream', 1]] as const;
    const events = types.map(([type, schemaVersion], index) => ({ ...anEvent({ type, schemaVersion }), stream: 's', revision: index, position: BigInt(index + 1), recordedAt: '2026-01-15T09:00:00.000Z' }));
    const opened = await here.journal.openEvents(events);
    expect(opened.map((one) => (one.ok ? 'read' : one.reason))).toEqual(['UNKNOWN_TYPE sales.opportunity-dreamt', 'UNKNOWN_VERSION sales.opportunity-won version 9', 'read']);
  });

  it('is never a past version: it is read as the current one', async () => {
    const here = await house();
    const lost = { ...anEvent({ type: 'sales.opportunity-lost', schemaVersion: 1, data: { opportunityId: '7', reason: 'too dear' } }), subject: 'opportunity-7', parties: [] };
    await here.journal.append('opportunity-7', 'no-stream', [lost]);
    expect(await clear(here.journal, await stored(here))).toMatchObject([{ schemaVersion: catalogue.currentVersion('sales.opportunity-lost'), data: { reason: 'other', explanation: 'too dear' } }]);
  });
});

it('positions of the store an event was brought over from are read as those of this one', async () => {
  const here = await house();
  const seen = anEvent({ type: 'staff.customer-seen', data: { staffId: '0198c2d4-0000-7000-8000-00000000000a', customer: { type: 'company', value: 'Acme' }, position: '17' } });
  const { stream, events } = here.journal.address(NO_STREAM, [seen]);
  const [event] = await here.journal.seal([{ stream, event: events[0] as NewEvent }]);
  await here.store.restore([{ ...(event as NewEvent), stream, revision: 0, position: 3n, recordedAt: '2026-01-15T09:00:00.000Z', places: { 17: '90210' } }]);
  const [opened] = await clear(here.journal, await stored(here));
  expect(opened?.data).toMatchObject({ position: '90210' });
  expect(opened).not.toHaveProperty('places');
  expect((await stored(here))[0]?.data).toMatchObject({ position: '17' });
});
