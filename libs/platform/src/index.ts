export { CommandAnswer } from './command-answer';
export type { Answered } from './command-answer';
export { createdId, execute, Message } from './command-message';
export type { CommandMessage } from './command-message';
export { readConfig } from './config';
export type { Config } from './config';
export { ConfigError } from './settings';
export type { DistributedConfig, KafkaConfig } from './distributed-config';
export { readCursor, writeCursor } from './cursor';
export { cutOff, isTooDeep } from './depth';
export { configureHttp, httpAdapter } from './http';
export { SentFile, TakesFile } from './sent-file';
export type { FileInTransit } from './sent-file';
export type { Inbox, InboxItem, InboxReceiver, Listening } from './inbox';
export type { ConsumerGroup, GroupMember, HealedHoles, LeaseHeld, RelayOnRoad, Road, RoadStatus, Server, Topic } from './road';
export { LeaseTaken } from './lease';
export { Metrics } from './metrics';
export { CustomerNodes } from './customer-nodes';
export { By, Permission, PermissionGuard, Public } from './permission';
export type { PermissionName, Principal } from './permission';
export { ALONE, BLOB_STORE, CLOCK, CONFIG, EVENT_LOG, EVENT_STORE, INBOX, READ_STORE, ROAD, VAULT } from './ports';
export { Problem } from './problem';
export type { FieldError } from './problem';
export { problemOf } from './problem.filter';
export {
  AreDays,
  AreLabels,
  AreOneOf,
  ArePositions,
  AreStaff,
  AreThingIds,
  IdentifierRequest,
  IsAnyObject,
  IsCount,
  IsCountry,
  IsCurrency,
  IsDay,
  IsDecimal,
  IsLabel,
  IsLanguage,
  IsListOf,
  IsOneOf,
  IsPosition,
  IsSlug,
  IsStaff,
  IsText,
  IsThingId,
  IsThingStream,
  IsTime,
  IsTimeOfDay,
  IsTimeOrPosition,
  IsUuid,
  IsWhole,
  IsYesOrNo,
  IsZone,
  Maybe,
  MaybeNull,
  MoneyRequest,
  Nested,
} from './requests';
export { adoptMasterKey, beginRestoring, endRestoring, hasCompany, masterKeyOf, openAtRest } from './durable.module';
export { PlatformModule } from './platform.module';
export type { Parts } from './engines';
export { correlationOf } from './trace';
export { VERSION } from './version';
export { serve } from './serve';
export type { Program } from './serve';
export { serveAlone } from './serve-alone';
