// Pure: the real decider, nothing else.
import type { ConsentEvent } from '@throughline/contracts';
import { given } from '@throughline/kernel';
import { consent } from './consent.decider';

const address = { type: 'email', value: 'simulated@example.com' };
const use = { address, purpose: 'newsletter', channel: 'email' };
const wording = { wordingId: 'v1', text: 'Yes, send it to me.' };
const asking = { ...use, wording, source: 'form' };
const clicking = { ...use, method: 'double-opt-in' as const, evidence: { ip: '192.0.2.1' } };
const requested: ConsentEvent = { type: 'marketing.consent-requested', data: asking };
const confirmed: ConsentEvent = { type: 'marketing.consent-confirmed', data: { ...clicking, wording: { wordingId: 'v1' } } };
const withdrawn: ConsentEvent = { type: 'marketing.consent-withdrawn', data: use };
const objected: ConsentEvent = { type: 'marketing.consent-objected', data: { address, purpose: 'newsletter' } };
const buying = { ...use, method: 'existing-customer' as const, evidence: { reference: 'order-1' } };
const bought: ConsentEvent = { type: 'marketing.consent-confirmed', data: buying };

describe('double opt-in', () => {
  it('is requested once with the same words, and not when consent is there', () => {
    given(consent).when('request-consent', asking).then(requested);
    given(consent, requested).when('request-consent', asking).thenNothing();
    given(consent, requested).when('request-consent', { ...asking, wording: { wordingId: 'v2' } }).then({ type: 'marketing.consent-requested', data: { ...asking, wording: { wordingId: 'v2' } } });
    given(consent, requested, confirmed).when('request-consent', asking).thenNothing();
    given(consent, requested, confirmed, withdrawn).when('request-consent', asking).then(requested);
  });
  it('answers a request at this address, and carries its words', () => {
    given(consent, requested).when('confirm-consent', clicking).then(confirmed);
    given(consent, requested, confirmed).when('confirm-consent', clicking).thenNothing();
    given(consent).when('confirm-consent', clicking).thenRejected('CONSENT_NOT_REQUESTED');
    given(consent, requested).when('confirm-consent', { ...clicking, purpose: 'survey' }).thenRejected('CONSENT_NOT_REQUESTED');
    given(consent, requested).when('confirm-consent', { ...clicking, channel: 'sms' }).thenRejected('CONSENT_ADDRESS_UNFIT');
  });
  it('is not brought back by an old link after a refusal', () => {
    given(consent, requested, confirmed, withdrawn).when('confirm-consent', clicking).thenRejected('CONSENT_NOT_REQUESTED');
    given(consent, requested, objected).when('confirm-consent', clicking).thenRejected('CONSENT_NOT_REQUESTED');
    given(consent, requested, confirmed, withdrawn, requested).when('confirm-consent', clicking).then(confirmed);
  });
});

describe('without a click', () => {
  const signing = { ...use, method: 'written' as const, wording, evidence: { reference: 'scan-1' } };
  it('needs the words and a proof', () => {
    given(consent).when('confirm-consent', signing).then({ type: 'marketing.consent-confirmed', data: signing });
    given(consent).when('confirm-consent', { ...use, method: 'written', evidence: { reference: 'scan-1' } }).thenRejected('CONSENT_WORDING_MISSING');
    given(consent).when('confirm-consent', { ...use, method: 'oral', wording }).thenRejected('CONSENT_PROOF_MISSING');
    given(consent, confirmed).when('confirm-consent', signing).then({ type: 'marketing.consent-confirmed', data: signing });
  });
  it('is for electronic mail to existing customers who never refused', () => {
    given(consent).when('confirm-consent', buying).then(bought);
    given(consent, bought).when('confirm-consent', buying).thenNothing();
    given(consent).when('confirm-consent', { ...use, method: 'existing-customer' }).thenRejected('CONSENT_PROOF_MISSING');
    given(consent).when('confirm-consent', { ...use, channel: 'phone', method: 'existing-customer', evidence: { reference: 'order-1' } }).thenRejected('CONSENT_CHANNEL_NOT_COVERED');
    given(consent, withdrawn).when('confirm-consent', buying).thenRejected('CONSENT_REFUSED');
    given(consent, objected).when('confirm-consent', buying).thenRejected('CONSENT_REFUSED');
  });
});

describe('refusing', () => {
  it('is always possible, and said once', () => {
    given(consent).when('withdraw-consent', use).then(withdrawn);
    given(consent, requested, confirmed).when('withdraw-consent', use).then(withdrawn);
    given(consent, requested, confirmed, withdrawn).when('withdraw-consent', use).thenNothing();
    given(consent, requested, confirmed, withdrawn, requested).when('withdraw-consent', use).then(withdrawn);
  });
  it('may take back all channels at once', () => {
    const all = { address, purpose: 'newsletter' };
    const allWithdrawn: ConsentEvent = { type: 'marketing.consent-withdrawn', data: all };
    given(consent, confirmed, withdrawn).when('withdraw-consent', all).then(allWithdrawn);
    given(consent, confirmed, allWithdrawn).when('withdraw-consent', use).thenNothing();
    given(consent, confirmed, allWithdrawn).when('withdraw-consent', all).thenNothing();
  });
  it('may be meant for the person', () => {
    given(consent).when('object', { address, purpose: 'newsletter' }).then(objected);
    given(consent, objected).when('object', { address, purpose: 'newsletter' }).thenNothing();
    given(consent, objected, requested, confirmed).when('object', { address, purpose: 'newsletter' }).then(objected);
  });
});

it('does not let a paper that turns up late overrule a refusal', () => {
  const signing = { ...use, method: 'written' as const, wording, evidence: { reference: 'scan-1' } };
  const refused = { ...withdrawn, occurredAt: '2026-01-10T09:00:00.000Z', recordedAt: '2026-01-10T09:00:00.000Z', position: 1n };
  given(consent, refused).when('confirm-consent', signing, { at: '2026-01-09T09:00:00.000Z' }).thenRejected('CONSENT_REFUSED_SINCE');
  given(consent, refused).when('confirm-consent', signing, { at: '2026-01-11T09:00:00.000Z' }).then({ type: 'marketing.consent-confirmed', data: signing });
});

it('goes by when it was said: a withdrawal that arrives late does not undo a later consent', () => {
  const at = (event: ConsentEvent, minute: number, position: bigint) => ({ ...event, occurredAt: `2026-01-15T09:0${minute}:00.000Z`, recordedAt: '2026-01-15T09:09:00.000Z', position });
  given(consent, at(requested, 1, 1n), at(confirmed, 3, 2n), at(withdrawn, 2, 3n)).when('confirm-consent', clicking).thenNothing();
  given(consent, at(requested, 1, 1n), at(confirmed, 3, 2n), at(withdrawn, 4, 3n)).when('confirm-consent', clicking).thenRejected('CONSENT_NOT_REQUESTED');
});
