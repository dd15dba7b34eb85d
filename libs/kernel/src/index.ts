export { effectiveTime } from './event';
export type { Actor, CommandMark, Fact, Identifier, NewEvent, NodeId, Party, PartyRole, Sender, StoredEvent } from './event';
export { isRejection, reject } from './decider';
export type { Command, Decider, Rejection } from './decider';
export type { DocumentView, EntryView, Json, JsonObject, View } from './view';
export type { Process, Timer, Wish } from './process';
export { canonicalJson } from './canonical-json';
export { given } from './given';
export { median } from './median';
