/** The middle of the ordered values, or the mean of the two in the middle; `null` = there are none. */
export function median(values: readonly number[]): number | null {
  const ordered = values.toSorted((a, b) => a - b);
  const middle = Math.floor(ordered.length / 2);
  const [below, above] = [ordered[middle - 1], ordered[middle]];
  if (above === undefined) return null;
  return ordered.length % 2 === 1 || below === undefined ? above : (below + above) / 2;
}
