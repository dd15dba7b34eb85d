// Real: the whole product in this process over SQLite files, spoken to over HTTP only; its mail provider is simulated by CloudEvents.
import { Product, shopEvent } from './product';

let product: Product;

beforeAll(async () => {
  product = await Product.start();
});
afterAll(() => product.end());

const email = (name: string) => ({ type: 'email', value: `simulated.${name}@example.com` });
const put = (route: string, body: unknown) => product.ask('PUT', route, { body });
const codeOf = async (answer: Promise<{ readonly body: { readonly code?: string } }>) => (await answer).body.code;

const plan = { name: 'Simulated spring', targetGroup: 'owners of old pumps', offer: 'seals for less', message: 'Before the season.', channel: 'email', purpose: 'newsletter', budget: { amount: '100.00', currency: 'EUR' }, from: '2026-03-01', to: '2026-04-30' };

/** As a mail provider tells it. */
function told(id: string, kind: string, customer: { readonly type: string; readonly value: string }, more: Record<string, unknown> = {}) {
  return shopEvent(id, { type: `marketing.touch-${kind}`, subject: undefined, data: { campaignId: 'spring', customer, channel: 'email', messageId: `<${id.split('-')[0]}@mail.example.com>`, ...more } });
}

describe('a campaign', () => {
  it('is planned, completed, launched, paused, resumed and closed', async () => {
    const { offer: _offer, ...unfinished } = plan;
    expect((await product.post('/marketing/campaigns', { campaignId: 'spring', ...unfinished })).status).toBe(201);
    expect(await codeOf(product.post('/marketing/campaigns/spring/launch'))).toBe('CAMPAIGN_INCOMPLETE');
    expect(await codeOf(product.post('/marketing/campaigns/spring/touches/sent', { customer: email('a') }))).toBe('CAMPAIGN_NOT_LAUNCHED');
    expect((await put('/marketing/campaigns/spring/plan', plan)).status).toBe(200);
    expect((await product.post('/marketing/campaigns/spring/launch')).status).toBe(200);
    expect((await product.post('/marketing/campaigns/spring/pause', { reason: 'no seals' })).status).toBe(200);
    expect((await product.post('/marketing/campaigns/spring/resume')).status).toBe(200);
    await product.settled();
    expect((await product.get('/marketing/campaigns/spring')).body).toMatchObject({ status: 'running', name: 'Simulated spring', offer: 'seals for less', budget: plan.budget });
    expect((await product.get('/marketing/campaigns?search=pumps%20SEALS&status=running')).body.campaigns).toHaveLength(1);
    expect((await product.get('/marketing/campaigns?search=nothing')).body).toEqual({ campaigns: [], after: null });
    expect((await product.get('/marketing/campaigns/none')).status).toBe(404);
  });

  it('is counted per person and per touch, with leads, cost and rates', async () => {
    const [a, b, c, d] = ['a', 'b', 'c', 'd'].map(email) as [ReturnType<typeof email>, ReturnType<typeof email>, ReturnType<typeof email>, ReturnType<typeof email>];
    const answer = await product.events([
      ...[a, b, c, d].map((customer, index) => told(`m${index}-sent`, 'sent', customer, { purpose: 'newsletter' })),
      ...[a, b, c].map((customer, index) => told(`m${index}-delivered`, 'delivered', customer)),
      told('m0-opened-1', 'opened', a), told('m0-opened-2', 'opened', a), told('m1-opened', 'opened', b),
      told('m0-clicked', 'clicked', a, { link: 'https://shop.example.com/seals' }),
      told('m3-bounced', 'bounced', d, { kind: 'hard' }),
      told('m2-spam', 'reported-as-spam', c),
    ]);
    expect(answer.status).toBe(200);
    expect((await product.post('/marketing/campaigns/spring/touches/replied', { customer: a, outcome: 'positive', text: 'Yes, please.' })).status).toBe(200);
    expect((await product.post('/marketing/leads', { customer: email('e'), campaignId: 'spring', interest: 'seals' })).status).toBe(201);
    expect((await product.post('/marketing/leads', { customer: a, campaign: 'Simulated spring' })).status).toBe(201);
    expect((await product.post('/marketing/leads', { customer: email('f') })).status).toBe(201);
    await product.settled();
    const { entries } = (await product.get(`/customers/${email('e').value}/timeline`)).body;
    expect(entries[0].text.de).toBe('Lead erfasst: Interesse an seals · Kampagne Simulated spring');
    const { body } = await product.get('/marketing/campaigns/spring/result');
    expect(body).toMatchObject({
      reached: 4,
      people: { sent: 4, delivered: 3, opened: 2, clicked: 1, replied: 1, bounced: 1, reportedAsSpam: 1, unsubscribed: 0 },
      events: { sent: 4, opened: 3 },
      hardBounced: 1,
      outcomes: { positive: 1, negative: 0, neutral: 0 },
      leads: 2,
      responses: 2,
      conversions: 2,
      rates: { opened: 0.5, bounced: 0.25 },
      cost: { amount: '100.00', currency: 'EUR', basis: 'budget' },
      costPerResponse: { amount: '50.00', currency: 'EUR' },
    });
    const clicked = await product.get('/marketing/campaigns/spring/people?kind=clicked');
    expect(clicked.body.people.map(({ customer, clicked: count }: Record<string, unknown>) => [customer, count])).toEqual([[a, 1]]);
    expect((await product.get(`/marketing/customers/${a.value}/campaigns`)).body.campaigns).toMatchObject([{ campaignId: 'spring', opened: 2, outcome: 'positive' }]);
  });

  it('hears of its messages also after it was closed', async () => {
    expect((await product.post('/marketing/campaigns/spring/close', { reason: 'completed', cost: { amount: '80.00', currency: 'EUR' } })).status).toBe(200);
    expect(await codeOf(put('/marketing/campaigns/spring/plan', { ...plan, name: 'Again' }))).toBe('CAMPAIGN_CLOSED');
    await product.events([told('m1-clicked', 'clicked', email('b'))]);
    expect((await product.post('/marketing/campaigns/spring/touches/opened', { customer: email('d') })).status).toBe(200);
    await product.settled();
    expect((await product.get('/marketing/campaigns/spring/result')).body).toMatchObject({ people: { clicked: 2, opened: 3 }, costPerResponse: { amount: '40.00' }, cost: { basis: 'cost' } });
  });

  it('reads on the timeline under its name', async () => {
    const { body } = await product.get(`/customers/${email('d').value}/timeline`);
    expect(body.entries.map(({ text }: { text: { de: string } }) => text.de)).toContain('Kampagnennachricht geöffnet: Kampagne Simulated spring');
    expect(body.entries.map(({ text }: { text: { en: string } }) => text.en)).toContain('Campaign message bounced (permanently): campaign spring');
  });
});

