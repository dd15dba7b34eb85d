// Real: the gauges and both engines, over stores, a log and shelves in memory. The road is one that says what a test wants it to say.
import { MemoryEventLog } from '@throughline/event-log';
import { Journal, MemoryEventStore } from '@throughline/event-store';
import type { DocumentView } from '@throughline/kernel';
import { ProcessEngine, systemClock } from '@throughline/processes';
import { ProjectionEngine } from '@throughline/projections';
import { MemoryReadStore } from '@throughline/read-store';
import { MemoryVault } from '@throughline/vault';
import { readFileSync } from 'node:fs';
import { Gauges } from './gauges';
import { Metrics } from './metrics';
import type { Road, RoadStatus } from './road';
import { VERSION } from './version';

const everything: RoadStatus = {
  servers: [{ name: 'kafka', version: null, answers: true }, { name: 'mongodb', version: '7.0.28', answers: false }],
  topics: [{ topic: 'throughline.events', partitions: 3 }],
  relay: { position: 42n, trouble: 'no broker' },
  leases: [{ name: 'relay', holder: 'ops host:1', fence: 7 }, { name: 'build x', holder: null, fence: 2 }],
  groups: [{ group: 'projection-notes.v1', state: 'Stable', members: [{ member: 'throughline-timeline/0.1.0', host: '127.0.0.1', partitions: [0, 1] }, { member: 'throughline-timeline/0.1.0', host: '127.0.0.1', partitions: [2] }] }],
  healed: [{ group: 'projection-notes.v1', partition: 1, events: 5 }],
  inboxTrouble: null,
};
const nothing: RoadStatus = { servers: [], topics: [], relay: { position: null, trouble: null }, leases: [], groups: [], healed: [], inboxTrouble: null };
const notes: DocumentView = { kind: 'document', name: 'notes', version: 1, indexes: [], keys: (event) => [event.stream], initial: () => ({}), evolve: (doc) => doc };

async function house(road: Road | null) {
  const [store, readStore] = [new MemoryEventStore(), new MemoryReadStore()];
  const journal = await Journal.open(store, new MemoryVault());
  const log = new MemoryEventLog(store, { partitions: 2 });
  const projections = new ProjectionEngine({ log, store, readStore, open: journal.openEvents, views: [notes] });
  await projections.start();
  const processes = new ProcessEngine({ journal, readStore, clock: systemClock, processes: [] });
  const close = async (): Promise<void> => {
    await projections.stop();
    await log.close();
  };
  return { gauges: new Gauges(new Metrics(), projections, processes, road), readStore, close };
}

const lines = (text: string, name: string): readonly string[] => text.split('\n').filter((line) => line.startsWith(`throughline_${name}`)).map((line) => line.slice('throughline_'.length));

it('shows the road as it is now: what is gone is gone', async () => {
  let status = everything;
  const { gauges, close } = await house({ status: async () => status });
  const text = await gauges.text();
  expect(lines(text, 'server_up')).toEqual(['server_up{server="kafka",version=""} 1', 'server_up{server="mongodb",version="7.0.28"} 0']);
  expect(lines(text, 'relay')).toEqual(['relay_position 42', 'relay_trouble 1']);
  expect(lines(text, 'inbox')).toEqual(['inbox_trouble 0']);
  expect(lines(text, 'lease')).toEqual(['lease_held{lease="relay",holder="ops host:1"} 1', 'lease_fence{lease="relay"} 7', 'lease_fence{lease="build x"} 2']);
  expect(lines(text, 'group')).toEqual(['group_members{group="projection-notes.v1",state="Stable"} 2', 'group_member_partitions{group="projection-notes.v1",member="throughline-timeline/0.1.0"} 3']);
  expect(lines(text, 'healed')).toEqual(['healed_events{group="projection-notes.v1",partition="1"} 5']);
  status = nothing;
  const later = await gauges.text();
  for (const name of ['server', 'relay_position', 'lease', 'group', 'healed']) expect([name, lines(later, name)]).toEqual([name, []]);
  await close();
});

it('leaves out what cannot be asked, says so, and shows the rest', async () => {
  const { gauges, readStore, close } = await house({ status: () => Promise.reject(new Error('away')) });
  expect(lines(await gauges.text(), 'projection_partition_lag')).toHaveLength(2);
  await close();
  await readStore.close();
  const text = await gauges.text();
  expect(lines(text, 'part_answers').toSorted()).toEqual(['part_answers{part="processes"} 1', 'part_answers{part="projections"} 0', 'part_answers{part="road"} 0']);
  expect([...lines(text, 'projection'), ...lines(text, 'store'), ...lines(text, 'relay')]).toEqual([]);
  expect(text).toContain('process_cpu_seconds_total');
});

it('has nothing to say of a road on one machine', async () => {
  const { gauges, close } = await house(null);
  const text = await gauges.text();
  for (const name of ['server', 'relay', 'lease', 'group', 'healed', 'inbox']) expect([name, lines(text, name)]).toEqual([name, []]);
  await close();
});

it('says which version of the program it is, the one that is installed', async () => {
  const { gauges, close } = await house(null);
  expect(lines(await gauges.text(), 'build_info')).toEqual([`build_info{version="${VERSION}"} 1`]);
  expect((JSON.parse(readFileSync('package.json', 'utf8')) as { version: string }).version).toBe(VERSION);
  await close();
});
