import { FaultFound } from './fault-found';
import type { Request } from './request';

/** Where an answer said an event stands. */
export interface Place {
  readonly id: string;
  readonly stream: string;
  readonly revision: number;
  readonly position: string;
}

export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

interface Taken {
  readonly status: 'recorded' | 'repeated' | 'quarantined';
  readonly id: string;
  readonly stream: string;
  readonly revision: number;
  readonly position: string;
  readonly itemId?: string;
}

/** Answered requests that are kept, to be sent again after the crash. */
const REMEMBERED = 24;
/** A broken rule is an answer: nothing was recorded. */
const REFUSED = [404, 409, 412];
/** Come again later: what became of it is not known. */
const LATER = [429, 503];

/** What the server has promised, as its clients heard it. */
export class Ledger {
  /** By event id. */
  readonly acknowledged = new Map<string, Place>();
  /** The sender's ids of events that came as a file. */
  readonly imported = new Set<string>();
  readonly quarantineStreams = new Set<string>();
  /** Sent, and nothing heard. */
  readonly unanswered = new Set<Request>();
  /** Answered lately. */
  readonly lately = new Set<Request>();
  private readonly saidRecorded = new Set<string>();

  get events(): number {
    return this.acknowledged.size + this.imported.size + this.quarantineStreams.size;
  }

  sent(request: Request): void {
    this.unanswered.add(request);
  }

  /** Throws `FaultFound` on an answer that cannot be right. `false` = it is to be sent again. */
  answered(request: Request, { status, body }: Answer): boolean {
    if (LATER.includes(status)) return false;
    if (status >= 300 && !REFUSED.includes(status)) throw new FaultFound(`${request.method} ${request.path} was answered with ${status}: ${JSON.stringify(body)}`);
    this.unanswered.delete(request);
    if (status >= 300) return true;
    if (request.path === '/import') this.takeImport(request, body);
    else if (request.path === '/events') for (const taken of (body as { events: readonly Taken[] }).events) this.takeEvent(taken);
    else this.takeCommand(body as { stream: string; repeated: boolean; events: readonly Omit<Place, 'stream'>[] });
    this.lately.add(request);
    const [oldest] = this.lately;
    if (this.lately.size > REMEMBERED && oldest !== undefined) this.lately.delete(oldest);
    return true;
  }

  private takeImport(request: Request, body: unknown): void {
    const { done, recorded, repeated } = body as { done?: boolean; recorded: number; repeated: number };
    if (done !== true || recorded + repeated !== request.imported.length) throw new FaultFound(`an import of ${request.imported.length} lines was answered with ${JSON.stringify(body)}`);
    for (const id of request.imported) this.imported.add(id);
  }

  private takeEvent({ status, itemId, ...place }: Taken): void {
    if (status === 'quarantined') this.quarantineStreams.add(`quarantine-${itemId}`);
    else this.take(place, status === 'recorded');
  }

  private takeCommand({ stream, repeated, events }: { readonly stream: string; readonly repeated: boolean; readonly events: readonly Omit<Place, 'stream'>[] }): void {
    for (const { id, revision, position } of events) this.take({ id, stream, revision, position }, !repeated);
  }

  private take({ id, stream, revision, position }: Place, recorded: boolean): void {
    const before = this.acknowledged.get(id);
    if (before !== undefined && (before.stream !== stream || before.revision !== revision || before.position !== position))
      throw new FaultFound(`event ${id} was acknowledged at ${JSON.stringify(before)} and again at ${JSON.stringify({ stream, revision, position })}`, 'doubled');
    if (recorded && this.saidRecorded.has(id)) throw new FaultFound(`event ${id} was said to be recorded for the first time twice`, 'doubled');
    if (recorded) this.saidRecorded.add(id);
    this.acknowledged.set(id, { id, stream, revision, position });
  }
}