describe('consent', () => {
  const [work, home] = [email('work'), email('home')];
  const use = { purpose: 'newsletter', channel: 'email' };
  const wording = { wordingId: 'v1', text: 'Yes, send me the newsletter.' };
  const may = async (address: { readonly value: string }, query = 'purpose=newsletter&channel=email') => {
    await product.settled();
    return (await product.get(`/marketing/customers/${home.value}/may-contact?${query}&address=${encodeURIComponent(address.value)}`)).body;
  };
  const optIn = async (address: object) => {
    await product.post('/marketing/consents/request', { address, ...use, wording, source: 'form', evidence: { ip: '192.0.2.1' } });
    return product.post('/marketing/consents/confirm', { address, ...use, method: 'double-opt-in', source: 'link', evidence: { ip: '192.0.2.1' } });
  };

  beforeAll(() => product.post('/customers/links', { a: work, b: home, evidence: 'said so himself' }));

  it('is confirmed by the address it was asked from, and only then allows', async () => {
    expect(await codeOf(product.post('/marketing/consents/confirm', { address: home, ...use, method: 'double-opt-in' }))).toBe('CONSENT_NOT_REQUESTED');
    expect((await may(home)).allowed).toBe(false);
    expect((await optIn(home)).status).toBe(200);
    expect(await may(home)).toMatchObject({ allowed: true, address: home, clauses: [{ clause: 'objection', holds: true }, { clause: 'withdrawal', holds: true }, { clause: 'basis', holds: true, why: { de: 'Einwilligung per Double-Opt-in' } }] });
    expect((await may(home, 'purpose=newsletter&channel=sms')).allowed).toBe(false);
  });

  it('given later on one address does not undo a withdrawal on another', async () => {
    await optIn(work);
    expect((await product.post('/marketing/consents/withdraw', { address: work, ...use, source: 'link' })).status).toBe(200);
    await product.post('/marketing/consents/withdraw', { address: home, ...use });
    await optIn(home);
    expect([(await may(home)).allowed, (await may(work)).allowed]).toEqual([true, false]);
  });

  it('is shown over all addresses of the customer, with its proof', async () => {
    await product.settled();
    const { body } = await product.get(`/marketing/customers/${work.value}/consents`);
    const byAddress = Object.fromEntries(body.addresses.map((one: { address: { value: string } }) => [one.address.value, one]));
    expect(byAddress[home.value].uses).toMatchObject([{ purpose: 'newsletter', channel: 'email', status: 'confirmed', method: 'double-opt-in' }]);
    expect(byAddress[work.value].uses).toMatchObject([{ purpose: 'newsletter', channel: 'email', status: 'withdrawn' }]);
    expect(byAddress[home.value].history).toMatchObject([
      { type: 'marketing.consent-requested', wordingId: 'v1', wording: wording.text, source: 'form', evidence: { ip: '192.0.2.1' } },
      { type: 'marketing.consent-confirmed', method: 'double-opt-in', wordingId: 'v1' },
      { type: 'marketing.consent-withdrawn' },
      { type: 'marketing.consent-requested' },
      { type: 'marketing.consent-confirmed' },
    ]);
  });

  it('ends for the whole person with an objection', async () => {
    expect((await product.post('/marketing/consents/object', { address: work, purpose: 'newsletter', source: 'call' })).status).toBe(200);
    const answer = await may(home);
    expect([answer.allowed, answer.clauses[0]]).toEqual([false, { clause: 'objection', holds: false, why: { en: 'There is an objection', de: 'Es liegt ein Widerspruch vor' }, since: expect.any(Number) }]);
    expect((await may(home, 'purpose=survey&channel=letter')).allowed).toBe(true);
    const { body } = await product.get('/marketing/customers/user:simulated-1/may-contact?purpose=newsletter&channel=email');
    expect([body.allowed, body.clauses[2].why]).toEqual([false, { en: 'Not an address for e-mail', de: 'Keine Adresse für E-Mail' }]);
  });

  it('is taken back by whoever unsubscribes or reports spam', async () => {
    await product.settled();
    const { body } = await product.get(`/marketing/customers/${email('c').value}/consents`);
    expect(body.addresses).toMatchObject([{ address: email('c'), uses: [{ purpose: 'newsletter', channel: 'email', status: 'withdrawn' }], history: [{ evidence: { reference: expect.any(String) }, actor: 'process:unsubscribe' }] }]);
  });

  it.each([
    ['a channel that needs another address', { address: home, purpose: 'newsletter', channel: 'sms', method: 'written', wording, evidence: { reference: 'scan' } }, 'CONSENT_ADDRESS_UNFIT'],
    ['a paper nobody can find', { address: email('g'), ...use, method: 'written', wording }, 'CONSENT_PROOF_MISSING'],
    ['a paper from before the refusal', { address: work, ...use, method: 'written', wording, evidence: { reference: 'scan', at: '2020-01-31T09:00:00Z' } }, 'CONSENT_REFUSED_SINCE'],
    ['an unknown method', { address: home, ...use, method: 'assumed' }, 'VALIDATION_FAILED'],
  ])('refuses %s', async (_what, body, code) => {
    expect(await codeOf(product.post('/marketing/consents/confirm', body))).toBe(code);
  });
});

