// Real: the reading and writing of trace contexts, with the examples of the W3C's text.
import { correlationOf, traceparentOf } from './trace';

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const CORRELATION = '4bf92f35-77b3-4da6-a3ce-929d0e0e4736';

it.each([
  ['sampled', `00-${TRACE}-00f067aa0ba902b7-01`],
  ['not sampled', `00-${TRACE}-00f067aa0ba902b7-00`],
  ['of a version to come', `cc-${TRACE}-00f067aa0ba902b7-01`],
  ['of a version to come that says more', `cc-${TRACE}-00f067aa0ba902b7-01-what-the-future-will-be-like`],
])('knows a trace that is %s', (_what, header) => expect(correlationOf(header)).toBe(CORRELATION));

it.each([
  ['nothing', undefined],
  ['several headers', [`00-${TRACE}-00f067aa0ba902b7-01`]],
  ['no text at all', ''],
  ['an unknown trace', `00-${'0'.repeat(32)}-00f067aa0ba902b7-01`],
  ['an unknown parent', `00-${TRACE}-${'0'.repeat(16)}-01`],
  ['capitals', `00-${TRACE.toUpperCase()}-00f067aa0ba902b7-01`],
  ['the version nobody may use', `ff-${TRACE}-00f067aa0ba902b7-01`],
  ['a version to come that goes on at once', `cc-${TRACE}-00f067aa0ba902b7-01x`],
  ['more than version 00 has', `00-${TRACE}-00f067aa0ba902b7-01-more`],
  ['less', `00-${TRACE}-00f067aa0ba902b7`],
  ['blanks', ` 00-${TRACE}-00f067aa0ba902b7-01`],
])('begins anew at %s', (_what, header) => expect(correlationOf(header)).toBeNull());

it('says the same trace again, in a span of its own each time', () => {
  const [one, two] = [traceparentOf(CORRELATION), traceparentOf(CORRELATION)];
  expect(one).not.toBe(two);
  for (const said of [one, two]) expect([said, correlationOf(said)]).toEqual([expect.stringMatching(/^00-4bf92f3577b34da6a3ce929d0e0e4736-[\da-f]{16}-01$/), CORRELATION]);
});
