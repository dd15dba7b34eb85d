// Real: the view of consents and what is asked of it, over events as the journal gives them back and a shelf in memory.
import { recorded, shelfOf, type Happened } from '../../../test/models/recorded';
import { consentsOf, contactAnswer, shownConsents } from './consent.queries';
import { consentView } from './consent.view';

const address = { type: 'email', value: 'simulated@example.com' };
const customer = { type: 'user', value: '7' };
const use = { address, purpose: 'newsletter', channel: 'email' };
const requested: Happened = { type: 'marketing.consent-requested', data: { ...use, wording: { wordingId: 'v1', text: 'Yes.' }, source: 'form' } };
const confirmed: Happened = { type: 'marketing.consent-confirmed', data: { ...use, customer, method: 'double-opt-in', evidence: { ip: '192.0.2.1' } }, at: '2026-01-16T09:00:00.000Z' };
const withdrawn: Happened = { type: 'marketing.consent-withdrawn', data: { address, purpose: 'newsletter' }, at: '2026-01-17T09:00:00.000Z' };

async function found(facts: readonly Happened[]) {
  const events = await recorded(facts);
  const shelf = await shelfOf(consentView, events);
  const nodes = [...new Set(events.flatMap(({ parties }) => parties.map(({ node }) => node)))];
  return { shelf, nodes, documents: await consentsOf(shelf, nodes) };
}

it('keeps each word with its proof, and says how it stands', async () => {
  const [one] = (await found([requested, confirmed])).documents.map(shownConsents);
  expect(one).toMatchObject({
    address,
    customer,
    uses: [{ purpose: 'newsletter', channel: 'email', status: 'confirmed', since: Date.parse('2026-01-16T09:00:00.000Z'), method: 'double-opt-in' }],
    history: [{ type: 'marketing.consent-requested', wordingId: 'v1', wording: 'Yes.', source: 'form', evidence: null }, { type: 'marketing.consent-confirmed', evidence: { ip: '192.0.2.1', note: null } }],
  });
});

it('shows a withdrawal of all channels under each of them, and what came late where it belongs', async () => {
  const [one] = (await found([withdrawn, requested, confirmed])).documents.map(shownConsents);
  expect(one?.uses).toMatchObject([{ channel: 'email', status: 'withdrawn' }]);
  expect(one?.history.map(({ type }) => type)).toEqual([requested, confirmed, withdrawn].map(({ type }) => type));
});

it('is found by the address and by whose it is, once', async () => {
  const { shelf, nodes, documents } = await found([requested, confirmed, withdrawn]);
  expect(documents).toHaveLength(1);
  expect(await Promise.all(nodes.map(async (node) => (await consentsOf(shelf, [node])).length))).toEqual([1, 1]);
});

it('answers for one address, by the objections of all', async () => {
  const other = { type: 'email', value: 'simulated.other@example.com' };
  const { documents } = await found([requested, confirmed, { type: 'marketing.consent-objected', data: { address: other, purpose: 'newsletter' }, at: '2026-01-18T09:00:00.000Z' }]);
  const node = documents.find((one) => one.address?.value === address.value)?.node ?? '';
  const question = { address, node, purpose: 'newsletter', channel: 'email' };
  expect(contactAnswer(documents, question).allowed).toBe(false);
  expect(contactAnswer(documents.filter((one) => one.node === node), question).allowed).toBe(true);
  expect(contactAnswer([], question)).toMatchObject({ allowed: false, clauses: [{}, {}, { why: { de: 'Keine Einwilligung' } }] });
  expect(contactAnswer([], { ...question, address: { type: 'user', value: 'u-1' } })).toMatchObject({ allowed: false, clauses: [{}, {}, { why: { de: 'Keine Adresse für E-Mail' } }] });
});
