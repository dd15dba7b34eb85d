import { setTimeout as pause } from 'node:timers/promises';
import type { Chance } from './chance';
import { FaultFound } from './fault-found';
import type { Ledger } from './ledger';
import { Speaker, type Request } from './request';

/** Attempts, and milliseconds between them, until a request is answered by a server that runs. */
const ATTEMPTS = 100;
const BETWEEN = 100;
/** How many requests are repeated at once after a crash. */
const REPEATED_AT_ONCE = 4;

/** The way to a running server. Everything sent and heard stands in the ledger. */
export class Door {
  /** Requests without an answer at this moment. */
  underway = 0;

  constructor(
    readonly url: string,
    private readonly key: string,
    readonly ledger: Ledger,
    /** Milliseconds after which a client gives up waiting for the answer; for a whole file four times as long. */
    private readonly patience = 300_000,
  ) {}

  /** `null` = there was no answer. */
  async send(request: Request): Promise<unknown> {
    this.ledger.sent(request);
    this.underway += 1;
    try {
      const response = await fetch(this.url + request.path, { method: request.method, headers: this.headers(request), body: request.body, signal: AbortSignal.timeout(request.path === '/import' ? 4 * this.patience : this.patience) });
      const body: unknown = await response.json();
      if (!this.ledger.answered(request, { status: response.status, body })) await pause(BETWEEN / 10);
      return body;
    } catch (error) {
      if (error instanceof FaultFound) throw error;
      return null;
    } finally {
      this.underway -= 1;
    }
  }

  /** Begins to build a view anew, so that some crashes fall into a rebuild. */
  async rebuild(view: string): Promise<void> {
    await fetch(`${this.url}/ops/projections/${view}/rebuild`, { method: 'POST', headers: { Authorization: `Bearer ${this.key}` } }).catch(() => undefined);
  }

  /** Resolves when every view has everything; `false` if that takes longer than a minute. */
  async caughtUp(): Promise<boolean> {
    for (let attempt = 0; attempt < 60_000 / BETWEEN; attempt++) {
      const { projections } = (await this.ask('/ops/projections')) as { projections: readonly { lagEvents: number; active: unknown }[] };
      if (projections.every(({ lagEvents, active }) => lagEvents === 0 && active !== null)) return true;
      await pause(BETWEEN);
    }
    return false;
  }

  async ask(path: string): Promise<unknown> {
    const response = await fetch(this.url + path, { headers: { Authorization: `Bearer ${this.key}` }, signal: AbortSignal.timeout(this.patience) });
    return response.json();
  }

  private headers({ contentType, idempotencyKey, ifMatch }: Request): Record<string, string> {
    return {
      Authorization: `Bearer ${this.key}`,
      'Content-Type': contentType,
      ...(idempotencyKey === undefined ? {} : { 'Idempotency-Key': idempotencyKey }),
      ...(ifMatch === undefined ? {} : { 'If-Match': `"${ifMatch}"` }),
    };
  }
}

/** Writes until the server is gone. */
export async function write(door: Door, name: string, chance: Chance): Promise<void> {
  const speaker = new Speaker(name, chance);
  const mine = speaker.next();
  let revision: number | null = null;
  for (;;) {
    const request = nextRequest();
    const [answer, again] = await Promise.all([door.send(request), chance.happens(0.05) ? door.send(request) : {}]);
    if (answer === null || again === null) return;
    if (request.path.includes(mine) || request.body.includes(mine)) revision = (answer as { revision?: number }).revision ?? revision;
  }

  function nextRequest(): Request {
    const dice = chance.between(1, 100);
    if (dice <= 45) return speaker.events();
    if (dice <= 52) return speaker.import();
    if (dice <= 62) return speaker.note();
    if (dice <= 70) return speaker.owner();
    if (dice <= 75) return speaker.link();
    if (dice <= 82) return speaker.ticket();
    if (dice <= 90) return chance.happens(0.3) ? speaker.open('everybodys') : speaker.advance('everybodys');
    if (revision === null) return speaker.open(mine);
    return chance.happens(0.1) ? speaker.win(mine) : speaker.advance(mine, chance.happens(0.5) ? revision : undefined);
  }
}

/**
 * Sends everything again that was not answered, word for word, until it is, and some of what was. Ends early when the server
 * is gone (`isGone`).
 */
export async function repeatUnanswered(door: Door, isGone: () => boolean): Promise<void> {
  const requests = [...door.ledger.unanswered, ...door.ledger.lately];
  const worker = async (): Promise<void> => {
    for (let request = requests.pop(); request !== undefined && !isGone(); request = requests.pop()) await untilAnswered(door, request, isGone);
  };
  await Promise.all(Array.from({ length: REPEATED_AT_ONCE }, worker));
}

async function untilAnswered(door: Door, request: Request, isGone: () => boolean): Promise<void> {
  for (let attempt = 0; attempt < ATTEMPTS && !isGone(); attempt++) {
    await door.send(request);
    if (!door.ledger.unanswered.has(request)) return;
    if (!isGone()) await pause(BETWEEN);
  }
  if (!isGone()) throw new FaultFound(`${request.method} ${request.path} was never answered`);
}
