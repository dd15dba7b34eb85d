// Pure: the views of profiles, memberships, owners and what was seen, and the engine's pure fold. Events are made by hand.
import { catalogue, type MembershipEvent, type OwnerEvent, type ProfileEvent, type SeenEvent } from '@throughline/contracts';
import type { DocumentView, Identifier, JsonObject, StoredEvent } from '@throughline/kernel';
import { foldView } from '@throughline/projections';
import { membershipView } from './membership.view';
import { ownershipView } from './owner.view';
import { combinedFields, profileView, type ProfileDocument } from './profile.view';
import { seenKey, seenView } from './seen.view';

type Told = ProfileEvent | MembershipEvent | OwnerEvent | SeenEvent;
const nodeOf = ({ type, value }: Identifier): string => `${type}:${typeof value === 'string' ? value : 'gone'}`;
const time = (hour: number): string => new Date(Date.UTC(2026, 0, 1, hour)).toISOString();

/** Each an hour after the one before, unless it says when. */
function stored(facts: readonly (Told & { readonly hour?: number })[]): readonly StoredEvent[] {
  return facts.map(({ hour, ...fact }, index): StoredEvent => {
    const type = catalogue.type(fact.type);
    const data = fact.data as never;
    const parties = (type?.parties(data) ?? []).map(({ identifier, role }) => ({ node: nodeOf(identifier), role }));
    const stream = type?.stream(data, nodeOf) ?? '';
    return { ...fact, id: String(index), schemaVersion: 1, source: 'desk', subject: stream, parties, occurredAt: time(hour ?? index), recordedAt: time(99), actor: 'staff:1', correlationId: 'c', causationId: null, stream, revision: index, position: BigInt(index) };
  });
}

function documentsOf<Doc extends JsonObject>(view: DocumentView<Doc>, ...facts: readonly (Told & { readonly hour?: number })[]): Readonly<Record<string, Doc>> {
  return Object.fromEntries(foldView(view, stored(facts)).documents) as Readonly<Record<string, Doc>>;
}

const jane = { type: 'customer', value: 'jane' };
const acme = { type: 'company', value: 'Acme' };
const erased = { $erased: true } as never;
const [anna, ben] = ['staff:00000000-0000-7000-8000-00000000000a', 'staff:00000000-0000-7000-8000-00000000000b'] as const;

describe('a profile', () => {
  const created: ProfileEvent = { type: 'customer.profile-created', data: { customer: jane, kind: 'person', firstName: 'Jane', lastName: 'Doe' } };
  const changed = (changes: Extract<ProfileEvent, { type: 'customer.profile-changed' }>['data']['changes']): ProfileEvent => ({ type: 'customer.profile-changed', data: { customer: jane, changes } });
  const valuesOf = ({ fields }: Pick<ProfileDocument, 'fields'>) => Object.fromEntries(Object.entries(fields).map(([field, { value }]) => [field, value]));

  it('knows of each field what was said, when, by whom and where', () => {
    const { 'customer:jane': document } = documentsOf(profileView, created, changed([{ field: 'lastName', from: 'Doe', to: 'Roe' }, { field: 'firstName', from: 'Jane' }]));
    expect(document).toMatchObject({ kind: 'person', status: 'there', revision: 1, fields: { lastName: { value: 'Roe', time: Date.parse(time(1)), position: '1', by: 'staff:1', node: 'customer:jane' }, firstName: { value: null } } });
    expect(profileView.streamsOf?.('customer:jane')).toEqual(['profile-customer:jane']);
  });

  it('lets the later word hold, in whatever order it came', () => {
    const documents = documentsOf(profileView, { ...created, hour: 5 }, { ...changed([{ field: 'lastName', to: 'Roe' }, { field: 'title', to: 'Dr.' }]), hour: 3 });
    expect(valuesOf(documents['customer:jane'] as ProfileDocument)).toEqual({ firstName: 'Jane', lastName: 'Doe', title: 'Dr.' });
  });

  it('is merged the same in any order', () => {
    const one = documentsOf(profileView, created, changed([{ field: 'title', to: 'Dr.' }]))['customer:jane'] as ProfileDocument;
    const other = documentsOf(profileView, { ...created, hour: 4 }, { ...changed([{ field: 'lastName', to: 'Roe' }]), hour: 6 })['customer:jane'] as ProfileDocument;
    expect(combinedFields(one.fields, other.fields)).toEqual(combinedFields(other.fields, one.fields));
    expect(valuesOf({ fields: combinedFields(one.fields, other.fields) })).toEqual({ firstName: 'Jane', lastName: 'Roe', title: 'Dr.' });
  });

  it('says nothing of what was erased', () => {
    const documents = documentsOf(profileView, { ...created, data: { ...created.data, lastName: erased } }, changed([{ field: 'firstName', from: erased, to: erased }]));
    expect(valuesOf(documents['customer:jane'] as ProfileDocument)).toEqual({ firstName: null });
  });
});

