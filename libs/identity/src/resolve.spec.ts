// Real: the view of links, on a shelf in memory. The links are made by chance.
import { effectiveTime, type StoredEvent } from '@throughline/kernel';
import { MemoryReadStore, type Shelf, type StoredEntry } from '@throughline/read-store';
import fc from 'fast-check';
import { linkView, type LinkEnd } from './link.view';
import { linksInForce, resolveNodes, type Moment } from './resolve';

interface Act {
  readonly act: 'linked' | 'unlinked';
  readonly linkId: string;
  readonly ends: readonly [string, string];
  readonly time: number;
}

const NODES = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
const START = Date.parse('2026-01-01T00:00:00.000Z');

function eventsOf(acts: readonly Act[]): readonly StoredEvent[] {
  return acts.map(({ act, linkId, ends, time }, index) => {
    const at = new Date(START + time * 1_000).toISOString();
    const id = `00000000-0000-7000-8000-${String(index).padStart(12, '0')}`;
    const parties = ends.map((node) => ({ node, role: 'customer' as const }));
    return { id, type: `identity.nodes-${act}`, schemaVersion: 1, source: 's', subject: ends.toSorted()[0] as string, parties, occurredAt: at, recordedAt: at, actor: 'process:test', correlationId: id, causationId: null, data: { linkId }, stream: `link-${linkId}`, revision: 0, position: BigInt(index + 1) };
  });
}

async function shelfOf(events: readonly StoredEvent[]): Promise<Shelf> {
  const shelf = await new MemoryReadStore().open({ view: linkView.name, version: 1, generation: 1, kind: 'entry', indexes: [] });
  const entries = events.flatMap((event) => linkView.keys(event).map((key): StoredEntry => ({ key, id: event.id, lane: event.subject, time: effectiveTime(event), position: event.position, body: linkView.entry(event, key) })));
  await shelf.write({ documents: [], entries, park: [], unpark: [], checkpoint: null });
  return shelf;
}

/** The oracle: components by painting, over links in force by their definition. */
function componentsOf(acts: readonly Act[]): ReadonlyMap<string, readonly string[]> {
  const undone = new Set(acts.filter(({ act }) => act === 'unlinked').map(({ linkId }) => linkId));
  const colour = new Map(NODES.map((node) => [node, node]));
  for (const { act, linkId, ends } of acts) {
    if (act === 'unlinked' || undone.has(linkId)) continue;
    const [from, to] = [colour.get(ends[0]), colour.get(ends[1])];
    for (const [node, own] of colour) if (own === from) colour.set(node, to as string);
  }
  return new Map(NODES.map((node) => [node, NODES.filter((other) => colour.get(other) === colour.get(node))]));
}

async function resolved(acts: readonly Act[], moment: Moment = {}): Promise<ReadonlyMap<string, readonly string[]>> {
  const shelf = await shelfOf(eventsOf(acts));
  return new Map(await Promise.all(NODES.map(async (node) => [node, await resolveNodes(shelf, node, moment)] as const)));
}

const twoEnds = fc.shuffledSubarray(NODES, { minLength: 2, maxLength: 2 }) as fc.Arbitrary<[string, string]>;
/** A few links, each linked and unlinked any number of times, in any order, at any time. The ends of a link never change. */
const acts = fc.array(twoEnds, { minLength: 1, maxLength: 8 }).chain((links) =>
  fc.array(fc.record({ act: fc.constantFrom('linked' as const, 'linked' as const, 'unlinked' as const), link: fc.nat({ max: links.length - 1 }), time: fc.nat({ max: 20 }), turned: fc.boolean() }), { maxLength: 16 }).map((made) =>
    made.map(({ act, link, time, turned }): Act => {
      const [a, b] = links[link] as [string, string];
      return { act, linkId: String(link), ends: turned ? [b, a] : [a, b], time };
    }),
  ),
);

it('finds the components of the links in force, from each of their nodes', async () => {
  await fc.assert(fc.asyncProperty(acts, async (some) => expect(await resolved(some)).toEqual(componentsOf(some))), { numRuns: 150 });
});

it('finds the same whatever the order in which links and unlinks arrived, and however often', async () => {
  const twice = acts.chain((some) => fc.tuple(fc.constant(some), fc.shuffledSubarray([...some, ...some], { minLength: some.length * 2, maxLength: some.length * 2 })));
  await fc.assert(fc.asyncProperty(twice, async ([some, shuffled]) => expect(await resolved(shuffled)).toEqual(await resolved(some))), { numRuns: 100 });
});

it('answers as of a time and as known at a position as if there were nothing later', async () => {
  await fc.assert(
    fc.asyncProperty(acts, fc.nat({ max: 21 }), fc.nat({ max: 17 }), async (some, time, position) => {
      expect(await resolved(some, { asOf: START + time * 1_000 })).toEqual(componentsOf(some.filter((act) => act.time <= time)));
      expect(await resolved(some, { knownAt: BigInt(position) })).toEqual(componentsOf(some.slice(0, position)));
      expect(await resolved(some, { asOf: START + time * 1_000, knownAt: BigInt(position) })).toEqual(componentsOf(some.slice(0, position).filter((act) => act.time <= time)));
    }),
    { numRuns: 100 },
  );
});

it('knows a node nobody ever linked as a customer of one node', async () => {
  expect(await resolveNodes(await shelfOf([]), 'stranger')).toEqual(['stranger']);
});

it('follows a long chain, and more links of one node than a page holds', async () => {
  const chain = Array.from({ length: 60 }, (_, index): Act => ({ act: 'linked', linkId: `chain-${index}`, ends: [`n${String(index).padStart(4, '0')}`, `n${String(index + 1).padStart(4, '0')}`], time: 0 }));
  const star = Array.from({ length: 2_500 }, (_, index): Act => ({ act: 'linked', linkId: `star-${index}`, ends: ['n0060', `s${index}`], time: 0 }));
  const nodes = await resolveNodes(await shelfOf(eventsOf([...chain, ...star])), 'n0000');
  expect(nodes).toHaveLength(61 + 2_500);
});

it('says of both ends of a link the same, whichever is named first', () => {
  const [linked] = eventsOf([{ act: 'linked', linkId: 'l', ends: ['b', 'a'], time: 0 }]) as [StoredEvent];
  expect(linkView.keys(linked)).toEqual(['b', 'a']);
  expect(linkView.entry(linked, 'a')).toEqual({ linkId: 'l', act: 'linked', a: 'a', b: 'b' });
});

it('holds a link of one id in force once', () => {
  const end: LinkEnd = { linkId: 'l', act: 'linked', a: 'a', b: 'b' };
  expect(linksInForce([end, end])).toEqual([end]);
  expect(linksInForce([{ ...end, act: 'unlinked' }, end])).toEqual([]);
});
