// Pure: what a converted lead leads to.
import { catalogue, leadConverted, opportunityOpened, pipelineSet } from '@throughline/contracts';
import { isRejection, type StoredEvent } from '@throughline/kernel';
import { leadConversionProcess as conversion } from './lead-conversion.process';
import { opportunity } from './opportunity.decider';

const data = { leadId: 'L1', opportunityId: '42', customer: { type: 'email', value: 'simulated@example.com' }, title: 'Two pumps', value: { amount: '10', currency: 'EUR' } };
const event = (more: object): StoredEvent => ({ type: leadConverted.type, stream: 'lead-L1', data, occurredAt: '2026-01-15T09:00:00.000Z', recordedAt: '2026-01-15T09:00:01.000Z', command: { id: 'c', digest: 'd' }, ...more }) as unknown as StoredEvent;
const stateAfter = (...events: readonly StoredEvent[]) => events.reduce(conversion.evolve, conversion.initial);
const timer = { name: 'open', due: '2026-01-15T09:00:00.000Z' };

it('opens the opportunity at the moment of the conversion, with all that was said', () => {
  const state = stateAfter(event({}));
  expect(conversion.timers(state)).toEqual([timer]);
  const wish = conversion.fire(state, timer);
  expect(wish).toEqual({ stream: 'opportunity-42', command: { type: 'open-opportunity', data: { ...data, stage: 'prospecting' } } });
  const events = opportunity.decide(opportunity.initial, { ...wish!.command, by: 'process:lead-conversion', at: timer.due } as Parameters<typeof opportunity.decide>[1]);
  expect(isRejection(events) ? [] : events.map((one) => [one.type, catalogue.validate(one.type, one.data)])).toEqual([[opportunityOpened.type, null]]);
});

it('opens it in the stage that was named, else in the first one in force', () => {
  const set = event({ type: pipelineSet.type, stream: 'settings-pipeline', data: { stages: [{ stage: 'first-call', label: { en: 'First call', de: 'Erstgespräch' } }] } });
  expect(conversion.fire(stateAfter(set, event({})), timer)).toMatchObject({ command: { data: { stage: 'first-call' } } });
  expect(conversion.fire(stateAfter(set, event({ data: { ...data, stage: 'proposal' } })), timer)).toMatchObject({ command: { data: { stage: 'proposal' } } });
});

it('does not wait for a clock of 2099', () => {
  expect(conversion.timers(stateAfter(event({ occurredAt: '2099-01-01T00:00:00.000Z' })))).toEqual([{ name: 'open', due: '2026-01-15T09:00:01.000Z' }]);
});

it('leaves conversions of other systems to them, and all else alone', () => {
  for (const other of [event({ command: undefined }), event({ type: 'marketing.lead-qualified' })]) {
    expect(conversion.instance(other)).toBeNull();
    expect(conversion.timers(stateAfter(other))).toEqual([]);
  }
  expect(conversion.instance(event({}))).toBe('L1');
  expect(conversion.fire(conversion.initial, timer)).toBeNull();
});
