import { status } from '@grpc/grpc-js';
import { StreamIdentifier, UUID } from '@eventstore/db-client/generated/shared_pb';
import { ReadReq, ReadResp } from '@eventstore/db-client/generated/streams_pb';
import type { EventLog, LoggedEvent } from './event-log';
import type { Faults } from './faults';
import { Sink, type ReadCall } from './sink';

/** `read`: of a stream, of `$all`, or a filtered subscription to `$all`. Anything else the adapter has no use for. */
export async function read(log: EventLog, faults: Faults, call: ReadCall): Promise<void> {
  const options = call.request.getOptions() as ReadReq.Options;
  await faults.read();
  const all = options.getAll();
  if (all !== undefined && Number.isNaN(indexOf(log, all))) return refuse(call, 'there is no such position');
  if (options.hasSubscription()) return all === undefined ? refuse(call, 'the peer has no subscriptions to one stream') : subscribe(log, faults, call);
  const events = options.hasStream() ? eventsOfStream(log, options) : eventsOfAll(log, options);
  const sink = new Sink(call);
  if (events === 'no stream') await sink.write(new ReadResp().setStreamNotFound(new ReadResp.StreamNotFound().setStreamIdentifier(options.getStream()?.getStreamIdentifier())));
  else for (const event of events) await sink.write(eventAnswer(event));
  call.end();
}

function eventsOfStream(log: EventLog, options: ReadReq.Options): readonly LoggedEvent[] | 'no stream' {
  const from = options.getStream() as ReadReq.Options.StreamOptions;
  const events = log.readStream(nameOf(from.getStreamIdentifier()));
  if (events.length === 0) return 'no stream';
  const count = Number(options.getCount());
  const backwards = options.getReadDirection() === ReadReq.Options.ReadDirection.BACKWARDS;
  const revision = from.hasStart() ? 0 : from.hasEnd() ? Infinity : Number(from.getRevision());
  return (backwards ? events.filter((event) => event.revision <= revision).toReversed() : events.filter((event) => event.revision >= revision)).slice(0, count);
}

/** Forwards a position itself is read, backwards it is not. */
function* eventsOfAll(log: EventLog, options: ReadReq.Options): Generator<LoggedEvent, void> {
  const backwards = options.getReadDirection() === ReadReq.Options.ReadDirection.BACKWARDS;
  let index = indexOf(log, options.getAll() as ReadReq.Options.AllOptions);
  for (let left = Number(options.getCount()); left > 0; left--) {
    if (backwards && --index < 0) return;
    if (!backwards && index >= log.end) return;
    yield log.at(index);
    if (!backwards) index += 1;
  }
}

function indexOf(log: EventLog, all: ReadReq.Options.AllOptions): number {
  if (all.hasStart()) return 0;
  if (all.hasEnd()) return log.end;
  return log.indexOf(BigInt(all.getPosition()?.getCommitPosition() ?? 0)) ?? NaN;
}

/** What is there, then what comes; a checkpoint after so many events that were looked at, whether they were sent or not. */
async function subscribe(log: EventLog, faults: Faults, call: ReadCall): Promise<void> {
  const options = call.request.getOptions() as ReadReq.Options;
  const all = options.getAll() as ReadReq.Options.AllOptions;
  const start = indexOf(log, all);
  const interest = interestOf(options.getFilter());
  const sink = new Sink(call);
  const stops = [log.watch(sink.ring), faults.onDrop((why) => call.emit('error', Object.assign(new Error(why), { code: why === 'unavailable' ? status.UNAVAILABLE : status.ABORTED })))];
  await sink.write(new ReadResp().setConfirmation(new ReadResp.SubscriptionConfirmation().setSubscriptionId(crypto.randomUUID())));
  for (let index = all.hasPosition() ? start + 1 : start, looked = 0; !sink.over; ) {
    if (index === log.end) await sink.rung();
    for (; index < log.end && !sink.over; index++) {
      const event = log.at(index);
      if (interest.wants(event)) await sink.write(eventAnswer(event));
      if (++looked % interest.interval === 0) await sink.write(new ReadResp().setCheckpoint(new ReadResp.Checkpoint().setCommitPosition(String(event.position)).setPreparePosition(String(event.position))));
    }
  }
  for (const stop of stops) stop();
}

function interestOf(filter: ReadReq.Options.FilterOptions | undefined): { readonly interval: number; readonly wants: (event: LoggedEvent) => boolean } {
  if (filter === undefined) return { interval: Infinity, wants: () => true };
  const byStream = filter.hasStreamIdentifier();
  const expression = (byStream ? filter.getStreamIdentifier() : filter.getEventType()) as ReadReq.Options.FilterOptions.Expression;
  const [prefixes, regex] = [expression.getPrefixList(), new RegExp(expression.getRegex())];
  const matches = (text: string): boolean => (prefixes.length > 0 ? prefixes.some((prefix) => text.startsWith(prefix)) : regex.test(text));
  return { interval: (filter.hasMax() ? filter.getMax() : 50) * filter.getCheckpointintervalmultiplier(), wants: ({ stream, proposed }) => matches(byStream ? stream : proposed.type) };
}

function eventAnswer({ position, stream, revision, created, proposed }: LoggedEvent): ReadResp {
  const event = new ReadResp.ReadEvent.RecordedEvent()
    .setId(new UUID().setString(proposed.id))
    .setStreamIdentifier(new StreamIdentifier().setStreamName(Buffer.from(stream)))
    .setStreamRevision(String(revision))
    .setCommitPosition(String(position))
    .setPreparePosition(String(position))
    .setData(proposed.data)
    .setCustomMetadata(proposed.metadata);
  event.getMetadataMap().set('type', proposed.type).set('content-type', proposed.contentType).set('created', String(created));
  return new ReadResp().setEvent(new ReadResp.ReadEvent().setEvent(event).setCommitPosition(String(position)));
}

function refuse(call: ReadCall, details: string): void {
  call.emit('error', Object.assign(new Error(details), { code: status.UNKNOWN, details }));
}

function nameOf(identifier: StreamIdentifier | undefined): string {
  return Buffer.from(identifier?.getStreamName_asU8() ?? []).toString('utf8');
}