describe('a lead', () => {
  const criteria = { criteria: [{ criterionId: 'budget', label: { en: 'Budget', de: 'Budget' }, question: { en: 'Is there one?', de: 'Ist eines da?' }, points: 40 }, { criterionId: 'need', label: { en: 'Need', de: 'Bedarf' }, points: 30 }], threshold: 50 };
  const answers = [{ criterionId: 'budget', met: true }, { criterionId: 'need', met: false }];

  it('is qualified by criteria that were set, with a score that explains itself', async () => {
    expect((await product.get('/marketing/lead-criteria')).body.code).toBe('LEAD_CRITERIA_NOT_FOUND');
    const { body } = await product.post('/marketing/leads', { leadId: 'lead-1', customer: email('lead'), company: { type: 'company', value: 'Simulated Ltd' }, interest: 'two pumps' });
    expect(await codeOf(product.post(`/marketing/leads/${body.id}/qualify`, { answers }))).toBe('LEAD_CRITERIA_MISSING');
    expect((await put('/marketing/lead-criteria', criteria)).status).toBe(201);
    expect((await product.get('/marketing/lead-criteria')).body).toEqual(criteria);
    expect((await product.post('/marketing/lead-criteria/score', { answers })).body).toMatchObject({ score: 40, outOf: 70, suggestion: 'not-qualified' });
    expect((await product.post('/marketing/leads/lead-1/qualify', { answers })).status).toBe(200);
    await product.settled();
    expect((await product.get('/marketing/leads/lead-1')).body).toMatchObject({
      status: 'qualified', score: 40, outOf: 70, threshold: 50, suggestion: 'not-qualified',
      criteria: [{ criterionId: 'budget', met: true, points: 40, possible: 40 }, { criterionId: 'need', met: false, points: 0, possible: 30 }],
    });
  });

  it('keeps its score when the criteria change', async () => {
    await put('/marketing/lead-criteria', { ...criteria, threshold: 10 });
    await product.settled();
    expect((await product.get('/marketing/leads/lead-1')).body).toMatchObject({ score: 40, threshold: 50 });
  });

  it('says on its conversion all that the opportunity needs', async () => {
    expect((await product.post('/marketing/leads/lead-1/convert', { opportunityId: 'from-lead-1', product: 'GTX Pro', value: { amount: '480.00', currency: 'EUR' } })).status).toBe(200);
    await product.settled();
    expect((await product.get('/marketing/leads?status=converted')).body.leads).toMatchObject([{ leadId: 'lead-1', opportunityId: 'from-lead-1' }]);
    const { body } = await product.get(`/customers/${email('lead').value}/timeline?type=marketing.lead-converted`);
    expect((await product.get('/sales/opportunities/from-lead-1')).body).toMatchObject({ opportunityId: 'from-lead-1', status: 'open', product: 'GTX Pro' });
    expect(body.entries).toMatchObject([{ text: { en: 'Lead converted into an opportunity: two pumps · GTX Pro · €480.00' } }]);
    expect((await product.get('/marketing/customers/company:Simulated%20Ltd/leads')).body.leads).toHaveLength(1);
  });

  it('is listed page by page', async () => {
    const first = (await product.get('/marketing/leads?limit=3')).body;
    const second = (await product.get(`/marketing/leads?limit=3&after=${encodeURIComponent(first.after)}`)).body;
    const ids = [...first.leads, ...second.leads].map(({ leadId }: { leadId: string }) => leadId);
    expect([first.leads.length, second.after, new Set(ids).size]).toEqual([3, null, 4]);
    expect((await product.get('/marketing/leads?after=nonsense')).body.code).toBe('CURSOR_INVALID');
  });
});

