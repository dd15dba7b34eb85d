// Real: every app as users run it in the distributed set-up, built, each in processes of its own, over the three servers; only told by HTTP and by signals.
import { setTimeout as pause } from 'node:timers/promises';
import { shopEvent } from './product';
import { ServerProcess } from './server-process';
import { environmentFor, IS_DISTRIBUTED } from './servers';

if (!IS_DISTRIBUTED) process.stderr.write('Skipped: apps in processes of their own need EVENTSTORE_URL, KAFKA_BROKERS and MONGODB_URL.\n');

/** Sessions of a consumer that died last ten seconds; a lease half as long. */
const SOON = 30_000;

(IS_DISTRIBUTED ? describe : describe.skip)('apps in processes of their own', () => {
  jest.setTimeout(180_000);
  const ops = new ServerProcess({}, 'ops');
  const company = { THROUGHLINE_NAMESPACE: String(environmentFor(ops.folder)['THROUGHLINE_NAMESPACE']) };
  const copies = new Map<string, ServerProcess>();
  const at = (name: string): ServerProcess => copies.get(name)!;

  beforeAll(async () => {
    await ops.start();
    for (const name of ['intake', 'marketing', 'sales', 'sales-2', 'service', 'team', 'timeline', 'timeline-2']) copies.set(name, new ServerProcess(company, name.replace(/-2$/, ''), ops.key));
    for (const copy of copies.values()) await copy.start();
  });
  afterAll(async () => {
    for (const copy of copies.values()) await copy.stop('SIGKILL');
    await ops.end();
  });

  async function shownBy(name: string, count: number): Promise<readonly string[]> {
    const until = Date.now() + SOON;
    for (;;) {
      const { entries } = JSON.parse(await at(name).get('/customers/apart@example.com/timeline?limit=200')) as { entries?: { type: string }[] };
      if ((entries?.length ?? 0) >= count || Date.now() > until) return (entries ?? []).map(({ type }) => type);
      await pause(100);
    }
  }

  it('make one timeline of what each of them is told', async () => {
    const customer = { type: 'email', value: 'apart@example.com' };
    await at('intake').event(shopEvent('apart-1', { subject: 'email:apart@example.com' }));
    await at('marketing').post('/marketing/leads', { customer, interest: 'Simulated' });
    await at('sales').post('/sales/opportunities', { opportunityId: 'apart', customer, stage: 'proposal' });
    await at('sales-2').post('/sales/opportunities/apart/lose', { reason: 'other', explanation: 'Simulated' });
    await at('service').post('/service/tickets', { ticketId: 'apart', customer, subject: 'Simulated' });
    expect((await shownBy('timeline', 5)).toSorted()).toEqual(['marketing.lead-captured', 'sales.opportunity-lost', 'sales.opportunity-opened', 'service.ticket-opened', 'shop.order-placed']);
    expect(await shownBy('timeline-2', 5)).toHaveLength(5);
  });

  it('share the partitions of a view, and whoever is left has those of one that stopped or was killed', async () => {
    const groups = async (): Promise<{ group: string; members: { partitions: number[] }[] }[]> => (JSON.parse(await ops.get('/ops/road')) as { road: { groups: { group: string; members: { partitions: number[] }[] }[] } }).road.groups;
    const timeline = (await groups()).find(({ group }) => group.startsWith('projection-timeline.'));
    expect(timeline?.members.map(({ partitions }) => partitions.length).toSorted()).toEqual([1, 2]);
    await at('timeline').stop('SIGKILL');
    await at('intake').event(shopEvent('apart-2', { subject: 'email:apart@example.com' }));
    expect(await shownBy('timeline-2', 6)).toHaveLength(6);
    await at('timeline').start();
    expect(await at('timeline-2').stop('SIGTERM')).toBe(0);
    await at('intake').event(shopEvent('apart-3', { subject: 'email:apart@example.com' }));
    expect(await shownBy('timeline', 7)).toHaveLength(7);
  });

  it('are seen by operations: what all of them keep and run, and a view is built anew from there', async () => {
    const { projections } = JSON.parse(await ops.get('/ops/projections')) as { projections: { view: string; state: { kind: string } }[] };
    expect(projections.map(({ view }) => view)).toEqual(expect.arrayContaining(['timeline', 'pipeline', 'tickets', 'leads', 'staff', 'quarantine']));
    expect(JSON.parse(await ops.post('/ops/projections/timeline/rebuild', {}))).toMatchObject({ view: 'timeline' });
    const until = Date.now() + SOON;
    for (;;) {
      const { rebuild } = (JSON.parse(await ops.get('/ops/projections')) as { projections: { view: string; rebuild: { state: string; outcome: string } }[] }).projections.find(({ view }) => view === 'timeline')!;
      if (rebuild.state !== 'running' || Date.now() > until) {
        expect(rebuild).toMatchObject({ state: 'done', outcome: 'flipped' });
        break;
      }
      await pause(100);
    }
    await at('intake').event(shopEvent('apart-4', { subject: 'email:apart@example.com' }));
    expect(await shownBy('timeline', 8)).toHaveLength(8);
  });
});
