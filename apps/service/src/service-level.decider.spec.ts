// Pure: the real decider and the real catalogue, nothing else.
import type { ServiceLevels } from '@throughline/contracts';
import { given } from '@throughline/kernel';
import { serviceLevel } from './service-level.decider';

const levels: ServiceLevels = { zone: 'Europe/Berlin', holidays: ['2026-05-01'], opening: [{ day: 'mon', from: '08:00', to: '12:00' }, { day: 'mon', from: '12:00', to: '24:00' }], goals: [{ firstAnswer: 240 }, { priority: 'urgent', firstAnswer: 30, solution: 480 }] };
const set = { type: 'settings.service-levels-set', data: levels } as const;
const ended = { type: 'settings.service-levels-ended', data: {} } as const;

describe('service levels', () => {
  it('are set whole, and once', () => {
    given(serviceLevel).when('set-service-levels', levels).then(set);
    given(serviceLevel, set).when('set-service-levels', levels).thenNothing();
    given(serviceLevel, set).when('set-service-levels', { ...levels, holidays: [] }).then({ ...set, data: { ...levels, holidays: [] } });
    given(serviceLevel, set, ended).when('set-service-levels', levels).then(set);
  });
  it('are ended once', () => {
    given(serviceLevel, set).when('end-service-levels', {}).then(ended);
    given(serviceLevel, set, ended).when('end-service-levels', {}).thenNothing();
    given(serviceLevel).when('end-service-levels', {}).thenNothing();
  });
  it.each([
    ['ZONE_UNKNOWN', { zone: 'Europe/Atlantis' }],
    ['GOALS_MISSING', { goals: [] }],
    ['GOAL_EMPTY', { goals: [{ priority: 'low' }] }],
    ['GOAL_TWICE', { goals: [{ priority: 'low', firstAnswer: 1 }, { priority: 'low', solution: 1 }] }],
    ['OPENING_INVALID', { opening: [{ day: 'mon', from: '22:00', to: '06:00' }] }],
    ['OPENING_OVERLAPS', { opening: [{ day: 'mon', from: '08:00', to: '12:01' }, { day: 'mon', from: '12:00', to: '17:00' }] }],
  ] as const)('refuse what cannot be meant: %s', (code, wrong) => {
    given(serviceLevel).when('set-service-levels', { ...levels, ...wrong }).thenRejected(code);
  });
});
