// Pure: the header `Range` as clients write it.
import { rangeIn } from './byte-range';

it.each([
  [undefined, null],
  ['bytes=0-9', { from: 0, to: 10 }],
  ['bytes=5-', { from: 5, to: 100 }],
  ['bytes=-5', { from: 95, to: 100 }],
  ['bytes=-500', { from: 0, to: 100 }],
  ['bytes=90-500', { from: 90, to: 100 }],
  ['bytes=99-99', { from: 99, to: 100 }],
  ['bytes=100-', 'unsatisfiable'],
  ['bytes=-0', 'unsatisfiable'],
  ['bytes=9-5', null],
  ['bytes=-', null],
  ['bytes=0-1,5-6', null],
  ['lines=0-9', null],
  ['bytes=a-b', null],
])('of 100 bytes, %s is %j', (header, range) => expect(rangeIn(header, 100)).toEqual(range));
