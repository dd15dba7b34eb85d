// Pure: how lines are put together, and the real catalogue.
import { catalogue } from './catalogue';
import { readWay } from './channel';
import { sayable } from './reading';

const MADE = '0190a4b2-2222-7000-8000-000000000042';

it('says ids that people chose, and none that were made here', () => {
  expect(['spring-2026', 'Case 3512', MADE, undefined].map(sayable)).toEqual(['spring-2026', 'Case 3512', undefined, undefined]);
  const merged = (into: string, more: object = {}) => catalogue.reads('service.ticket-merged', { ticketId: '7', into, ...more }).de;
  expect([merged('8'), merged(MADE), merged(MADE, { intoNumber: 'T-260114-0007' })]).toEqual([
    'Ticket als Dublette zusammengeführt: mit Ticket 8',
    'Ticket als Dublette zusammengeführt',
    'Ticket als Dublette zusammengeführt: mit Ticket T-260114-0007',
  ]);
});

it('says of a channel how something came, also of one it does not know', () => {
  expect(['email', 'visit', 'fan-club', 'constructor', undefined].map((channel) => readWay(channel)?.de)).toEqual(['per E-Mail', 'persönlich', 'über Fan club', 'über Constructor', undefined]);
});
