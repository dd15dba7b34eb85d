// Real: the catalogue, the vault's naming of nodes (with a fixed secret) and its choice of what to seal. Nothing is replaced.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { catalogue, type EventType, type Reading } from '@throughline/contracts';
import { sealPlanOf } from '@throughline/event-store';
import type { NewEvent, Party, StoredEvent } from '@throughline/kernel';
import { isErased, NodeNames, ownersIn, sealFields, sealPlan } from '@throughline/vault';

/**
 * What was once stored stays readable: one file for every version of every type there ever was, never changed afterwards.
 *   event    as it was stored, in clear
 *   current  its data as the current version has it, where that differs
 *   sealed   JSON pointers of the fields that are sealed in the store
 *   reads    its line on the timeline
 */
interface Golden {
  readonly event: Omit<StoredEvent<string, Record<string, unknown>>, 'position'> & { readonly position: string };
  readonly current?: unknown;
  readonly sealed: readonly string[];
  readonly reads: Reading;
}

const folder = join(__dirname, 'goldens');
const goldens = new Map(readdirSync(folder).map((file) => [file, JSON.parse(readFileSync(join(folder, file), 'utf8')) as Golden]));
const { node } = new NodeNames(Buffer.alloc(32, 7));

const versionsOf = (type: EventType) => [...(type.past ?? []), type].map(({ version, schema }) => ({ file: `${type.type}.v${version}.json`, type, version, schema }));
const versions = catalogue.types.flatMap(versionsOf);

it('every version of every type has a golden, and no golden is left over', () => {
  expect([...goldens.keys()].toSorted()).toEqual(versions.map(({ file }) => file).toSorted());
});

describe.each(versions.filter(({ file }) => goldens.has(file)))('$file', ({ file, type, version, schema }) => {
  const golden = goldens.get(file) as Golden;
  const { event } = golden;
  const upcast = catalogue.upcast(event.type, event.schemaVersion, event.data);
  const current = (upcast.ok ? upcast.data : undefined) as never;
  const owners = { subject: event.subject, node };
  const plan = version === type.version ? sealPlanOf(event) : sealPlan(schema);

  it('is an event as it was stored, whole and valid', () => {
    expect({ type: event.type, version: event.schemaVersion }).toEqual({ type: type.type, version });
    expect(Object.keys(event).toSorted()).toEqual([...ENVELOPE].toSorted());
    expect(catalogue.validate(event.type, event.data, version)).toBeNull();
  });

  it('upcasts to the current version, which is valid too', () => {
    expect(upcast.ok).toBe(true);
    expect(current).toEqual(golden.current ?? event.data);
    expect(catalogue.validate(event.type, current)).toBeNull();
  });

  it('belongs to its stream, its lane and its parties', () => {
    expect(type.stream(current, node)).toBe(event.stream);
    const parties = type.parties(current).map(({ identifier, role }): Party => ({ node: node(identifier), role }));
    // An event that names nobody concerns whom the one before it did: there the golden says who that was.
    expect(event.parties).toEqual(parties.length > 0 ? parties : event.parties);
    expect(event.subject).toBe(type.subject?.(current, node) ?? event.parties[0]?.node ?? event.stream);
  });

  it('is sealed where it is personal, and nowhere else', () => {
    const keys = new Map(ownersIn(event.data, plan, owners).map((owner) => [owner, Buffer.alloc(32, 1)]));
    expect(pointersOf(sealFields(event.data, plan, { ...owners, eventId: event.id, keys }), (value) => typeof value === 'object' && value !== null && '$sealed' in value)).toEqual(golden.sealed);
  });

  it('reads as it should', () => {
    expect(catalogue.reads(event.type, current)).toEqual(golden.reads);
  });

  it('still upcasts and reads when every key is destroyed', () => {
    const gone = new Map(ownersIn(event.data, plan, owners).map((owner) => [owner, null]));
    const erased = sealFields(event.data, plan, { ...owners, eventId: event.id, keys: gone });
    expect(pointersOf(erased, isErased)).toEqual(golden.sealed);
    const older = catalogue.upcast(event.type, version, erased);
    const { en, de } = catalogue.reads(event.type, older.ok ? older.data : undefined);
    expect([older.ok, en === '', de === '', /undefined|null|object|\$/.test(en + de)]).toEqual([true, false, false, false]);
  });
});

it('no two types read alike, in either language', () => {
  const lines = [...goldens].filter(([file]) => versions.some((one) => one.file === file && one.version === one.type.version)).map(([, golden]) => golden.reads);
  for (const language of ['en', 'de'] as const) expect(new Set(lines.map((reads) => reads[language])).size).toBe(lines.length);
});

const ENVELOPE: readonly (keyof StoredEvent | keyof NewEvent)[] = [
  'id',
  'type',
  'schemaVersion',
  'source',
  'subject',
  'parties',
  'stream',
  'revision',
  'position',
  'occurredAt',
  'recordedAt',
  'actor',
  'correlationId',
  'causationId',
  'data',
];

function pointersOf(value: unknown, found: (value: unknown) => boolean, path = ''): readonly string[] {
  if (found(value)) return [path];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, member]) => pointersOf(member, found, `${path}/${name}`));
}
