export { catalogue } from './catalogue';
export { THING_ID } from './fields';
export type { Upcast } from './catalogue';
export { concerning, eventType, IdentifierSchema, personal } from './event-type';
export type { DataOf, EventType, FactOf, NamedParty, NodeOf, PastVersion, Reading } from './event-type';
export type { ValidationFailure } from './validation';
export { addAmounts, MoneySchema, readMoney, sameMoney } from './money';
export type { Money } from './money';
export { DISQUALIFICATION_REASONS, leadCaptured, leadConverted, leadDisqualified, leadQualified } from './marketing/lead.events';
export type { DisqualificationReason, LeadEvent } from './marketing/lead.events';
export { OPPORTUNITY_STAGES, readStage } from './sales/stage';
export {
  LOSS_REASONS,
  opportunityActivityRecorded,
  opportunityLost,
  opportunityOpened,
  opportunityReopened,
  opportunityRevalued,
  opportunityStageAdvanced,
  opportunityWon,
} from './sales/opportunity.events';
export type { LossReason, OpportunityEvent } from './sales/opportunity.events';
export {
  REPLY_DIRECTIONS,
  TICKET_KINDS,
  TICKET_PRIORITIES,
  ticketActivityRecorded,
  ticketAssigned,
  ticketClosed,
  ticketNoted,
  ticketOpened,
  ticketReopened,
  ticketReplied,
  ticketResolved,
} from './service/ticket.events';
export type { TicketEvent, TicketKind, TicketPriority } from './service/ticket.events';
export { noteWritten } from './customer/note.events';
export type { NoteEvent } from './customer/note.events';
export { ownerAssigned, ownerReleased } from './customer/owner.events';
export type { OwnerEvent } from './customer/owner.events';
export { nodesLinked, nodesUnlinked } from './identity/link.events';
export type { LinkEvent } from './identity/link.events';
export { itemDiscarded, itemQuarantined, itemResubmitted, RESUBMISSION_OUTCOMES } from './intake/quarantine.events';
export type { QuarantineEvent, ResubmissionOutcome } from './intake/quarantine.events';
export { memberRegistered } from './staff/member.events';
export type { MemberEvent } from './staff/member.events';
export { KEY_KINDS, keyCreated, keyDisabled, sourceRegistered } from './settings/source.events';
export type { KeyKind, SourceEvent } from './settings/source.events';
export { timerCancelled, timerFired, timerSet } from './process/timer.events';
export type { TimerEvent } from './process/timer.events';
export { recordCorrected, recordMoved, recordWithdrawn } from './record/record.events';
export type { RecordEvent } from './record/record.events';
export { numberIssued } from './settings/number.events';
export { ADJUSTMENT_KINDS, QuoteLineSchema, TAX_CATEGORIES } from './sales/quote-content';
export type { QuoteAdjustment, QuoteContent, QuoteLine, QuoteTerms, QuoteTotals, TaxCategory } from './sales/quote-content';
export { QUOTE_REJECTION_REASONS, quoteAccepted, quoteDrafted, quoteExpired, quoteRejected, quoteRevised, quoteSent, quoteWithdrawn } from './sales/quote.events';
export type { QuoteEvent, QuoteRejectionReason } from './sales/quote.events';