describe('feedback', () => {
  const customer = email('feedback');

  it('is summed to NPS and CSAT, by period and by what was asked about', async () => {
    for (const score of [10, 9, 7, 3]) expect((await product.post('/marketing/satisfaction', { customer, kind: 'nps', score })).status).toBe(201);
    for (const score of [5, 4, 2]) await product.post('/marketing/satisfaction', { customer, kind: 'csat', score, about: 'ticket-1', comment: 'as it was' });
    expect(await codeOf(product.post('/marketing/satisfaction', { customer, kind: 'csat', score: 0 }))).toBe('SATISFACTION_SCORE_INVALID');
    const quarantined = await product.events([shopEvent('bad-score', { type: 'marketing.satisfaction-answered', data: { answerId: 'x', customer, kind: 'csat', score: 9 } })]);
    expect(JSON.stringify(quarantined.body)).toContain('quarantined');
    await product.settled();
    const { body } = await product.get('/marketing/satisfaction/report?by=year');
    expect(body.all).toEqual({ nps: { answers: 4, promoters: 2, passives: 1, detractors: 1, score: 25 }, csat: { answers: 3, satisfied: 2, score: 66.67 } });
    expect(Object.keys(body.byAbout)).toEqual(['none', 'ticket']);
    expect(body.byPeriod[String(new Date().getUTCFullYear())]).toEqual(body.all);
    expect((await product.get('/marketing/satisfaction/report?about=ticket')).body.all.nps.answers).toBe(0);
    expect((await product.get('/marketing/satisfaction/report?to=2020-01-01')).body.all.csat).toEqual({ answers: 0, satisfied: 0, score: null });
  });

  it('keeps wishes and recommendations until something came of them', async () => {
    await product.post('/marketing/wishes', { wishId: 'w-1', customer, wish: 'an app', product: 'GTX Pro' });
    await product.post('/marketing/wishes/w-1/decline', { reason: 'too few ask' });
    expect((await product.post('/marketing/wishes/w-1/fulfil', { explanation: 'many ask' })).status).toBe(200);
    await product.post('/marketing/recommendations', { recommendationId: 'r-1', customer, recommended: email('friend'), text: 'ask him' });
    expect((await product.post('/marketing/recommendations/r-1/lead', { leadId: 'lead-2' })).status).toBe(200);
    await product.settled();
    expect((await product.get('/marketing/wishes?status=fulfilled')).body.wishes).toMatchObject([{ wishId: 'w-1', text: 'an app', answer: 'many ask' }]);
    expect((await product.get('/marketing/recommendations')).body.recommendations).toMatchObject([{ recommendationId: 'r-1', status: 'lead', leadId: 'lead-2', recommended: email('friend') }]);
    const { body } = await product.get(`/marketing/customers/${customer.value}/feedback`);
    expect([body.satisfaction.length, body.wishes.length, body.recommendations.length]).toEqual([7, 1, 1]);
  });
});
