// Real: engine, memory event store, memory read store, memory event log.
import type { View } from '@throughline/kernel';
import type { ProjectionEngine } from './engine';
import { Bench } from './engine-bench';
import { anEvent, append, storedEvents, streamsView } from './engine-fixture';

describe('parking', () => {
  let bench: Bench;
  const views = ['streams', 'lanes', 'timeline'];

  beforeEach(() => {
    bench = new Bench();
  });
  afterEach(() => bench.close());

  async function expectFolds(engine: ProjectionEngine, without?: ReadonlySet<string>): Promise<void> {
    const folds = await bench.folds(engine, without);
    expect(folds.shown).toEqual(folds.expected);
  }

  async function withPoison(kind: 'unopenable' | 'throwing') {
    const engine = await bench.started();
    const good = await bench.fill(2);
    const events = Array.from({ length: 4 }, (_, n) => ({ ...anEvent('email:1.ada'), data: { n } }));
    bench.trouble[kind].add(events[1]!.id);
    await append(bench.store, 's-ada', events);
    const later = await bench.fill(2);
    await bench.caughtUp(engine, ...views);
    const isAda = new Set((await storedEvents(bench.store)).filter((event) => event.subject === 'email:1.ada').map((event) => event.id));
    const behind = new Set([...events.slice(1).map((event) => event.id), ...later.filter((id) => isAda.has(id))]);
    return { engine, events, behind, good };
  }

  it('parks the event and the later ones of its lane; others flow', async () => {
    const { engine, events, behind } = await withPoison('unopenable');
    await expectFolds(engine, behind);
    const parked = await (await engine.shelf('timeline')).parked({ limit: 100 });
    expect(new Set(parked.map((event) => event.eventId))).toEqual(behind);
    expect(parked.filter((event) => event.failed).map((event) => event.eventId)).toEqual([events[1]!.id]);
    expect(parked[0]).toMatchObject({ lane: 'email:1.ada', nodes: ['email:1.ada'], reason: 'TYPE_UNKNOWN test.happened' });
  });

  it('tells once a batch what was parked, with the trace it came in', async () => {
    const { events } = await withPoison('unopenable');
    const [{ id, correlationId }, told] = [events[1]!, bench.notices.filter(({ view }) => view === 'lanes')];
    expect(told).toEqual([{ view: 'lanes', failed: 1, waiting: expect.any(Number), first: { id, type: 'test.happened', schemaVersion: 1, position: expect.any(BigInt), correlationId, reason: 'TYPE_UNKNOWN test.happened' } }]);
  });

  it('keeps messages of views out of the reason: they may quote personal data', async () => {
    const { engine } = await withPoison('throwing');
    const parked = await (await engine.shelf('streams')).parked({ limit: 100 });
    expect(parked[0]!.reason).toBe('VIEW_FAILED: TypeError at test.happened');
    expect(JSON.stringify(parked.map((event) => event.reason))).not.toContain('ada@');
  });

  it('survives a restart', async () => {
    const { engine, behind } = await withPoison('throwing');
    await engine.stop();
    bench.trouble.throwing.clear();
    const again = await bench.started();
    const more = await bench.fill(1, ['email:1.ada']);
    await bench.caughtUp(again, ...views);
    await expectFolds(again, new Set([...behind, ...more]));
  });

  it('retries in order, and unparks', async () => {
    const { engine } = await withPoison('unopenable');
    bench.trouble.unopenable.clear();
    for (const view of views) expect(await engine.retryLane(view, 'email:1.ada')).toMatchObject({ kind: 'done' });
    await expectFolds(engine);
    await bench.fill(2);
    await bench.caughtUp(engine, ...views);
    await expectFolds(engine);
  });

  it('stops a retry at the first that fails again', async () => {
    const { engine, events, behind } = await withPoison('throwing');
    bench.trouble.throwing.clear();
    bench.trouble.throwing.add(events[3]!.id);
    const outcome = await engine.retryLane('lanes', 'email:1.ada');
    expect(outcome).toMatchObject({ kind: 'still-parked', folded: 2, reason: 'VIEW_FAILED: RangeError at test.happened' });
    const parked = await (await engine.shelf('lanes')).parked({ limit: 100 });
    expect(parked.map((event) => event.eventId)).toEqual([...behind].slice(2));
    expect(parked[0]).toMatchObject({ failed: true, position: outcome.kind === 'still-parked' ? outcome.position : null });
  });

  it('has nothing to retry on a lane that is not parked', async () => {
    const engine = await bench.started();
    expect(await engine.retryLane('streams', 'email:1.ada')).toEqual({ kind: 'done', folded: 0 });
  });

  it('says since when nodes are incomplete', async () => {
    const { engine, events } = await withPoison('unopenable');
    const failed = (await storedEvents(bench.store)).find((event) => event.id === events[1]!.id)!;
    expect(await engine.incompleteSince(['company:Acme', 'email:1.ada'])).toBe(failed.recordedAt);
    expect(await engine.incompleteSince(['company:Acme'])).toBeNull();
  });

  it('refuses a document of another lane', async () => {
    const shared: View = { ...streamsView(bench.trouble), name: 'shared', keys: () => ['the one'] };
    const engine = await bench.started(shared);
    await append(bench.store, 's-1', [anEvent('email:1.ada')]);
    await bench.caughtUp(engine, 'shared');
    await append(bench.store, 's-2', [anEvent('email:1.bob')]);
    await bench.caughtUp(engine, 'shared');
    const parked = await (await engine.shelf('shared')).parked({ limit: 9 });
    expect(parked.map(({ lane, reason }) => [lane, reason])).toEqual([['email:1.bob', 'DOCUMENT_OF_ANOTHER_LANE']]);
  });

  it('parks what JSON has no word for, from the event on that brought it in', async () => {
    const wrong = {
      ...streamsView(bench.trouble),
      evolve: (doc: object, event: { data: unknown }) => ((event.data as { n: number }).n === 1 ? { ...doc, big: 1n } : doc),
    } as unknown as View;
    const engine = await bench.started(wrong);
    const events = [0, 1, 2].map((n) => ({ ...anEvent('email:1.ada'), data: { n } }));
    await append(bench.store, 's-1', events);
    await append(bench.store, 's-2', [{ ...anEvent('email:1.bob'), data: { n: 0 } }]);
    await bench.caughtUp(engine, 'streams');
    const shelf = await engine.shelf('streams');
    expect((await shelf.parked({ limit: 9 })).map(({ eventId, reason }) => [eventId, reason])).toEqual([
      [events[1]!.id, 'VIEW_FAILED: TypeError at test.happened'],
      [events[2]!.id, 'WAITS_BEHIND_A_PARKED_EVENT'],
    ]);
    expect(await shelf.documents(['s-2'])).toHaveProperty('size', 1);
  });

  it('parks what is no document', async () => {
    const wrong = { ...streamsView(bench.trouble), evolve: () => undefined } as unknown as View;
    const engine = await bench.started(wrong);
    await append(bench.store, 's-1', [anEvent('email:1.ada')]);
    await bench.caughtUp(engine, 'streams');
    const parked = await (await engine.shelf('streams')).parked({ limit: 9 });
    expect(parked.every(({ reason }) => reason === 'NOT_A_DOCUMENT at test.happened')).toBe(true);
  });
});
