// Real: leases of several processes over one book, in memory, with its answers lost or late where a case says so; real time.
import { setTimeout as pause } from 'node:timers/promises';
import { MemoryLeaseBook, type LeaseBook, type LeaseRow } from './lease-book';
import { Leases } from './leases';

const LASTS = 200;
const never = new AbortController().signal;

function untilLost(signal: AbortSignal): Promise<number> {
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(performance.now()), { once: true }));
}

/** A book whose answers can be lost, after the writing or before it. */
class ShakyBook implements LeaseBook {
  loses: 'nothing' | 'answers' | 'everything' = 'nothing';

  constructor(private readonly book: LeaseBook) {}

  read(name: string): Promise<LeaseRow | null> {
    return this.loses === 'everything' ? Promise.reject(new Error('no answer')) : this.book.read(name);
  }

  async replace(next: LeaseRow): Promise<boolean> {
    if (this.loses === 'everything') throw new Error('no answer');
    const replaced = await this.book.replace(next);
    if (this.loses === 'answers') throw new Error('no answer');
    return replaced;
  }

  all(): Promise<readonly LeaseRow[]> {
    return this.book.all();
  }
}

describe('a lease', () => {
  const book = new MemoryLeaseBook();
  const leases = (process: string, over: LeaseBook = book) => new Leases(over, { process, lastsMs: LASTS });

  it('is held by one at a time, in turn, with a fence that grows', async () => {
    let inside = 0;
    const fences: number[] = [];
    const work = async (_signal: AbortSignal, fence: number): Promise<void> => {
      inside += 1;
      expect(inside).toBe(1);
      fences.push(fence);
      await pause(15);
      inside -= 1;
    };
    await Promise.all(['a', 'b', 'c', 'd'].map((process) => leases(process).hold('in turn', never, work)));
    expect(fences).toEqual([1, 2, 3, 4]);
  });

  it('lasts as long as its holder lives', async () => {
    const started = performance.now();
    const first = leases('a').hold('long', never, async (signal) => {
      await pause(LASTS * 3);
      return signal.aborted;
    });
    await pause(20);
    const second = await leases('b').hold('long', never, async () => performance.now() - started);
    expect(await first).toBe(false);
    expect(second).toBeGreaterThanOrEqual(LASTS * 3);
  });

  it('is given back by who is told to stop, and handed on at once', async () => {
    const stop = new AbortController();
    const first = leases('a').hold('stopped', stop.signal, untilLost);
    await pause(50);
    const second = leases('b').hold('stopped', never, async () => performance.now());
    await pause(50);
    const told = performance.now();
    stop.abort();
    expect((await second) - told).toBeLessThan(LASTS);
    await first;
  });

  it('is taken over from who is not heard of any more, and only after he has stopped', async () => {
    const shaky = new ShakyBook(book);
    const lost = leases('a', shaky).hold('cut off', never, untilLost);
    await pause(50);
    shaky.loses = 'everything';
    const taken = await leases('b').hold('cut off', never, async (_signal, fence) => ({ at: performance.now(), fence }));
    expect(await lost).toBeLessThan(taken.at);
    expect(taken.fence).toBe(2);
  });

  it('is lost by who finds that another has it', async () => {
    const lost = leases('a').hold('stolen', never, untilLost);
    await pause(20);
    const row = await book.read('stolen');
    await book.replace({ name: 'stolen', version: row!.version + 1, fence: row!.fence + 1, holder: 'another' });
    await lost;
    await pause(20);
    expect((await book.read('stolen'))?.holder).toBe('another');
  });

  it('is kept although every answer is lost', async () => {
    const shaky = new ShakyBook(book);
    shaky.loses = 'answers';
    const aborted = await leases('a', shaky).hold('unanswered', never, async (signal, fence) => {
      await pause(LASTS * 3);
      return { lost: signal.aborted, fence };
    });
    expect(aborted).toEqual({ lost: false, fence: 1 });
  });

  it('is not waited for any longer by who is told to stop', async () => {
    const stop = new AbortController();
    const held = leases('a').hold('busy', stop.signal, untilLost);
    const waiting = leases('b').hold('busy', AbortSignal.timeout(60), async () => 'never');
    await expect(waiting).rejects.toThrow(/timeout/);
    stop.abort();
    await held;
  });

  it('goes back when the work fails, and the failure is told', async () => {
    await expect(leases('a').hold('fails', never, () => Promise.reject(new Error('the work')))).rejects.toThrow('the work');
    expect((await book.read('fails'))?.holder).toBeNull();
  });

  it('says who has it', async () => {
    await leases('sales 1').hold('seen', never, async () => {
      expect((await leases('b').all()).find(({ name }) => name === 'seen')).toMatchObject({ fence: 1, holder: expect.stringMatching(/^sales 1 [\da-f]{8}$/) });
    });
  });
});
