export { EventStoreError, MAX_EVENT_BYTES, MAX_STREAM_NAME } from './event-store';
export type { AppendResult, EventStore, ExpectedRevision, Placed, ReadAllOptions, ReadStreamOptions } from './event-store';
export { checkAppend, checkStreamName, contentDigest } from './content';
