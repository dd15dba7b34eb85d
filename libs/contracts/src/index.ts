export { readChannel } from './channel';
export { catalogue } from './catalogue';
export { THING_ID, THING_STREAM } from './fields';
export type { Upcast } from './catalogue';
export { concerning, eventType, IdentifierSchema, personal } from './event-type';
export type { DataOf, EventType, FactOf, NamedParty, NodeOf, PastVersion, Reading } from './event-type';
export type { ValidationFailure } from './validation';
export { addAmounts, MoneySchema, readMoney, sameMoney } from './money';
export type { Money } from './money';
export { DISQUALIFICATION_REASONS, leadCaptured, leadConverted, leadDisqualified, leadQualified } from './marketing/lead.events';
export type { DisqualificationReason, LeadEvent, QualifiedAnswer } from './marketing/lead.events';
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
  WIN_REASONS,
} from './sales/opportunity.events';
export type { LossReason, OpportunityEvent, WinReason } from './sales/opportunity.events';
export {
  TICKET_FIELDS,
  TICKET_KINDS,
  TICKET_PRIORITIES,
  ticketActivityRecorded,
  ticketChanged,
  ticketClosed,
  ticketCustomerIdentified,
  ticketMerged,
  ticketOpened,
  ticketReopened,
  ticketResolved,
} from './service/ticket.events';
export type { TicketEvent, TicketField, TicketKind, TicketPriority } from './service/ticket.events';
export { REPLY_DIRECTIONS, ticketAssigned, ticketNoted, ticketReplied, ticketSolutionLinked, ticketTaken, ticketWaitingEnded, ticketWaitingStarted } from './service/ticket-work.events';
export type { TicketWorkEvent } from './service/ticket-work.events';
export { INTERACTION_DIRECTIONS, INTERACTION_KINDS, interactionChannel, interactionRecorded } from './service/interaction.events';
export type { InteractionEvent, InteractionKind } from './service/interaction.events';
export { solutionRetired, solutionRevised, solutionWritten } from './service/solution.events';
export type { SolutionEvent } from './service/solution.events';
export { MOST_MENTIONS, notePinned, noteUnpinned, noteWritten } from './customer/note.events';
export type { NoteEvent } from './customer/note.events';
export { deputyAppointed, deputyEnded, ownerAssigned, ownerReleased, secondOwnerAssigned, secondOwnerReleased } from './customer/owner.events';
export type { OwnerEvent } from './customer/owner.events';
export { nodesLinked, nodesUnlinked } from './identity/link.events';
export type { LinkEvent } from './identity/link.events';
export { itemDiscarded, itemQuarantined, itemResubmitted, RESUBMISSION_OUTCOMES } from './intake/quarantine.events';
export type { QuarantineEvent, ResubmissionOutcome } from './intake/quarantine.events';
export { memberDeactivated, memberReactivated, memberRegistered, memberRenamed } from './staff/member.events';
export type { MemberEvent } from './staff/member.events';
export { teamCreated, teamDissolved, teamMemberJoined, teamMemberLeft, teamRenamed } from './staff/team.events';
export type { TeamEvent } from './staff/team.events';
export { queueChanged, queueClosed, queueCreated } from './staff/queue.events';
export type { QueueEvent } from './staff/queue.events';
export { inboxRead } from './staff/inbox.events';
export type { InboxEvent } from './staff/inbox.events';
export { KEY_KINDS, keyCreated, keyDisabled, sourceRegistered } from './settings/source.events';
export type { KeyKind, SourceEvent } from './settings/source.events';
export { timerCancelled, timerFired, timerSet } from './process/timer.events';
export type { TimerEvent } from './process/timer.events';
export { recordCorrected, recordMoved, recordWithdrawn } from './record/record.events';
export type { RecordEvent } from './record/record.events';
export { amended, amendedBy, isAmendment } from './record/amended';
export type { Amendment } from './record/amended';
export { numberIssued } from './settings/number.events';
export { ADJUSTMENT_KINDS, QuoteLineSchema, TAX_CATEGORIES } from './sales/quote-content';
export type { QuoteAdjustment, QuoteContent, QuoteLine, QuoteTerms, QuoteTotals, TaxCategory } from './sales/quote-content';
export { QUOTE_REJECTION_REASONS, quoteAccepted, quoteDrafted, quoteExpired, quoteRejected, quoteRevised, quoteSent, quoteWithdrawn } from './sales/quote.events';
export type { QuoteEvent, QuoteRejectionReason } from './sales/quote.events';
export { followUpDone, followUpDropped, followUpFellDue, followUpHandedOver, followUpMoved, followUpPlanned } from './customer/follow-up.events';
export type { FollowUpEvent } from './customer/follow-up.events';
export { attachmentAdded, MEDIA_TYPE } from './customer/attachment.events';
export type { AttachmentEvent } from './customer/attachment.events';
export { SLA_GOALS, ticketSlaBreached } from './service/sla.events';
export type { SlaEvent, SlaGoal } from './service/sla.events';
export { serviceLevelsEnded, serviceLevelsSet, TIME_OF_DAY, WEEKDAYS } from './settings/service-level.events';
export type { ServiceLevelEvent, ServiceLevels, Weekday } from './settings/service-level.events';
export { CAMPAIGN_CLOSINGS, campaignChanged, campaignClosed, campaignLaunched, campaignPaused, campaignPlanned, campaignResumed } from './marketing/campaign.events';
export type { CampaignClosing, CampaignEvent } from './marketing/campaign.events';
export {
  BOUNCE_KINDS,
  REPLY_OUTCOMES,
  touchBounced,
  touchClicked,
  touchDelivered,
  touchOpened,
  touchReplied,
  touchReportedAsSpam,
  touchSent,
  touchStream,
  touchUnsubscribed,
} from './marketing/touch.events';
export type { BounceKind, ReplyOutcome, TouchEvent } from './marketing/touch.events';
export { CONSENT_METHODS, consentConfirmed, consentObjected, consentRequested, consentWithdrawn, readPurpose } from './marketing/consent.events';
export type { ConsentEvent, ConsentEvidence, ConsentMethod } from './marketing/consent.events';
export { consentsAfter, isElectronicMail, isLater, mayContact, NO_CONSENTS, statusOf, wordsOn } from './marketing/consent.rules';
export type { ConsentStanding, ConsentStatus, ConsentUse, ConsentWords, ContactAnswer, ContactClause, SaidAt } from './marketing/consent.rules';
export { recommendationBecameLead, recommendationMade, SATISFACTION_KINDS, satisfactionAnswered, wishDeclined, wishFulfilled, wishNoted } from './marketing/feedback.events';
export type { RecommendationEvent, SatisfactionEvent, SatisfactionKind, WishEvent } from './marketing/feedback.events';
export { leadCriteriaSet } from './settings/lead-criteria.events';
export type { LeadCriteria, LeadCriteriaEvent, LeadCriterion } from './settings/lead-criteria.events';
export { PROFILE_FIELDS } from './customer/profile-words';
export type { ProfileField } from './customer/profile-words';
export { PROFILE_KINDS, profileChanged, profileCreated } from './customer/profile.events';
export type { ProfileChange, ProfileContent, ProfileEvent, ProfileKind } from './customer/profile.events';
export { membershipChanged, membershipEnded, membershipStarted } from './customer/membership.events';
export type { MembershipChange, MembershipEvent } from './customer/membership.events';
export { customerSeen } from './staff/seen.events';
export type { SeenEvent } from './staff/seen.events';
export { NEED_PRIORITIES, opportunityAssigned, opportunityChanged, opportunityForecastChanged, opportunityNeedRecorded, opportunityNextStepDone, opportunityNextStepPlanned } from './sales/opportunity-work.events';
export type { NeedPriority, OpportunityWorkEvent } from './sales/opportunity-work.events';
export { COMPETITOR_STRENGTHS, competitorNamed, competitorRemoved, DECISION_PARTS, decisionMakerNamed, decisionMakerRemoved, MOST_DECISION_MAKERS, STANCES_TAKEN } from './sales/opportunity-circle.events';
export type { CompetitorStrength, DecisionPart, OpportunityCircleEvent, Stance } from './sales/opportunity-circle.events';
export { pipelineSet, STAGE_REQUIREMENTS } from './settings/pipeline.events';
export type { PipelineEvent, PipelineStage, StageRequirement } from './settings/pipeline.events';
export { MOST_ORDER_LINES, ORDER_CANCELLATION_REASONS, ORDER_RETURN_REASONS, orderCancelled, orderChanged, orderPlaced, orderReturned } from './sales/order.events';
export type { OrderCancellationReason, OrderContent, OrderLine, OrderPlacementEvent, OrderReturnReason, ReturnedLine } from './sales/order.events';
export { orderCredited, orderDelivered, orderFellOverdue, orderInvoiced, orderPaid, orderShipped } from './sales/fulfilment.events';
export type { FulfilmentEvent } from './sales/fulfilment.events';
export { concernedBy, CONCERNS_NOBODY, inClear, textOf } from './concerned';
export type { Concerned } from './concerned';
