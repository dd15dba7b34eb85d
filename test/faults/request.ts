import type { Chance } from './chance';

/** One request as it goes over the wire: sent again word for word, it must change nothing. */
export interface Request {
  readonly method: 'POST' | 'PUT';
  readonly path: string;
  readonly contentType: string;
  readonly body: string;
  readonly idempotencyKey?: string;
  readonly ifMatch?: number;
  /** The sender's ids of the events of an import, whose answer has only counts. */
  readonly imported: readonly string[];
}

export const SENDER = '/faults';

const PEOPLE = 40;
const STAGES = ['qualified', 'proposal', 'negotiation', 'contract'] as const;

/** What one writer says: everything has a name of its own, derived from the writer's. */
export class Speaker {
  private spoken = 0;

  constructor(
    private readonly name: string,
    private readonly chance: Chance,
  ) {}

  /** Events that stand alone, facts of our own types, now and then one that cannot be taken. */
  events(): Request {
    const { chance } = this;
    const count = chance.pick([1, 1, chance.between(2, 40)]);
    const events = Array.from({ length: count }, () => (chance.happens(0.03) ? { ...this.foreign(), specversion: '0.9' } : chance.happens(0.2) ? this.fact() : this.foreign()));
    const single = count === 1;
    return { method: 'POST', path: '/events', contentType: single ? 'application/cloudevents+json' : 'application/cloudevents-batch+json', body: JSON.stringify(single ? events[0] : events), imported: [] };
  }

  import(): Request {
    const events = Array.from({ length: this.chance.between(5, this.chance.pick([60, 1_500])) }, () => this.foreign());
    return { method: 'POST', path: '/import', contentType: 'application/x-ndjson', body: events.map((event) => `${JSON.stringify(event)}\n`).join(''), imported: events.map(({ id }) => id) };
  }

  note(): Request {
    return this.command('POST', `/customers/${encodeURIComponent(this.person())}/notes`, { text: `wrote ${this.next()}` });
  }

  owner(): Request {
    return this.command('PUT', `/customers/${encodeURIComponent(this.person())}/owner`, { owner: `staff:00000000-0000-4000-8000-00000000000${this.chance.between(0, 9)}` });
  }

  link(): Request {
    return this.command('POST', '/customers/links', { a: { type: 'email', value: `${this.next()}@a.example` }, b: { type: 'user', value: this.next() }, rule: 'by hand' });
  }

  open(opportunityId: string): Request {
    return this.command('POST', '/sales/opportunities', { opportunityId, stage: 'new', customer: { type: 'email', value: this.email() }, value: { amount: String(this.chance.between(1, 9_999)), currency: 'EUR' } });
  }

  advance(opportunityId: string, ifMatch?: number): Request {
    return { ...this.command('POST', `/sales/opportunities/${opportunityId}/advance`, { stage: this.chance.pick(STAGES) }), ...(ifMatch === undefined ? {} : { ifMatch }) };
  }

  win(opportunityId: string): Request {
    return this.command('POST', `/sales/opportunities/${opportunityId}/win`, {});
  }

  ticket(): Request {
    return this.command('POST', '/service/tickets', { ticketId: this.next(), subject: 'It does not work', text: `said ${this.next()}`, customer: { type: 'email', value: this.email() } });
  }

  /** Falls due while it is looked: something a process does by itself. `due`: milliseconds since 1970. */
  followUp(due: number): Request {
    return this.command('POST', `/customers/${encodeURIComponent(this.person())}/follow-ups`, { followUpId: this.next(), what: `call ${this.next()}`, due: new Date(due).toISOString() });
  }

  /** A name nobody else has used or will. */
  next(): string {
    this.spoken += 1;
    return `${this.name}-${this.spoken}`;
  }

  private command(method: 'POST' | 'PUT', path: string, body: unknown): Request {
    return { method, path, contentType: 'application/json', body: JSON.stringify(body), idempotencyKey: this.next(), imported: [] };
  }

  private foreign() {
    const data = { order: this.next(), text: 'Ü'.repeat(this.chance.between(0, 400)), email: this.email() };
    return { specversion: '1.0', id: this.next(), source: SENDER, type: 'shop.order-placed', subject: this.person(), time: new Date(this.chance.between(1_700_000_000_000, 1_760_000_000_000)).toISOString(), data };
  }

  /** Goes to the stream of its opportunity, which others may be writing to at the same moment. */
  private fact() {
    return { specversion: '1.0', id: this.next(), source: SENDER, type: 'sales.opportunity-stage-advanced', data: { opportunityId: `told-${this.chance.between(1, 5)}`, stage: this.chance.pick(STAGES) } };
  }

  private person(): string {
    return `email:${this.email()}`;
  }

  private email(): string {
    return `person${this.chance.between(1, PEOPLE)}@example.com`;
  }
}
