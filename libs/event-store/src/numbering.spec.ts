// Real: the journal with codec, vault and event store in memory; two journals over one store stand for two processes.
import { MemoryVault } from '@throughline/vault';
import { all } from './contract-fixture';
import { derivedId } from './ids';
import { Journal } from './journal';
import { MemoryEventStore } from './memory-event-store';
import { issueNumber, readNumber } from './numbering';

const request = (command: number, at = '2026-01-31T09:00:00.000Z') =>
  ({ sequence: 'ticket', thing: `ticket-${command}`, commandId: derivedId(String(command)), correlationId: derivedId(String(command)), by: 'staff:00000000-0000-7000-8000-000000000001', source: 'desk', at }) as const;

it('counts from one each day', async () => {
  const journal = await Journal.open(new MemoryEventStore(), new MemoryVault());
  expect([await issueNumber(journal, request(1)), await issueNumber(journal, request(2)), await issueNumber(journal, request(3, '2026-02-01T00:00:00.000Z'))]).toEqual([
    { day: '2026-01-31', number: 1 },
    { day: '2026-01-31', number: 2 },
    { day: '2026-02-01', number: 1 },
  ]);
});

it('gives the same command the same number, however late it asks again', async () => {
  const journal = await Journal.open(new MemoryEventStore(), new MemoryVault());
  const first = await issueNumber(journal, request(1));
  await issueNumber(journal, request(2));
  expect(await issueNumber(journal, request(1))).toEqual(first);
  expect(await issueNumber(journal, { ...request(1), correlationId: derivedId('another trace') })).toEqual(first);
});

it('gives no number twice, whoever asks at the same moment', async () => {
  const [store, vault] = [new MemoryEventStore(), new MemoryVault()];
  const journals = [await Journal.open(store, vault), await Journal.open(store, vault)];
  const numbers = await Promise.all(Array.from({ length: 40 }, (_, n) => issueNumber(journals[n % 2] as Journal, request(n))));
  expect(new Set(numbers.map(({ number }) => number)).size).toBe(40);
  expect((await all(store.readAll())).length).toBe(40);
});

it('reads as people say it', () => {
  expect(readNumber('T', { day: '2026-01-31', number: 17 })).toBe('T-260131-0017');
});
