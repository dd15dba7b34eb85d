// Real: the measuring of depth. Nothing is replaced.
import { MAX_DEPTH } from '@throughline/vault';
import fc from 'fast-check';
import { cutOff, isTooDeep } from './depth';

function nested(levels: number, shape: 'list' | 'object'): unknown {
  let value: unknown = 'end';
  for (let level = 0; level < levels; level++) value = shape === 'list' ? ['beside', value] : { beside: 1, a: value };
  return value;
}

it.each(['list', 'object'] as const)('goes as deep as anybody may nest, and no deeper: %s', (shape) => {
  expect([MAX_DEPTH, MAX_DEPTH + 1, 1_000_000].map((levels) => isTooDeep(nested(levels, shape)))).toEqual([false, true, true]);
  expect(isTooDeep('text') || isTooDeep(null) || isTooDeep(undefined)).toBe(false);
});

it.each(['list', 'object'] as const)('cuts off what is too deep, so that it can be written: %s', (shape) => {
  const cut = cutOff(nested(1_000_000, shape));
  expect(isTooDeep(cut)).toBe(false);
  expect(JSON.stringify(cut)).toContain('beside');
});

it('leaves everything else as it is', () => {
  fc.assert(fc.property(fc.jsonValue(), (value) => expect(JSON.stringify(cutOff(value))).toBe(JSON.stringify(value))));
});