describe('a membership', () => {
  const started: MembershipEvent = { type: 'customer.membership-started', data: { membershipId: 'm', person: jane, company: acme, role: 'Buyer', from: '2024-01-01' } };

  it('has person, company, role and time', () => {
    const changed: MembershipEvent = { type: 'customer.membership-changed', data: { membershipId: 'm', changes: [{ field: 'role', from: 'Buyer', to: 'Manager' }, { field: 'from', from: '2024-01-01' }] } };
    expect(documentsOf(membershipView, started)).toMatchObject({ m: { status: 'running', person: jane, personNode: 'customer:jane', company: acme, companyNode: 'company:Acme', role: 'Buyer', from: '2024-01-01', to: null } });
    expect(documentsOf(membershipView, started, changed, { type: 'customer.membership-ended', data: { membershipId: 'm', to: '2025-12-31' } })).toMatchObject({ m: { status: 'ended', role: 'Manager', from: null, to: '2025-12-31', revision: 2 } });
  });

  it('lets hold what came before its beginning, and names nobody who was erased', () => {
    const earlier: MembershipEvent = { type: 'customer.membership-changed', data: { membershipId: 'm', changes: [{ field: 'role', to: 'Manager' }] } };
    expect(documentsOf(membershipView, earlier, started)).toMatchObject({ m: { role: 'Manager', from: '2024-01-01' } });
    expect(documentsOf(membershipView, { ...started, data: { ...started.data, person: { type: 'customer', value: erased }, role: erased } })).toMatchObject({ m: { person: null, role: null, company: acme } });
  });
});

describe('ownership', () => {
  it('has each role by itself, and a deputy only as long as he is not ended', () => {
    const all: readonly OwnerEvent[] = [
      { type: 'customer.owner-assigned', data: { customer: jane, owner: anna } },
      { type: 'customer.second-owner-assigned', data: { customer: jane, secondOwner: ben } },
      { type: 'customer.deputy-appointed', data: { customer: jane, deputy: ben, until: time(50), reason: 'holidays' } },
    ];
    const at = (document: Readonly<Record<string, unknown>>) => document['customer:jane'];
    expect(at(documentsOf(ownershipView, ...all))).toMatchObject({ customer: jane, owner: { value: anna }, secondOwner: { value: ben }, deputy: { value: ben, until: time(50), reason: 'holidays' } });
    expect(at(documentsOf(ownershipView, ...all, { type: 'customer.owner-released', data: { customer: jane } }, { type: 'customer.deputy-ended', data: { customer: jane, deputy: anna } }))).toMatchObject({ owner: { value: null }, secondOwner: { value: ben }, deputy: { value: ben } });
    expect(at(documentsOf(ownershipView, ...all, { type: 'customer.second-owner-released', data: { customer: jane } }, { type: 'customer.deputy-ended', data: { customer: jane, deputy: ben } }))).toMatchObject({ owner: { value: anna }, secondOwner: { value: null }, deputy: { value: null, until: null } });
  });
});

describe('what was seen', () => {
  it('only moves forward, for each colleague and node', () => {
    const seen = (position: string): SeenEvent => ({ type: 'staff.customer-seen', data: { staffId: '00000000-0000-7000-8000-00000000000A', customer: jane, position } });
    expect(documentsOf(seenView, seen('9'), seen('10'), seen('8'))).toEqual({ [seenKey('00000000-0000-7000-8000-00000000000A', 'customer:jane')]: { position: '10' } });
  });
});
