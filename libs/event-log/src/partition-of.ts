/**
 * The partition of a lane: for ever the same, on every machine. FNV-1a (32 bit) over the UTF-8 bytes, finished with
 * MurmurHash3's avalanche, because lanes differ mostly in their last characters.
 * This choice is stored (messages stand where it put them): never change it, and never change the number of partitions of a log.
 */
export function partitionOf(lane: string, partitions: number): number {
  if (!Number.isInteger(partitions) || partitions < 1) throw new RangeError('a log has at least one partition');
  if (partitions === 1) return 0;
  let hash = 0x811c9dc5;
  for (const byte of Buffer.from(lane)) hash = Math.imul(hash ^ byte, 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) % partitions;
}
