import { TICKET_FIELDS, type TicketEvent, type TicketField } from '@throughline/contracts';

/** What is said of a ticket beside its customer, as it stands now. */
export type TicketDetails = { readonly [Field in TicketField | 'subject']: string | null };

type DataOf<Type extends TicketEvent['type']> = Extract<TicketEvent, { type: Type }>['data'];

export const NO_DETAILS: TicketDetails = { kind: null, subject: null, channel: null, category: null, product: null, priority: null, queue: null };

/** Where nothing is said. */
export const USUAL_PRIORITY = 'normal';

/** A log may begin with an assignment: the queue named there is the later one. The subject may be gone with its key. */
export function asOpened({ queue }: TicketDetails, data: DataOf<'service.ticket-opened'>): TicketDetails {
  return {
    kind: data.kind ?? null,
    subject: text(data.subject),
    channel: data.channel ?? null,
    category: data.category ?? null,
    product: data.product ?? null,
    priority: data.priority ?? USUAL_PRIORITY,
    queue: queue ?? data.queue ?? null,
  };
}

export function asChanged(details: TicketDetails, { changes, subject }: DataOf<'service.ticket-changed'>): TicketDetails {
  const changed = Object.fromEntries(changes.map(({ field, to }) => [field, to ?? null]));
  return { ...details, ...changed, ...(subject === undefined ? {} : { subject: text(subject.to) }) };
}

/** What somebody wants set; what is not named stays, `null` takes it away. */
export type WantedDetails = Partial<TicketDetails>;

/** Only what really changes, with the old value; `null` = nothing. A subject is never taken away. */
export function changesTo(details: TicketDetails, wanted: WantedDetails): Pick<DataOf<'service.ticket-changed'>, 'changes' | 'subject'> | null {
  const changes = TICKET_FIELDS.flatMap((field) => {
    const [from, to] = [details[field], wanted[field]];
    return to === undefined || to === from ? [] : [{ field, ...named('from', from), ...named('to', to) }];
  });
  const { subject } = wanted;
  const isRenamed = typeof subject === 'string' && subject !== details.subject;
  if (changes.length === 0 && !isRenamed) return null;
  return { changes, ...(isRenamed ? { subject: { ...named('from', details.subject), to: subject } } : {}) };
}

function named<Name extends string>(name: Name, value: string | null): { readonly [N in Name]?: string } {
  return (value === null ? {} : { [name]: value }) as { readonly [N in Name]?: string };
}

function text(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
