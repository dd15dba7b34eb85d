import { Metadata, status, type ServerDuplexStream, type ServerReadableStream, type sendUnaryData } from '@grpc/grpc-js';
import { Any } from 'google-protobuf/google/protobuf/any_pb';
import { Empty as GoogleEmpty } from 'google-protobuf/google/protobuf/empty_pb';
import { Empty, UUID, WrongExpectedVersion } from '@eventstore/db-client/generated/shared_pb';
import { Status } from '@eventstore/db-client/generated/status_pb';
import { AppendReq, AppendResp, BatchAppendReq, BatchAppendResp } from '@eventstore/db-client/generated/streams_pb';
import type { Decision, EventLog, Expected, Proposed } from './event-log';
import type { Faults } from './faults';

/** The default of the real server. */
const MAX_APPEND = 1024 * 1024;
const TOO_LARGE = { code: status.INVALID_ARGUMENT, details: `Maximum Append Size of ${MAX_APPEND} Exceeded.` };

/** `append`: one call per append. */
export async function append(log: EventLog, faults: Faults, call: ServerReadableStream<AppendReq, AppendResp>, answer: sendUnaryData<AppendResp>): Promise<void> {
  let options: AppendReq.Options | undefined;
  const events: Proposed[] = [];
  for await (const message of call as AsyncIterable<AppendReq>) {
    options ??= message.getOptions();
    const proposed = message.getProposedMessage();
    if (proposed !== undefined) events.push(proposedOf(proposed));
  }
  if (options === undefined) return answer({ code: status.INVALID_ARGUMENT, details: 'no options' });
  if (sizeOf(events) > MAX_APPEND) return answer({ ...TOO_LARGE, metadata: exception('maximum-append-size-exceeded', { 'maximum-append-size': String(MAX_APPEND) }) });
  const expected = expectedOf(options, options.hasRevision() ? options.getRevision() : null);
  const decision = await faults.append(() => log.append(streamOf(options), expected, events));
  if (decision === 'cut') return answer({ code: status.UNAVAILABLE, details: 'the server is going away' });
  if (decision.kind !== 'not-ready') answer(null, appendAnswer(decision, expected));
}

/** `batchAppend`: many appends over one stream, which is what the client does unless it is told otherwise. */
export function batchAppend(log: EventLog, faults: Faults, call: ServerDuplexStream<BatchAppendReq, BatchAppendResp>): void {
  const begun = new Map<string, { options: BatchAppendReq.Options; events: Proposed[] }>();
  call.on('data', (message: BatchAppendReq) => {
    const id = message.getCorrelationId()?.getString() ?? '';
    const options = message.getOptions();
    if (options !== undefined) begun.set(id, { options, events: [] });
    const group = begun.get(id);
    if (group === undefined) return;
    group.events.push(...message.getProposedMessagesList().map(proposedOf));
    if (!message.getIsFinal()) return;
    begun.delete(id);
    const expected = expectedOf(group.options, group.options.hasStreamPosition() ? group.options.getStreamPosition() : null);
    void faults.append(() => log.append(streamOf(group.options), expected, group.events)).then((decision) => {
      if (decision === 'cut') call.emit('error', Object.assign(new Error('the server is going away'), { code: status.UNAVAILABLE }));
      else if (decision.kind !== 'not-ready') call.write(batchAnswer(decision, group.options, id));
    });
  });
  call.on('end', () => call.end());
  call.on('error', () => undefined);
}

function appendAnswer(decision: Exclude<Decision, { kind: 'not-ready' }>, expected: Expected): AppendResp {
  if (decision.kind === 'done') {
    const position = new AppendResp.Position().setCommitPosition(String(decision.last.position)).setPreparePosition(String(decision.last.position));
    return new AppendResp().setSuccess(new AppendResp.Success().setCurrentRevision(String(decision.last.revision)).setPosition(position));
  }
  const wrong = new AppendResp.WrongExpectedVersion();
  if (decision.current < 0) wrong.setCurrentNoStream(new Empty());
  else wrong.setCurrentRevision(String(decision.current));
  if (expected === 'none') wrong.setExpectedNoStream(new Empty());
  else if (expected === 'exists') wrong.setExpectedStreamExists(new Empty());
  else wrong.setExpectedRevision(String(expected));
  return new AppendResp().setWrongExpectedVersion(wrong);
}

function batchAnswer(decision: Exclude<Decision, { kind: 'not-ready' }>, options: BatchAppendReq.Options, id: string): BatchAppendResp {
  const answer = new BatchAppendResp().setCorrelationId(new UUID().setString(id)).setStreamIdentifier(options.getStreamIdentifier());
  if (decision.kind === 'done') return answer.setSuccess(new BatchAppendResp.Success().setCurrentRevision(String(decision.last.revision)));
  const wrong = new WrongExpectedVersion();
  if (decision.current < 0) wrong.setCurrentNoStream(new GoogleEmpty());
  else wrong.setCurrentStreamRevision(String(decision.current));
  const details = new Any();
  details.pack(wrong.serializeBinary(), 'event_store.client.WrongExpectedVersion');
  return answer.setError(new Status().setMessage('WrongExpectedVersion').setDetails(details));
}

export function exception(name: string, details: Readonly<Record<string, string>>): Metadata {
  const metadata = new Metadata();
  for (const [key, value] of Object.entries({ exception: name, ...details })) metadata.set(key, value);
  return metadata;
}

function expectedOf(options: AppendReq.Options | BatchAppendReq.Options, revision: string | null): Expected {
  if (revision !== null) return BigInt(revision);
  if (options.hasNoStream()) return 'none';
  return options.hasStreamExists() ? 'exists' : 'any';
}

function proposedOf(message: AppendReq.ProposedMessage | BatchAppendReq.ProposedMessage): Proposed {
  const metadata = message.getMetadataMap();
  return { id: message.getId()?.getString() ?? '', type: metadata.get('type') ?? '', contentType: metadata.get('content-type') ?? '', data: message.getData_asB64(), metadata: message.getCustomMetadata_asB64() };
}

function sizeOf(events: readonly Proposed[]): number {
  return events.reduce((sum, { data, metadata }) => sum + Math.floor(((data.length + metadata.length) * 3) / 4), 0);
}

function streamOf(options: AppendReq.Options | BatchAppendReq.Options | undefined): string {
  return Buffer.from(options?.getStreamIdentifier()?.getStreamName_asU8() ?? []).toString('utf8');
}
