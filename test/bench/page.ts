import { derivedId, NO_STREAM } from '@throughline/event-store';
import { linkView, resolveNodes } from '@throughline/identity';
import type { Identifier } from '@throughline/kernel';
import { receive } from '../../apps/intake/src/receive';
import { amendmentsView } from '../../apps/timeline/src/amendments.view';
import { Overlay } from '../../apps/timeline/src/overlay';
import { timelinePage } from '../../apps/timeline/src/timeline.queries';
import { timelineView } from '../../apps/timeline/src/timeline.view';
import { percentile, timed, type Measured } from './harness';
import { BEARER, cloudEvent, openWorld, projected, type World } from './world';

const CHUNK = 1_000;
const NODES = 2_000;

/** A page of 50 with the resolving of the customer, in process. */
export async function page(calls: number): Promise<readonly Measured[]> {
  const world = await openWorld([timelineView, amendmentsView, linkView]);
  let number = 0;
  const record = async (count: number, person: (i: number) => number): Promise<void> => {
    for (let from = 0; from < count; from += CHUNK) await receive(world.journal, Array.from({ length: Math.min(CHUNK, count - from) }, (_, i) => cloudEvent((number += 1), person(from + i))), BEARER);
  };
  const [small, middle, large, star, chain] = [1_000_000, 1_000_001, 1_000_002, 2_000_000, 3_000_000];
  await record(50, () => small);
  await record(200, () => middle);
  await record(20_000, () => large);
  await record(NODES * 5, (i) => star + (i % NODES));
  await record(NODES * 5, (i) => chain + (i % NODES));
  await link(world, NODES, (i) => [star, star + i]);
  await link(world, NODES, (i) => [chain + i - 1, chain + i]);
  await projected(world);
  // What was recorded leaves garbage that no page would have to wait for.
  globalThis.gc?.();

  const ask = async (person: number) => {
    const nodes = await resolveNodes(await world.engine.shelf(linkView.name), world.journal.node(who(person)));
    return { nodes, page: await timelinePage(await world.engine.shelf(timelineView.name), { nodes, limit: 50 }, await Overlay.of(await world.engine.shelf(amendmentsView.name), world.journal, { nodes })) };
  };
  const measure = async (what: string, person: number, nodes: number, floor: number | null): Promise<Measured> => {
    const found = await ask(person);
    if (found.nodes.length !== nodes || found.page.entries.length !== 50) throw new Error(`${what}: ${found.nodes.length} nodes, ${found.page.entries.length} entries`);
    const times = await timed(calls, () => ask(person));
    const [p50, p99, loop] = [percentile(times.calls, 0.5), percentile(times.calls, 0.99), percentile(times.loops, 0.99)];
    return { what: `timeline page of 50: ${what}`, result: `p50 ${p50.toFixed(2)} ms, p99 ${p99.toFixed(2)} ms`, reference: `a loop as long as p50: p99 ${loop.toFixed(2)} ms`, floor: floor === null ? null : `p99 ≤ ${floor} ms`, met: floor === null ? null : p99 <= floor };
  };
  const results = [
    await measure('one node, 50 events', small, 1, 2),
    await measure('one node, 200 events', middle, 1, null),
    await measure('one node, 20,000 events', large, 1, null),
    await measure('2,000 nodes in a star, 10,000 events', star, NODES, 50),
    await measure('2,000 nodes in one chain, 10,000 events', chain, NODES, null),
  ];
  await world.end();
  return results;
}

async function link({ journal }: World, nodes: number, ends: (i: number) => readonly [number, number]): Promise<void> {
  const places = Array.from({ length: nodes - 1 }, (_, i) => {
    const [a, b] = ends(i + 1);
    const id = derivedId('bench', String(a), String(b));
    const draft = { id, type: 'identity.nodes-linked', data: { linkId: id, a: who(a), b: who(b), rule: 'bench' }, source: 'bench', occurredAt: BEARER.receivedAt, actor: BEARER.actor, correlationId: id, causationId: null };
    const { stream, events } = journal.address(NO_STREAM, [draft]);
    return { stream, events };
  });
  await Promise.all(places.map(({ stream, events }) => journal.append(stream, 'no-stream', events)));
}

function who(person: number): Identifier {
  return { type: 'email', value: `simulated-${person}@example.com` };
}
